import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hashSources, isStamped, writeStamp } from './build-stamp.ts';
import type { Guard } from './guard.ts';
import { takeLock } from './lock.mjs';
import { poll } from './poll.ts';
import { runToEnd } from './run-to-end.ts';
import { SetupError } from './setup-error.ts';

const SOURCES = ['prisma/schema.prisma', 'package-lock.json'];
const LOCK_PATIENCE_MS = 120_000;

export type GenerateOptions = {
  readonly signal?: AbortSignal;
  readonly guard?: Guard;
};

/**
 * Generate Prisma's client where the schema changed since the last time. Two commands that start
 * together generate once: one would read what the other has half written.
 *
 * @returns True when something was generated.
 */
export async function generate(
  root: string,
  { signal, guard }: GenerateOptions = {},
): Promise<boolean> {
  const folder = join(root, '.data');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let lock = takeLock(join(folder, 'generate.lock'));
  const isTaken = await poll(
    () => {
      if (lock.holder) lock = takeLock(join(folder, 'generate.lock'));
      return lock.holder === null;
    },
    { timeoutMs: LOCK_PATIENCE_MS, ...(signal ? { signal } : {}) },
  );
  try {
    signal?.throwIfAborted();
    if (!isTaken) {
      throw new SetupError(
        `Another command has been generating the database client for two minutes. If it hangs, end it (kill ${lock.holder?.pid}) and start again.`,
      );
    }
    return await generateStale(root, { signal, guard });
  } finally {
    lock.release();
  }
}

async function generateStale(
  root: string,
  { signal, guard }: { signal: AbortSignal | undefined; guard: Guard | undefined },
): Promise<boolean> {
  const output = join(root, 'lib', 'server', 'generated', 'prisma');
  const stamp = join(dirname(output), 'schema.stamp');
  const hash = hashSources(root, SOURCES);
  if (existsSync(join(output, 'client.ts')) && isStamped(stamp, hash)) return false;

  mkdirSync(dirname(output), { recursive: true });
  rmSync(stamp, { force: true });
  await runToEnd({
    name: 'prisma generate',
    command: process.execPath,
    args: [join(root, 'node_modules', 'prisma', 'build', 'index.js'), 'generate'],
    cwd: root,
    env: {
      ...process.env,
      // Generating never runs the schema engine, but the CLI downloads one unless it is told of one.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
    signal,
    guard,
  });
  writeStamp(stamp, hash);
  return true;
}
