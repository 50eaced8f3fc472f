import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What a build of the site is made from. */
const SOURCES = [
  'app',
  'lib',
  'public',
  'instrumentation-client.ts',
  'instrumentation.ts',
  'next.config.ts',
  'package-lock.json',
  'package.json',
  'postcss.config.mjs',
  'prisma/schema.prisma',
  'tsconfig.base.json',
  'tsconfig.json',
];

const IGNORED = /(^|\/)(node_modules|testing|\.DS_Store)(\/|$)|\.test\.tsx?$|\.md$/;

/** A hash of everything that goes into a build: equal hashes, equal builds. */
export function hashSources(root: string, sources: readonly string[] = SOURCES): string {
  const hash = createHash('sha256').update(process.version);
  for (const source of sources) {
    for (const path of listFiles(join(root, source))) {
      const name = relative(root, path);
      if (IGNORED.test(name)) continue;
      const content = readFileSync(path);
      hash.update(`\0${name}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

/** True when the stamp in the file is this hash. */
export function isStamped(stampPath: string, hash: string): boolean {
  return existsSync(stampPath) && readFileSync(stampPath, 'utf8').trim() === hash;
}

/** Note down what something was made from. Written last: a thing half made has no stamp. */
export function writeStamp(stampPath: string, hash: string): void {
  writeFileSync(stampPath, `${hash}\n`);
}

function listFiles(path: string): string[] {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path)
      .sort()
      .flatMap((name) => listFiles(join(path, name)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path];
    throw error;
  }
}
