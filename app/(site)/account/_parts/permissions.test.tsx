import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { CharacterView, GrantHealth } from '#lib/features/accounts/get-account-view.ts';
import { Permissions } from './permissions.tsx';

const PILOT: CharacterView = {
  characterId: 9_000_000_000_002,
  name: 'Ilya Torvanen',
  corporationName: null,
  allianceName: null,
  isMain: true,
  lastSignInAt: null,
  grants: [],
};
const ADDRESS = '/account/allow/check?character=9000000000002';

function show(health: GrantHealth | null): string {
  const grantedAt = new Date('2026-11-23T10:00:00Z');
  const grants =
    health === null ? [] : [{ purpose: 'check', health, grantedAt, refreshedAt: null } as const];
  return renderToStaticMarkup(
    <Permissions characters={[{ ...PILOT, grants }]} isTrader={false} isOwner={false} />,
  );
}

test.each([
  { health: 'ended-at-eve', says: 'taken back at EVE Online, or run out there' },
  { health: 'owner-changed', says: 'the character changed hands' },
  { health: 'unlinked', says: 'the character was removed' },
  { health: 'scopes-missing', says: 'not all that it needs was allowed' },
  { health: 'unreadable', says: 'the site has lost the key' },
] as const)('a permission that is $health says so, and how to mend it for that pilot', (each) => {
  const page = show(each.health);
  expect(page).toContain(each.says);
  expect(page).toContain(`href="${ADDRESS}"`);
  expect(page).toContain('Allow again');
});

test('one that is valid has nothing to mend, one that is missing can be given', () => {
  expect(show('valid')).toContain('Valid');
  expect(show('valid')).not.toContain('href=');
  expect(show(null)).toContain('Not allowed');
  expect(show(null)).toContain(`href="${ADDRESS}"`);
});

test('only a trader is asked for what only traders need, and only an owner for what everybody sees', () => {
  const titles = (role: 'member' | 'trader' | 'owner') =>
    [
      ...renderToStaticMarkup(
        <Permissions
          characters={[PILOT]}
          isTrader={role !== 'member'}
          isOwner={role === 'owner'}
        />,
      ).matchAll(/<h3[^>]*>([^<]+)/g),
    ].map(([, title]) => title);
  const traders = ['Read contracts', 'Open windows in game', 'Check my contracts'];
  expect(titles('member')).toEqual(['Check my contracts']);
  expect(titles('trader')).toEqual(traders);
  expect(titles('owner')).toEqual([...traders, 'Tell what you can pay']);
});
