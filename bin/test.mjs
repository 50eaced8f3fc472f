#!/usr/bin/env node
/** `npm test`: every check there is, on a machine with nothing but Node. */
import './setup/check-node.mjs';

// Loaded afterwards: an old Node.js stops at the first word that it does not know.
void import('./setup/run.mjs').then(({ run }) => run('run-tests.ts', 'runTests'));
