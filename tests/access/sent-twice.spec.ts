import { expect } from '@playwright/test';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { createSession, createSessionToken, SESSION_COOKIE } from '#lib/server/sessions.ts';
import type { AccessSite } from '#tests/support/access-site.ts';
import { signInPilot } from '#workers/sandbox/sign-in-pilot.ts';
import { ACTIONS } from './access-table.ts';
import { type Answer, ask } from './ask.ts';
import { callAction, readActions, readOutcome } from './call-action.ts';
import { test } from './site.ts';

/** Pilots of the sandbox, who can grant what the planted people cannot. */
const PILOT_ID = 9_000_000_000_005;
const OWNER_ID = 9_000_000_000_001;
const FROM = '127.0.0.61';
const TIMES = [0, 1, 2];
const NEVER = new AbortController().signal;

test.beforeEach(async ({ site }) => {
  await site.container.redis.flushdb();
});

test('a look at one’s own contracts, pressed three times at once, changes nothing', async ({
  site,
}) => {
  const { cookie, accountId } = await signIn(site, PILOT_ID, 'check');
  const code = await site.quoteOf('member');
  await site.container.db.quote.update({ where: { code: stored(code) }, data: { accountId } });
  const before = await lookAtAll(site);
  const answers = await thrice(site, `/api/quotes/${code}/check`, cookie);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await lookAtAll(site)).toEqual(before);
});

test('a contract that is opened in game three times at once is opened, and nothing else', async ({
  site,
}) => {
  const { cookie } = await signIn(site, OWNER_ID, 'window');
  const contractId = await plantInGame(site);
  const before = await lookAtAll(site);
  const answers = await thrice(site, `/api/contracts/${contractId}/open-window`, cookie);
  expect(answers.map(({ status, text }) => `${status} ${text}`)).toEqual(
    TIMES.map(() => expect.stringMatching(/^200 .*Maren Tessidari/)),
  );
  expect(await lookAtAll(site)).toEqual(before);
});

test('a sign-out that is sent three times at once ends that session alone', async ({ site }) => {
  const { cookie } = site.people.other;
  await site.signIn('other');
  const kept = site.people.other.cookie;
  const answers = await thrice(site, '/api/auth/sign-out', cookie);
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
  for (const answer of answers) expect(answer.headers.location).toBe(`${site.url}/`);
  expect((await look(site, '/account', cookie)).status).toBe(307);
  expect((await look(site, '/account', kept)).status).toBe(200);
});

for (const how of ['cancelled', 'run out', 'expired'] as const) {
  test(`the code of a quote that is ${how} leads to it, and to nothing that can be done`, async ({
    site,
  }) => {
    const { cookie } = site.people.member;
    const code = await site.quoteOf('member');
    await end(site, code, how);
    const state = how === 'run out' ? 'open' : how;
    for (const path of [`/api/quotes/${code}`, `/api/v1/quotes/${code}`]) {
      for (const asker of [cookie, '']) {
        const { status, text } = await look(site, path, asker);
        expect.soft(status, path).toBe(200);
        expect.soft(text, path).toContain(`"state":"${state}"`);
      }
    }
    for (const asker of [cookie, '']) {
      const { status, text } = await look(site, `/q/${code}`, asker);
      expect.soft(status).toBe(200);
      expect.soft(text).toContain(how === 'cancelled' ? 'cancelled' : 'expired');
    }
    const found = await look(site, `/q?code=${code}`, '');
    expect.soft(found.headers.location).toBe(`/q/${code}`);

    const before = await lookAtAll(site);
    const answers = await Promise.all(TIMES.map(() => cancel(site, code, cookie)));
    const changes =
      how === 'run out' ? ['cancelled', 'refused', 'refused'] : TIMES.map(() => 'refused');
    expect.soft(answers.map(readOutcome).toSorted()).toEqual(changes);
    if (how !== 'run out') expect(await lookAtAll(site)).toEqual(before);
  });
}

async function end(
  { container }: AccessSite,
  code: string,
  how: 'cancelled' | 'run out' | 'expired',
): Promise<void> {
  const where = { code: stored(code) };
  if (how === 'cancelled') {
    await container.db.quote.update({ where, data: { state: 'cancelled' } });
    return;
  }
  const expiresAt = new Date(container.clock().getTime() - 60_000);
  await container.db.quote.update({ where, data: { expiresAt } });
  if (how === 'expired') await maintainContracts(container, NEVER);
}

async function signIn(site: AccessSite, characterId: number, purpose: 'check' | 'window') {
  const { container } = site;
  const outcome = await signInPilot(container, { characterId, purpose }, NEVER);
  if (!outcome.ok) throw new Error(outcome.reason);
  const { accountId } = outcome;
  const token = createSessionToken();
  await createSession(container, { token, accountId, characterId, now: container.clock() });
  return { accountId, cookie: `${SESSION_COOKIE}=${token}` };
}

/** A contract that is in the game and, as a worker would have written it, in the database. */
async function plantInGame(site: AccessSite): Promise<number> {
  const { container } = site;
  const url = new URL(container.env.EVE_ESI_URL).origin;
  const response = await fetch(`${url}/game/api/contracts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({
      issuerId: PILOT_ID,
      assigneeId: 9_100_000_000_001,
      locationId: 60_003_760,
      priceIsk: '1.00',
      title: 'opened three times',
      items: [{ typeId: 1230, quantity: 1 }],
      fillHangar: true,
    }),
  });
  // The sandbox's own answer, looked at by the expectation that follows.
  const { contractId } = (await response.json()) as { contractId: number };
  expect(contractId).toBeGreaterThan(0);
  const row = await container.db.contract.findUniqueOrThrow({
    where: { id: BigInt(site.contractId) },
  });
  const { quoteId: _, ...rest } = row;
  await container.db.contract.create({ data: { ...rest, id: BigInt(contractId) } });
  return contractId;
}

function thrice(site: AccessSite, path: string, cookie: string): Promise<Answer[]> {
  return Promise.all(
    TIMES.map(() =>
      ask(site.url, path, {
        from: FROM,
        method: 'POST',
        headers: { Cookie: cookie, Origin: site.url },
        isAlone: true,
      }),
    ),
  );
}

function look(site: AccessSite, path: string, cookie: string): Promise<Answer> {
  return ask(site.url, path, { from: FROM, headers: cookie ? { Cookie: cookie } : {} });
}

function cancel(site: AccessSite, code: string, cookie: string): Promise<Answer> {
  const row = ACTIONS.find(({ name }) => name === 'cancelQuoteAction');
  const id = readActions(site.buildFolder).get(`${row?.file}#${row?.name}`) ?? '';
  return callAction(site.url, {
    id,
    page: `/q/${code}`,
    cookie,
    from: FROM,
    input: { form: { code } },
  });
}

/** What a pressed button could have changed. */
async function lookAtAll({ container: { db } }: AccessSite) {
  return {
    quotes: await db.quote.findMany({
      orderBy: { id: 'asc' },
      select: { id: true, state: true, version: true },
    }),
    contracts: await db.contract.findMany({
      orderBy: { id: 'asc' },
      select: { id: true, version: true },
    }),
    events: await db.auditEvent.count(),
    notices: await db.outboxEvent.count(),
  };
}

/** A code as the database has it: without the hyphen in the middle. */
function stored(code: string): string {
  return code.replace(/-(?=[^-]*$)/, '');
}
