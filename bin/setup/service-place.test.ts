import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refuseToForget } from './service-place.ts';

describe('a start never begins anew beside data that are there', () => {
  let root: string;
  let places: { pointer: string; folder: string };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'ageira-place-'));
    mkdirSync(join(root, '.data'));
    places = { pointer: join(root, '.data', 'services-place'), folder: join(root, 'new') };
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('nor refuses a first start, or the next one', () => {
    expect(() => refuseToForget(root, places)).not.toThrow();
    mkdirSync(places.folder);
    writeFileSync(places.pointer, `${places.folder}\n`);
    expect(() => refuseToForget(root, places)).not.toThrow();
  });

  test('nor one whose old place is gone', () => {
    writeFileSync(places.pointer, '/nowhere\n');
    expect(() => refuseToForget(root, places)).not.toThrow();
  });

  test('of the same checkout under another path', () => {
    const old = join(root, 'old');
    mkdirSync(old);
    writeFileSync(places.pointer, `${old}\n`);
    expect(() => refuseToForget(root, places)).toThrow(
      `if it was moved, rename that folder to ${places.folder}`,
    );
  });

  test('of an ordinary user', () => {
    mkdirSync(join(root, '.data', 'postgres', 'data'), { recursive: true });
    writeFileSync(join(root, '.data', 'postgres', 'data', 'PG_VERSION'), '18\n');
    expect(() => refuseToForget(root, places)).toThrow(`start it as the owner of ${root}`);
  });
});
