import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetTyped, keepTyped, readTyped } from './typed-in-tab.ts';

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
  keepTyped('paste', 'Veldspar\t1');
  expect(readTyped('paste')).toBe('Veldspar\t1');
  expect(readTyped('other')).toBeNull();
  keepTyped('paste', null);
  expect(readTyped('paste')).toBeNull();
});

test('more than there is room for is not kept, and nothing older comes back in its place', () => {
  keepTyped('paste', 'older');
  keepTyped('paste', 'x'.repeat(1_048_577));
  expect(readTyped('paste')).toBeNull();

  vi.stubGlobal('sessionStorage', createStore(5));
  keepTyped('paste', 'older');
  keepTyped('paste', 'longer than its room');
  expect(readTyped('paste')).toBeNull();
});

test('whoever comes next finds none of it, and all else as it was', () => {
  keepTyped('paste', 'Veldspar');
  keepTyped('program', 'terms');
  sessionStorage.setItem('another', 'stays');
  forgetTyped();
  expect([readTyped('paste'), readTyped('program')]).toEqual([null, null]);
  expect(sessionStorage.getItem('another')).toBe('stays');
});

test('a browser that keeps nothing is no fault', () => {
  vi.stubGlobal('sessionStorage', {
    getItem() {
      throw new DOMException('blocked', 'SecurityError');
    },
  });
  keepTyped('paste', 'Veldspar');
  forgetTyped();
  expect(readTyped('paste')).toBeNull();
});
