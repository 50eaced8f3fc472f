import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deleteAccount } from '#lib/features/accounts/delete-account.ts';
import { exportAccount } from '#lib/features/accounts/export/export-account.ts';
import { accountExportSchema } from '#lib/features/accounts/export/schema.ts';
import { signOutEverywhere } from '#lib/features/accounts/sign-out.ts';
import { listKeys } from '#lib/features/api-keys/list-keys.ts';
import { MAX_KEYS, makeKey } from '#lib/features/api-keys/make-key.ts';
import { revokeKey } from '#lib/features/api-keys/revoke-key.ts';
import { limit } from '#lib/server/limits.ts';
import { BUDGETS } from '#lib/server/request-limits.ts';
import { type ApiSite, createApiSite } from './testing/api-site.ts';

const NEW = { name: 'my bot', scopes: ['quotes:read' as const] };
const MINUTE_MS = 60_000;

let api: ApiSite;
let nextId = 9_000_000_000_100;
beforeAll(async () => {
  api = await createApiSite();
});
afterAll(() => api?.site[Symbol.asyncDispose]());

function addPilot() {
  nextId += 1;
  return api.site.addPilot(nextId, `Pilot ${nextId}`);
}

async function statusWith(key: string): Promise<number> {
  return (await api.ask('/quotes', { key })).status;
}

describe('a key', () => {
  test('is kept as a hash, told in the trail without its name, and nowhere else', async () => {
    const { container } = api.site;
    const pilot = await addPilot();
    const made = await makeKey(container, pilot, NEW);
    if (!made.ok) throw new Error(made.reason);
    expect(made.text).toMatch(/^ageira_[A-Za-z0-9_-]{43}$/);

    const row = await container.db.apiKey.findUniqueOrThrow({ where: { id: made.keyId } });
    expect(row.tokenHash).toHaveLength(32);
    const trail = await container.db.auditEvent.findMany({ where: { entityId: made.keyId } });
    expect(trail).toMatchObject([
      {
        entity: 'api-key',
        action: 'created',
        actorId: pilot.accountId,
        after: { accountId: pilot.accountId, scopes: ['quotes:read'] },
      },
    ]);
    const everything = await container.pool.query(
      `select (select jsonb_agg(to_jsonb(api_key)) from api_key)::text
        || (select jsonb_agg(to_jsonb(audit_event)) from audit_event)::text
        || (select jsonb_agg(to_jsonb(outbox_event)) from outbox_event)::text as text`,
    );
    expect(everything.rows[0].text).toContain(made.keyId);
    expect(everything.rows[0].text).not.toContain(made.text.slice(7));
    expect(JSON.stringify(trail)).not.toContain('my bot');
  });

  test('is told when it was used, at most once a minute', async () => {
    const { container, now, moveTo } = api.site;
    const pilot = await addPilot();
    const key = await api.makeKey(pilot);
    const lastUsed = async () => (await listKeys(container, pilot))[0]?.lastUsedAt;
    expect(await lastUsed()).toBe(null);
    const start = now();
    await api.ask('/programs', { key });
    expect(await lastUsed()).toEqual(start);
    moveTo(new Date(start.getTime() + MINUTE_MS - 1));
    await api.ask('/programs', { key });
    expect(await lastUsed()).toEqual(start);
    moveTo(new Date(start.getTime() + MINUTE_MS));
    await api.ask('/programs', { key });
    expect(await lastUsed()).toEqual(now());
    moveTo(start);
  });

  test('that is revoked opens nothing any more, by its own pilot alone', async () => {
    const { container } = api.site;
    const [pilot, other] = [await addPilot(), await addPilot()];
    const key = await api.makeKey(pilot);
    const [view] = await listKeys(container, pilot);
    if (!view) throw new Error('no key');
    expect(await revokeKey(container, other, view.keyId)).toBe(false);
    expect(await statusWith(key)).toBe(200);

    const both = await Promise.all([
      revokeKey(container, pilot, view.keyId),
      revokeKey(container, pilot, view.keyId),
    ]);
    expect(both.toSorted()).toEqual([false, true]);
    expect(await statusWith(key)).toBe(401);
    expect(await listKeys(container, pilot)).toEqual([]);
    const trail = await container.db.auditEvent.findMany({
      where: { entityId: view.keyId },
      orderBy: { version: 'asc' },
    });
    expect(trail.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['created', pilot.accountId],
      ['revoked', pilot.accountId],
    ]);
  });

  test('one of many that are made at once is refused where there would be too many', async () => {
    const { container } = api.site;
    const pilot = await addPilot();
    const made = await Promise.all(
      Array.from({ length: MAX_KEYS + 5 }, (_, at) =>
        makeKey(container, pilot, { ...NEW, name: `bot ${at}` }),
      ),
    );
    expect(made.filter(({ ok }) => ok)).toHaveLength(MAX_KEYS);
    expect(await listKeys(container, pilot)).toHaveLength(MAX_KEYS);
    expect(made.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'too-many' });
  });

  test('has a name of its own: a form sent twice makes one', async () => {
    const { container } = api.site;
    const pilot = await addPilot();
    const made = await Promise.all([1, 2].map(() => makeKey(container, pilot, NEW)));
    expect(made.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect(made.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'name-taken' });
    expect(await makeKey(container, await addPilot(), NEW)).toMatchObject({ ok: true });
  });

  test('ends with every session, with its account, and stands still with a blocked one', async () => {
    const { container } = api.site;
    const [leaving, deleting, blocked] = [await addPilot(), await addPilot(), await addPilot()];
    const keys = [
      await api.makeKey(leaving),
      await api.makeKey(deleting),
      await api.makeKey(blocked),
    ];
    expect(await Promise.all(keys.map(statusWith))).toEqual([200, 200, 200]);

    await signOutEverywhere(container, leaving);
    expect(await deleteAccount(container, deleting, deleting.characterName)).toEqual({ ok: true });
    const where = { id: blocked.accountId };
    await container.db.account.update({ where, data: { blockedAt: api.site.now() } });
    expect(await Promise.all(keys.map(statusWith))).toEqual([401, 401, 401]);
    for (const { accountId } of [leaving, deleting]) {
      expect(await container.db.apiKey.count({ where: { accountId } })).toBe(0);
    }
    const made = await makeKey(container, deleting, NEW);
    expect(made).toEqual({ ok: false, reason: 'account-closed' });
    await container.db.account.update({ where, data: { blockedAt: null } });
    expect(await statusWith(keys[2] ?? '')).toBe(200);
  });

  test('of an account whose last character was sold opens nothing', async () => {
    const pilot = await addPilot();
    const key = await api.makeKey(pilot);
    const id = BigInt(pilot.characterId);
    await api.site.container.db.character.update({ where: { id }, data: { accountId: null } });
    expect(await statusWith(key)).toBe(401);
  });

  test('stands in the file of one’s data, without anything that opens', async () => {
    const { container } = api.site;
    const pilot = await addPilot();
    const key = await api.makeKey(pilot, ['quotes:read']);
    let text = '';
    for await (const piece of exportAccount(container, pilot)) text += piece;
    const data = accountExportSchema.parse(JSON.parse(text));
    expect(data.apiKeys).toMatchObject([{ name: expect.any(String), scopes: ['quotes:read'] }]);
    expect(data.events).toMatchObject([{ entity: 'api-key', action: 'created', by: 'you' }]);
    expect(text).not.toContain(key.slice(7));
  });
});

