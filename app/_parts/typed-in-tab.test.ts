import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  heedSignOuts,
  keepTyped,
  noteSignOut,
  readTyped,
  settleTypist,
  takeBackSignOut,
} from './typed-in-tab.ts';

const MAREN = '0193-maren';
const ILYA = '0193-ilya';

/** As much of a browser's store as is used, its items being its own keys as there. */
function createStore(room: number) {
  const store = {};
  const methods = {
    getItem: (key: string) => Reflect.get(store, key) ?? null,
    setItem(key: string, text: string) {
      if (text.length > room) throw new DOMException('full', 'QuotaExceededError');
      Reflect.set(store, key, text);
    },
    removeItem: (key: string) => Reflect.deleteProperty(store, key),
  };
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(store, name, { value, enumerable: false });
  }
  return store;
}

beforeEach(() => vi.stubGlobal('sessionStorage', createStore(2_000_000)));
afterEach(() => vi.unstubAllGlobals());

test('what was typed is read again, until nothing is left of it', () => {
  keepTyped(MAREN, 'paste', 'Veldspar\t1');
  expect(readTyped(MAREN, 'paste')).toBe('Veldspar\t1');
  expect(readTyped(MAREN, 'other')).toBeNull();
  keepTyped(MAREN, 'paste', null);
  expect(readTyped(MAREN, 'paste')).toBeNull();
});

test('more than there is room for is not kept, and nothing older comes back in its place', () => {
  keepTyped(null, 'paste', 'older');
  keepTyped(null, 'paste', 'x'.repeat(1_048_577));
  expect(readTyped(null, 'paste')).toBeNull();

  vi.stubGlobal('sessionStorage', createStore(5));
  keepTyped(null, 'paste', 'older');
  keepTyped(null, 'paste', 'longer than its room');
  expect(readTyped(null, 'paste')).toBeNull();
});

test('what an account typed is read by no other, nor by a guest', () => {
  keepTyped(MAREN, 'paste', 'Veldspar');
  expect([readTyped(ILYA, 'paste'), readTyped(null, 'paste')]).toEqual([null, null]);
  expect(readTyped(MAREN, 'paste')).toBe('Veldspar');
});

test('what a guest typed goes on to the account that signs in first, below what it had', () => {
  keepTyped(MAREN, 'paste', 'older');
  keepTyped(null, 'paste', 'Veldspar');
  settleTypist(MAREN);
  settleTypist(ILYA);
  expect(readTyped(MAREN, 'paste')).toBe('older\nVeldspar');
  expect([readTyped(null, 'paste'), readTyped(ILYA, 'paste')]).toEqual([null, null]);
});

test('after a sign-out nothing of the account is there, and all else as it was', () => {
  keepTyped(MAREN, 'paste', 'Veldspar');
  keepTyped(MAREN, 'program', 'terms');
  keepTyped(null, 'paste', 'typed before the sign-in');
  keepTyped(ILYA, 'paste', 'Kernite');
  sessionStorage.setItem('another', 'stays');
  noteSignOut(MAREN);
  settleTypist(null);
  expect(Object.keys(sessionStorage)).toEqual([`typed ${ILYA} paste`, 'another']);
});

test('a sign-out that did not happen takes nothing away, now or later', () => {
  keepTyped(MAREN, 'paste', 'Veldspar');
  noteSignOut(MAREN);
  settleTypist(MAREN);
  settleTypist(null);
  expect(readTyped(MAREN, 'paste')).toBe('Veldspar');
});

test('nor does one that was taken back, when the session ends later', () => {
  keepTyped(MAREN, 'paste', 'Veldspar');
  noteSignOut(MAREN);
  takeBackSignOut();
  settleTypist(null);
  expect(readTyped(MAREN, 'paste')).toBe('Veldspar');
});

test('another tab forgets with the one that signed out', async () => {
  const end = heedSignOuts();
  noteSignOut(MAREN);
  settleTypist(null);
  keepTyped(MAREN, 'paste', 'Veldspar');
  await expect.poll(() => readTyped(MAREN, 'paste')).toBeNull();
  end();
});

test('a browser that keeps nothing is no fault', () => {
  vi.stubGlobal('sessionStorage', {
    getItem() {
      throw new DOMException('blocked', 'SecurityError');
    },
  });
  vi.stubGlobal('BroadcastChannel', () => {
    throw new DOMException('blocked', 'SecurityError');
  });
  keepTyped(null, 'paste', 'Veldspar');
  noteSignOut(MAREN);
  settleTypist(null);
  heedSignOuts()();
  expect(readTyped(MAREN, 'paste')).toBeNull();
});
