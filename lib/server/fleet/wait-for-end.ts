import type { ChildProcess } from 'node:child_process';

type End = { readonly exitCode: number | null; readonly exitSignal: string | null };

/** Resolves when a child is no more, or has not come to be. */
export function waitForEnd(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once('exit', (exitCode, exitSignal) => resolve({ exitCode, exitSignal }));
    // A child that could not be started at all has no exit.
    child.once('error', () => resolve({ exitCode: null, exitSignal: null }));
  });
}
