import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSecrets } from './secrets.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ageira-secrets-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('secrets are made once and then the same for ever', () => {
  expect(loadSecrets(folder)).toEqual(loadSecrets(folder));
});

test('two checkouts have different secrets', () => {
  const first = loadSecrets(folder);
  rmSync(join(folder, 'secrets.json'));

  expect(Object.values(loadSecrets(folder))).not.toEqual(
    expect.arrayContaining([first.authSecret]),
  );
});

test('only the owner may read them, also after somebody opened the file to all', () => {
  loadSecrets(folder);
  chmodSync(join(folder, 'secrets.json'), 0o644);
  loadSecrets(folder);

  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('a damaged file is refused and left alone: new secrets would lock out the data', () => {
  writeFileSync(join(folder, 'secrets.json'), '{"authSecret":');

  expect(() => loadSecrets(folder)).toThrow(/Restore it from a backup/);
  expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).toBe('{"authSecret":');
});
