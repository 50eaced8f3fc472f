import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

test('the client is less than 4 kB, minified and gzipped, and brings nothing else', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL('browser.ts', import.meta.url))],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    write: false,
    metafile: true,
  });
  expect(gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length).toBeLessThan(4_000);
  for (const input of Object.keys(metafile.inputs)) {
    expect(input).toMatch(/^lib\/messaging\/luce\/(?:client\/|browser|errors|requests|stream-id)/);
  }
});
