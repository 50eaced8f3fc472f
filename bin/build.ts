/** `npm run build`: build the site where its sources changed. */
import { fileURLToPath } from 'node:url';
import { build, SITE_BUILD } from './setup/build.ts';
import { generate } from './setup/generate.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
await generate(root);
const isNew = await build(root, { folder: SITE_BUILD });
console.log(isNew ? 'Built the site.' : 'The build is up to date.');
