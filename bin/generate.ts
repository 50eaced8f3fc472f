/** `npm run generate`: make the code that is generated, where it is stale. */
import { fileURLToPath } from 'node:url';
import { generate } from './setup/generate.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const isNew = await generate(root);
console.log(isNew ? 'Generated the database client.' : 'Nothing is stale.');
