import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashSources, isStamped, writeStamp } from './build-stamp.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ageira-stamp-'));
  mkdirSync(join(root, 'app'));
  writeFileSync(join(root, 'app', 'page.tsx'), 'one');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('the same sources have the same hash', () => {
  expect(hashSources(root, ['app', 'missing'])).toBe(hashSources(root, ['app', 'missing']));
});

test.each([
  ['a changed file', 'app/page.tsx', 'two'],
  ['a new file', 'app/other.tsx', 'one'],
])('%s changes the hash', (_, path, content) => {
  const before = hashSources(root, ['app']);
  writeFileSync(join(root, path), content);

  expect(hashSources(root, ['app'])).not.toBe(before);
});

test('a moved file changes the hash although the content is the same', () => {
  const before = hashSources(root, ['app']);
  rmSync(join(root, 'app', 'page.tsx'));
  writeFileSync(join(root, 'app', 'route.ts'), 'one');

  expect(hashSources(root, ['app'])).not.toBe(before);
});

test('a test or a note leaves the hash alone: the site is not built anew for it', () => {
  const before = hashSources(root, ['app']);
  writeFileSync(join(root, 'app', 'page.test.tsx'), 'x');
  writeFileSync(join(root, 'app', 'README.md'), 'x');

  expect(hashSources(root, ['app'])).toBe(before);
});

test('a stamp is right for its own hash only', () => {
  const stamp = join(root, 'stamp');

  expect(isStamped(stamp, 'abc')).toBe(false);
  writeStamp(stamp, 'abc');
  expect(isStamped(stamp, 'abc')).toBe(true);
  expect(isStamped(stamp, 'abcd')).toBe(false);
});
