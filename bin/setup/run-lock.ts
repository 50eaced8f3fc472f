import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { isRunning } from './process-table.ts';
import { SetupError } from './setup-error.ts';

const lockSchema = z.object({ pid: z.number().int(), url: z.string() });

/**
 * Let one start at a time use a checkout's data. Gone with `Disposable`, or when its process is.
 *
 * @param url Where the site will be, told to whoever comes second.
 * @throws SetupError naming the process that runs already.
 */
export function takeRunLock(path: string, url: string): Disposable {
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify({ pid: process.pid, url }), { flag: 'wx', mode: 0o600 });
      return { [Symbol.dispose]: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(path);
    if (holder && isRunning(holder.pid, 'start.mjs')) {
      throw new SetupError(
        `Ageira Trade runs already from this folder, at ${holder.url}. Stop it with Ctrl-C where it runs, or with: kill ${holder.pid}`,
      );
    }
    rmSync(path, { force: true });
  }
}

function readHolder(path: string): z.output<typeof lockSchema> | undefined {
  try {
    return lockSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Being written this moment, or cut short by a crash: the file says nothing.
    return undefined;
  }
}
