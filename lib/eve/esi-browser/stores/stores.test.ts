import { describe, expect, test } from 'vitest';
import { createFakeStorage } from '../testing/fake-storage.ts';
import { storeContract } from '../testing/store-contract.ts';
import { createIndexedDbStore } from './indexed-db-store.ts';
import { createMemoryStore } from './memory-store.ts';
import type { EsiStoreOptions } from './store.ts';
import { createLocalStore, createWebStore } from './web-store.ts';

describe.each(storeContract)('every store $name', ({ check }) => {
  test('in memory', () => check(createMemoryStore));

  test('in a Storage', () => {
    const storage = createFakeStorage();
    return check((options) => createWebStore(() => storage, options));
  });
});

const SPELLINGS = {
  'of today': () => new DOMException('full', 'QuotaExceededError'),
  "Firefox's own": () =>
    Object.assign(new Error(), { name: 'NS_ERROR_DOM_QUOTA_REACHED', code: 1014 }),
  'of old WebKit': () => Object.assign(new Error(), { name: 'QUOTA_EXCEEDED_ERR', code: 22 }),
  'with a number alone': () => ({ number: -2147024882 }),
};

describe('a full quota', () => {
  test.each(Object.entries(SPELLINGS))(
    'spelled %s makes the least recently used leave',
    async (_, refuse) => {
      const storage = createFakeStorage(1_000, refuse);
      const store = createWebStore(() => storage, hourly());
      for (const key of ['a', 'b', 'c']) expect(await store.set(key, key.repeat(250))).toBe(true);
      await store.get('a');

      expect(await store.set('d', 'd'.repeat(250))).toBe(true);
      expect(await store.get('b')).toBeUndefined();
      expect(await store.get('a')).toBe('a'.repeat(250));
      expect(await store.get('d')).toBe('d'.repeat(250));
    },
  );

  test('of which the site itself has taken all is no error', async () => {
    const storage = createFakeStorage(100);
    storage.setItem('cart', 'x'.repeat(90));
    const store = createWebStore(() => storage);
    expect(await store.set('a', 'text')).toBe(false);
    expect(await store.get('a')).toBeUndefined();
    expect(storage.getItem('cart')).toBe('x'.repeat(90));
  });

  test('never costs what is not ours', async () => {
    const storage = createFakeStorage(1_000);
    storage.setItem('cart', 'x'.repeat(300));
    const store = createWebStore(() => storage, hourly());
    for (const key of ['a', 'b', 'c', 'd']) await store.set(key, key.repeat(250));
    expect(storage.getItem('cart')).toBe('x'.repeat(300));
  });
});

test('foreign text under our key is given as it is, and leaves in its turn', async () => {
  const storage = createFakeStorage();
  storage.setItem('esi-browser:2.1:a', 'x');
  const store = createWebStore(() => storage, { maxEntries: 1 });
  expect(await store.get('a')).toBe('');
  await store.set('b', 'text');
  expect(await store.get('b')).toBe('text');
});

test('where there is no storage, nothing is kept and nothing is thrown', async () => {
  for (const store of [createLocalStore(), createIndexedDbStore()]) {
    expect(await store.set('a', 'text')).toBe(false);
    expect(await store.get('a')).toBeUndefined();
    await store.delete('a');
  }
});

test('a clock that stands at 1970 spoils no text', async () => {
  const storage = createFakeStorage();
  const store = createWebStore(() => storage, { clock: () => new Date(5) });
  await store.set('a', 'text');
  expect(await store.get('a')).toBe('text');
});

test('memory is bounded by length, too', async () => {
  const store = createMemoryStore();
  const text = 'x'.repeat(7_000_000);
  for (const key of ['a', 'b', 'c', 'd', 'e']) await store.set(key, text);
  expect(await store.get('a')).toBeUndefined();
  expect(await store.get('e')).toBe(text);
});

function hourly(): EsiStoreOptions {
  let hours = 500_000;
  return { clock: () => new Date(hours++ * 3_600_000) };
}
