import * as z from 'zod';
import { takeLock } from './lock.mjs';
import { SetupError } from './setup-error.ts';

const noteSchema = z.object({ url: z.string() });

export type RunLock = Disposable & {
  /** True when the last start was killed: what it left running may still be ending. */
  readonly wasLeft: boolean;
};

/**
 * Let one start at a time use a checkout's data. Gone with `Disposable`, or when its process is.
 *
 * @param url Where the site will be, told to whoever comes second.
 * @throws SetupError naming the process that runs already.
 */
export function takeRunLock(path: string, url: string): RunLock {
  const { holder, wasLeft, release } = takeLock(path, { url });
  if (!holder) return { wasLeft, [Symbol.dispose]: release };
  const note = noteSchema.safeParse(holder);
  const where = note.success ? `, at ${note.data.url}` : '';
  throw new SetupError(
    `Ageira Trade runs already from this folder${where}. Stop it with Ctrl-C where it runs, or with: kill ${holder.pid}`,
  );
}
