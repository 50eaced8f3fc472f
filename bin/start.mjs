#!/usr/bin/env node
/** `npm start`: everything that the site needs, on a machine with nothing but Node. */
import { install, ROOT } from './setup/install.mjs';

process.chdir(ROOT);
await install();
const { register } = await import('tsx/esm/api');
register();
const { runStart } = await import('./setup/run-start.ts');
process.exit(await runStart(ROOT, process.argv.slice(2)));
