import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

test.each([
  { kit: 'connect', atMost: 4_800 },
  { kit: 'peer', atMost: 1_800 },
  // All browser parts together, luce's client included.
  { kit: 'client', atMost: 8_000 },
])(
  '$kit is less than $atMost bytes, minified and gzipped, with all that it needs',
  async ({ kit, atMost }) => {
    const { outputFiles, metafile } = await build({
      entryPoints: [fileURLToPath(new URL(`../${kit}/index.ts`, import.meta.url))],
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      platform: 'browser',
      write: false,
      metafile: true,
    });
    expect(gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length).toBeLessThan(atMost);
    for (const input of Object.keys(metafile.inputs)) {
      expect(input).toMatch(/^lib\/messaging\/(?:luce|signal-fire)\//);
      expect(input).not.toContain('schemas');
    }
  },
);
