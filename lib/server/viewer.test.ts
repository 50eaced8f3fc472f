import { expect, test } from 'vitest';
import { hasRole, ROLES } from './viewer.ts';

test('each role may do what those below it may, and nobody may nothing', () => {
  expect(ROLES.map((role) => ROLES.filter((least) => hasRole({ role }, least)).length)).toEqual([
    5, 4, 3, 2, 1,
  ]);
  expect(hasRole({ role: 'trader' }, 'viewer')).toBe(true);
  expect(hasRole({ role: 'viewer' }, 'trader')).toBe(false);
  expect(hasRole(null, 'member')).toBe(false);
});
