import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hashSources, isStamped, writeStamp } from './build-stamp.ts';
import { runToEnd } from './run-to-end.ts';

const SOURCES = ['prisma/schema.prisma', 'package-lock.json'];

/**
 * Generate Prisma's client where the schema changed since the last time.
 *
 * @returns True when something was generated.
 */
export async function generate(root: string, signal?: AbortSignal): Promise<boolean> {
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
  });
  writeStamp(stamp, hash);
  return true;
}
