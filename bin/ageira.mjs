#!/usr/bin/env node
/**
 * `npm run ageira`: the operator's command line, bundled once and again whenever a source changed.
 *
 * Loading some eighty TypeScript files one by one takes longer than what most commands do; one
 * bundled file starts in a fraction of that.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { install, ROOT } from './setup/install.mjs';

const CACHE = join(ROOT, '.data', 'cache', 'ageira');
const STAMP = join(CACHE, 'stamp.json');
const KEPT_MS = 600_000;

/** What only commands with a database load: they look for files of their own, or are not modules. */
const KEPT_OUTSIDE = ['@prisma/*', 'ioredis', 'pg', 'pino', 'prom-client', 'undici', 'yauzl'];

/** The bundle's path, unless a file that it was made from has changed. */
function readFreshBundle() {
  try {
    const { entry, sources } = JSON.parse(readFileSync(STAMP, 'utf8'));
    const isFresh = Object.entries(sources).every(
      ([path, stamp]) => stampOf(join(ROOT, path)) === stamp,
    );
    return isFresh && existsSync(entry) ? entry : null;
  } catch {
    return null;
  }
}

async function build() {
  await install();
  generate();
  const esbuild = await import('esbuild');
  // A folder of its own for each build: another process may still be loading the last one.
  const folder = join(CACHE, `${Date.now()}-${process.pid}`);
  const { metafile } = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: ['bin/ageira.ts'],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    external: KEPT_OUTSIDE,
    plugins: [keepOwnUrls],
  });

  const sources = [
    'package-lock.json',
    'prisma/schema.prisma',
    'lib/eve/esi/specification/openapi.json',
    ...Object.keys(metafile.inputs),
  ];
  const stamps = Object.fromEntries(sources.map((path) => [path, stampOf(join(ROOT, path))]));
  const entry = join(folder, 'ageira.mjs');
  mkdirSync(CACHE, { recursive: true });
  const draft = `${STAMP}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ entry, sources: stamps }));
  renameSync(draft, STAMP);
  dropOldBundles(folder);
  return entry;
}

/** Generated code is a source, too. */
function generate() {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/generate.ts'], {
    cwd: ROOT,
    // Standard output belongs to the command.
    stdio: ['ignore', 'ignore', 2],
  });
  if (status !== 0) process.exit(1);
}

/** Files that look for others beside themselves find them from inside the bundle, too. */
const keepOwnUrls = {
  name: 'keep-own-urls',
  /** @param {import('esbuild').PluginBuild} build */
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (path.includes('node_modules')) return null;
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.')) return null;
      const contents = text
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.filename', JSON.stringify(path));
      return { contents, loader: 'ts', resolveDir: dirname(path) };
    });
  },
};

/** @param {string} current */
function dropOldBundles(current) {
  for (const name of readdirSync(CACHE)) {
    const path = join(CACHE, name);
    const isOld = Date.now() - statSync(path).mtimeMs > KEPT_MS;
    if (isOld && path !== current && path !== STAMP) rmSync(path, { recursive: true, force: true });
  }
}

/** @param {string} path */
function stampOf(path) {
  const { mtimeMs, size } = statSync(path);
  return `${mtimeMs} ${size}`;
}

const bundle = readFreshBundle() ?? (await build());
await import(pathToFileURL(bundle).href);
