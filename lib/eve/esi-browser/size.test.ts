import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

/** Bytes, minified and gzipped, that a page loads for what it imports from the door. */
test.each([
  { names: 'createEsiBrowser', atMost: 4_096 },
  { names: 'createEsiBrowser, fetchEsiPages', atMost: 4_800 },
  { names: '*', atMost: 5_600 },
])('a page that imports $names loads $atMost bytes at most', async ({ names, atMost }) => {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export ${names === '*' ? names : `{ ${names} }`} from './index.ts';`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    write: false,
    metafile: true,
  });
  expect(gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length).toBeLessThan(atMost);
  // Nothing of node_modules, nothing of other folders.
  for (const input of Object.keys(metafile.inputs))
    expect(input).toMatch(/^lib\/eve\/esi-browser\/|^<stdin>$/);
});