describe('limits', () => {
  test('every answer tells what is left, of the key or of the address', async () => {
    const from = '192.0.2.1';
    const { points, durationS } = BUDGETS.apiGuests;
    const first = await api.ask('/programs', { from });
    expect(first.headers.get('ratelimit-policy')).toBe(`"guest";q=${points};w=${durationS}`);
    expect(first.headers.get('ratelimit')).toMatch(new RegExp(`^"guest";r=${points - 1};t=\\d+$`));
    const wrong = await api.ask('/nothing', { from });
    expect(wrong.headers.get('ratelimit')).toContain(`;r=${points - 2};`);

    const key = await api.makeKey(await addPilot());
    const own = await api.ask('/programs', { from, key });
    expect(own.headers.get('ratelimit')).toContain(`"key";r=${BUDGETS.apiKeys.points - 1};`);
  });

  test('who asks too often is refused with a problem that says when to come back', async () => {
    const from = '192.0.2.2';
    const { points } = BUDGETS.apiGuests;
    await limit(api.site.container, { ...BUDGETS.apiGuests, name: 'api-guest' }, from, points);
    const { status, headers, json } = await api.ask('/programs', { from });
    expect(status).toBe(429);
    expect(json).toMatchObject({
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      reason: 'too-often',
      'violated-policies': ['guest'],
    });
    const seconds = Number(headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(headers.get('ratelimit')).toBe(`"guest";r=0;t=${seconds}`);
    // Another address, and a key from this one, are not kept waiting.
    expect((await api.ask('/programs', { from: '192.0.2.3' })).status).toBe(200);
    const key = await api.makeKey(await addPilot());
    expect((await api.ask('/programs', { from, key })).status).toBe(200);
  });

  test('many requests of a key at once, from many addresses, are counted each', async () => {
    const key = await api.makeKey(await addPilot());
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => api.ask('/nothing', { key })),
    );
    const left = answers.map(({ headers }) =>
      Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]),
    );
    expect(Math.min(...left)).toBe(BUDGETS.apiKeys.points - 30);
    expect(new Set(left).size).toBe(30);
  });

  test('wrong keys are counted as their address’s', async () => {
    const from = '192.0.2.4';
    const key = `ageira_${'B'.repeat(43)}`;
    const first = await api.ask('/programs', { from, key });
    expect(first.status).toBe(401);
    expect(first.headers.get('ratelimit')).toContain(`;r=${BUDGETS.apiGuests.points - 1};`);
    const { points } = BUDGETS.apiGuests;
    await limit(api.site.container, { ...BUDGETS.apiGuests, name: 'api-guest' }, from, points);
    expect((await api.ask('/programs', { from, key })).status).toBe(429);
  });

  test('what the site’s own pages may ask of one thing, the API may not exceed', async () => {
    const from = '192.0.2.5';
    await limit(api.site.container, BUDGETS.quotes, from, BUDGETS.quotes.points);
    const key = await api.makeKey(await addPilot());
    const { status, headers } = await api.ask('/quotes', {
      from,
      key,
      body: { text: 'Veldspar 1' },
    });
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
