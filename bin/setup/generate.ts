import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashSources, isStamped, writeStamp } from './build-stamp.ts';
import type { Guard } from './guard.ts';
import { takeLock } from './lock.mjs';
import { poll } from './poll.ts';
import { runToEnd } from './run-to-end.ts';
import { SetupError } from './setup-error.ts';

/** Code that is made from other files, and how. */
type Product = {
  readonly name: string;
  readonly sources: readonly string[];
  /** Ignored by git; the stamp lies beside what was made. */
  readonly folder: string;
  readonly files: readonly string[];
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

const PRODUCTS: readonly Product[] = [
  {
    name: 'database client',
    sources: ['prisma/schema.prisma', 'package-lock.json'],
    folder: 'lib/server/generated',
    files: ['prisma/client.ts'],
    args: ['node_modules/prisma/build/index.js', 'generate'],
    env: {
      // Generating never runs the schema engine, but the CLI downloads one unless it is told of one.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  },
  {
    name: 'types of ESI',
    sources: ['lib/eve/esi/specification', 'package-lock.json'],
    folder: 'lib/eve/esi/generated',
    files: ['schema.ts', 'routes.ts'],
    args: ['--import', 'tsx', 'lib/eve/esi/specification/generate.ts'],
  },
];

const LOCK_PATIENCE_MS = 120_000;

export type GenerateOptions = {
  readonly signal?: AbortSignal;
  readonly guard?: Guard;
};

/**
 * Generate what is missing, or whose sources changed since the last time. Two commands that start together
 * generate once: one would read what the other has half written.
 *
 * @returns What was generated.
 */
export async function generate(
  root: string,
  { signal, guard }: GenerateOptions = {},
): Promise<readonly string[]> {
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
        `Another command has been generating code for two minutes. If it hangs, end it (kill ${lock.holder?.pid}) and start again.`,
      );
    }
    const made: string[] = [];
    for (const product of PRODUCTS) {
      if (await makeStale(root, product, { signal, guard })) made.push(product.name);
    }
    return made;
  } finally {
    lock.release();
  }
}

async function makeStale(
  root: string,
  { name, sources, folder, files, args, env }: Product,
  { signal, guard }: { signal: AbortSignal | undefined; guard: Guard | undefined },
): Promise<boolean> {
  const output = join(root, folder);
  const stamp = join(output, 'made-from.stamp');
  const hash = hashSources(root, sources);
  const isWhole = files.every((file) => existsSync(join(output, file)));
  if (isWhole && isStamped(stamp, hash)) return false;

  mkdirSync(output, { recursive: true });
  rmSync(stamp, { force: true });
  await runToEnd({
    name: `generate the ${name}`,
    command: process.execPath,
    args,
    cwd: root,
    env: { ...process.env, ...env },
    signal,
    guard,
  });
  writeStamp(stamp, hash);
  return true;
}
