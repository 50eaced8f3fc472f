/** `npm run generate`: make the code that is generated, where it is stale. */
import { fileURLToPath } from 'node:url';
import { generate } from './setup/generate.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const made = await generate(root);
console.log(made.length > 0 ? `Generated the ${made.join(' and the ')}.` : 'Nothing is stale.');
