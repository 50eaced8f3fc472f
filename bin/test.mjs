#!/usr/bin/env node
/** `npm test`: every check there is, on a machine with nothing but Node. */
import { install, ROOT } from './setup/install.mjs';

process.chdir(ROOT);
await install();
const { register } = await import('tsx/esm/api');
register();
const { runTests } = await import('./setup/run-tests.ts');
process.exit(await runTests(ROOT, process.argv.slice(2)));
