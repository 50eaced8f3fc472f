#!/usr/bin/env node
/** `npm start`: everything that the site needs, on a machine with nothing but Node. */
import './setup/check-node.mjs';

// Loaded afterwards: an old Node.js stops at the first word that it does not know.
void import('./setup/run.mjs').then(({ run }) => run('run-start.ts', 'runStart'));
