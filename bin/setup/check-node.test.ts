import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { explainVersion } from './check-node.mjs';

describe('Node.js', () => {
  test.each(['20.19.0', '20.20.2', '22.12.0', '22.30.1', '23.0.0', '24.1.0', '26.0.0'])(
    '%s is taken',
    (version) => {
      expect(explainVersion(version)).toBeNull();
    },
  );

  test.each(['12.22.12', '14.21.3', '18.20.8', '20.18.3', '21.7.3', '22.11.0'])(
    '%s is refused in a sentence that says what to install',
    (version) => {
      expect(explainVersion(version)).toMatch(/^Node\.js [\d.]+ is .*: install version 20\.19/);
    },
  );

  // A word that it does not know would keep an old Node.js from coming as far as the sentence.
  test.each(['../start.mjs', '../test.mjs', 'check-node.mjs'])(
    'of ten years ago can read %s',
    (name) => {
      const code = readFileSync(new URL(name, import.meta.url), 'utf8');
      const compile = (target: string) =>
        transformSync(code, { target, supported: { 'dynamic-import': true }, format: 'esm' }).code;

      expect(compile('es2018')).toBe(compile('esnext'));
      expect(code).not.toMatch(/^\s*await\b|from 'node:/m);
    },
  );
});
