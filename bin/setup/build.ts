import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashSources, isStamped, writeStamp } from './build-stamp.ts';
import type { Guard } from './guard.ts';
import { runToEnd } from './run-to-end.ts';

/** Where a site that is started for people is built; test runs have a folder of their own. */
export const SITE_BUILD = '.next';
export const TEST_BUILD = '.data/test/next';

/**
 * Build the site where its sources changed since the last build.
 *
 * The environment is no part of a build: every page is made when it is asked for.
 *
 * @param folder From the root of the project: two runs that go on together need two.
 * @returns True when something was built.
 */
export async function build(
  root: string,
  { folder, signal, guard }: { folder: string; signal?: AbortSignal | undefined; guard?: Guard },
): Promise<boolean> {
  const stamp = join(root, folder, 'ageira.stamp');
  const hash = hashSources(root);
  if (isStamped(stamp, hash)) return false;

  rmSync(stamp, { force: true });
  await runToEnd({
    name: 'next build',
    command: process.execPath,
    args: [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      NEXT_DIST_DIR: folder,
    },
    signal,
    guard,
  });
  writeStamp(stamp, hash);
  return true;
}
