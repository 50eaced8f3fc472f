import { describe, expect, test } from 'vitest';
import { holdsAll } from './install.mjs';

describe('an install is complete', () => {
  const wanted = {
    '': {},
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/only-on-windows': { version: '1.0.0', optional: true },
  };
  const runner = { 'node_modules/vitest': { version: '4.1.12', dev: true } };

  test('when every package is there in its version, those for other systems aside', () => {
    expect(holdsAll(wanted, { 'node_modules/zod': { version: '4.6.7' } }, true)).toBe(true);
  });

  test('not when a package is missing', () => {
    expect(holdsAll(wanted, {}, false)).toBe(false);
  });

  test.each(['node_modules/zod', 'node_modules/only-on-windows'])(
    'not when %s is there in another version',
    (path) => {
      const found = { 'node_modules/zod': { version: '4.6.7' }, [path]: { version: '0.0.1' } };

      expect(holdsAll(wanted, found, false)).toBe(false);
    },
  );

  test('without the packages of development, but not for tests', () => {
    const found = { 'node_modules/zod': { version: '4.6.7' } };

    expect(holdsAll({ ...wanted, ...runner }, found, false)).toBe(true);
    expect(holdsAll({ ...wanted, ...runner }, found, true)).toBe(false);
  });
});
