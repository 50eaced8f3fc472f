import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Container } from '#lib/server/container.ts';
import {
  createSignInSite,
  OTHER_PILOT,
  OWNER,
  PILOT,
  type SignInSite,
} from '#tests/support/sign-in-site.ts';
import { getAccountView } from './get-account-view.ts';
import { refreshDueAffiliations } from './refresh-due-affiliations.ts';

const DAY_MS = 86_400_000;
const NEVER = new AbortController().signal;

let site: SignInSite;
let asked: { readonly route: string; readonly body: unknown }[];

beforeEach(async () => {
  site = await createSignInSite();
  asked = [];
});
afterEach(() => site[Symbol.asyncDispose]());

/** The site as it is, with note taken of what EVE is asked. */
function noting(): Container {
  const { esi } = site.container;
  const request: Container['esi']['request'] = (operation, call) => {
    asked.push({ route: operation.route, body: operation.body });
    return esi.request(operation, call);
  };
  return { ...site.container, esi: { ...esi, request } };
}

const rowOf = (id: number) =>
  site.container.db.character.findUniqueOrThrow({ where: { id: BigInt(id) } });

test('all who are due are asked for in one question, and nobody before a day has gone', async () => {
  for (const id of [OWNER, PILOT, OTHER_PILOT]) await site.createBrowser().signIn(id);
  await refreshDueAffiliations(noting(), NEVER);
  expect(asked).toEqual([]);

  site.passTime(DAY_MS + 1_000);
  await site.createBrowser().signIn(OWNER);
  await refreshDueAffiliations(noting(), NEVER);
  expect(asked).toEqual([
    { route: 'POST /characters/affiliation', body: [PILOT, OTHER_PILOT].sort() },
  ]);
  expect((await rowOf(PILOT)).affiliationAt).toEqual(site.now());
});

test('of who leaves while EVE answers nothing is written down', async () => {
  await site.createBrowser().signIn(PILOT);
  site.passTime(DAY_MS + 1_000);
  const { db, esi } = site.container;
  const forgotten = { accountId: null, corporationId: null, allianceId: null, affiliationAt: null };
  const request: Container['esi']['request'] = async (operation, call) => {
    const response = await esi.request(operation, call);
    await db.character.updateMany({ data: forgotten });
    return response;
  };
  await refreshDueAffiliations({ ...site.container, esi: { ...esi, request } }, NEVER);
  expect(await rowOf(PILOT)).toMatchObject(forgotten);
});

test('who has left every account is not asked for', async () => {
  await site.createBrowser().signIn(PILOT);
  await site.container.db.character.updateMany({
    data: { accountId: null, affiliationAt: null },
  });
  await refreshDueAffiliations(noting(), NEVER);
  expect(asked).toEqual([]);
});

test('a change is kept, with the names of both, which are asked for once', async () => {
  const browser = site.createBrowser();
  await browser.signIn(PILOT);
  const { db } = site.container;
  await db.character.updateMany({
    data: { corporationId: 98_000_001n, allianceId: 99_000_001n, affiliationAt: null },
  });
  await refreshDueAffiliations(site.container, NEVER);
  const viewer = await browser.viewer();
  if (!viewer) throw new Error('Nobody is signed in');
  const [character] = (await getAccountView(site.container, viewer)).characters;
  expect(character?.corporationName).toBe('Northern Drift Mining');
  expect((await rowOf(PILOT)).corporationId).toBe(9100000000002n);

  site.passTime(DAY_MS + 1_000);
  await refreshDueAffiliations(noting(), NEVER);
  expect(asked.map(({ route }) => route)).toEqual(['POST /characters/affiliation']);
});

test('one whom EVE does not know any more keeps what was known, and holds back nobody', async () => {
  await site.createBrowser().signIn(PILOT);
  const { db } = site.container;
  const { accountId } = await rowOf(PILOT);
  const gone = { id: 90_000_001n, name: 'Long Gone', ownerHash: 'hash', corporationId: 5n };
  await db.character.create({ data: { ...gone, accountId } });
  await db.character.updateMany({ data: { affiliationAt: null } });
  await refreshDueAffiliations(site.container, NEVER);
  expect(await rowOf(90_000_001)).toMatchObject({ corporationId: 5n, affiliationAt: site.now() });
  expect(await rowOf(PILOT)).toMatchObject({ affiliationAt: site.now() });
  await refreshDueAffiliations(noting(), NEVER);
  expect(asked).toEqual([]);
});

test('while EVE is away they stay due', async () => {
  await site.createBrowser().signIn(PILOT);
  await site.container.db.character.updateMany({ data: { affiliationAt: null } });
  // What EVE said at the sign-in is good for an hour.
  site.passTime(DAY_MS);
  await site.control('faults', 'PUT', [{ target: 'esi', kind: '503' }]);
  await expect(refreshDueAffiliations(site.container, NEVER)).rejects.toThrow();
  expect((await rowOf(PILOT)).affiliationAt).toBeNull();
});
