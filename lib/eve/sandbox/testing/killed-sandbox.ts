/**
 * A process that makes contracts until it is killed, and tells which ones were answered.
 *
 * @module
 */
import { startTestSandbox } from './start-test-sandbox.ts';

const ENOUGH = 15;

const sandbox = await startTestSandbox({ stateDir: process.argv[2] ?? '' });
const answered: number[] = [];
for (;;) {
  answered.push(await sandbox.createContract());
  if (answered.length === ENOUGH) process.send?.(answered);
}
