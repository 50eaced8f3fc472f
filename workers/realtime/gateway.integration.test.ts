/** What a browser is told, and what not, through real sockets. */
import { afterAll, describe, expect, test } from 'vitest';
import { INBOX_ROOM, listRoom, PRICES_ROOM, quoteRoom } from '#lib/core/live/room-names.ts';
import { signOut, signOutEverywhere } from '#lib/features/accounts/sign-out.ts';
import { FEED_KEY } from '#lib/server/event-feed.ts';
import { limit } from '#lib/server/limits.ts';
import { BUDGETS } from '#lib/server/request-limits.ts';
import { SESSION_COOKIE } from '#lib/server/sessions.ts';
import { createSiteEvents } from '#lib/server/site-events.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { PILOT_ID, TRADER_ID } from '#workers/testing/stage.ts';
import { setGateways } from './testing/set-gateways.ts';

const { stage, accountId } = await setStage();
const { container } = stage;
const events = createSiteEvents(container);
afterAll(() => events.disconnect());
const { gateways, open, tab, sessionOf } = setGateways(container);

const ACCOUNT_CHANGED = {
  id: 1,
  topic: 'account',
  entity: 'account',
  version: 1,
  payload: null,
  codes: [],
  at: '2026-11-23T00:00:00Z',
};

describe('whoever watches a quote', () => {
  test('is told of its state, at both gateways, and of nothing that is not everybody’s', async () => {
    const { code } = await stage.quote({ accountId });
    const room = quoteRoom(code);
    const tabs = [tab([room]), tab([room], { gateway: 1 })];
    for (const { joined } of tabs) await joined();
    const contractId = await stage.contract(code);
    await stage.poll();
    for (const { told } of tabs) {
      await expect
        .poll(() => told.map(({ data }) => data))
        .toContainEqual({ version: 2, state: 'contracted' });
      expect(JSON.stringify(told)).not.toContain(String(contractId));
      expect(JSON.stringify(told)).not.toContain('valid');
    }
  });

  test('is told of that one alone', async () => {
    const [one, other] = [await stage.quote({ accountId }), await stage.quote({ accountId })];
    const watching = tab([quoteRoom(one.code)]);
    await watching.joined();
    await stage.contract(other.code);
    await stage.contract(one.code);
    await stage.poll();
    await expect
      .poll(() => watching.told.map(({ data }) => data))
      .toContainEqual(expect.objectContaining({ state: 'contracted' }));
    const states = watching.told.filter(({ data }) => JSON.stringify(data)?.includes('contracted'));
    expect(states).toHaveLength(1);
  });

  test('and comes back with its last id gets what it missed, else looks anew', async () => {
    const { code } = await stage.quote({ accountId });
    const room = quoteRoom(code);
    await expect.poll(() => container.redis.xlen(FEED_KEY)).toBeGreaterThan(0);
    const [newest] = await container.redis.xrevrange(FEED_KEY, '+', '-', 'COUNT', 1);
    await stage.contract(code);
    await stage.poll();
    const watching = tab([room]);
    await watching.joined();
    await expect
      .poll(async () => (await container.redis.xrevrange(FEED_KEY, '+', '-')).join())
      .toContain('contracted');

    const back = tab([room], { gateway: 1, last: newest?.[0] ?? '' });
    await expect.poll(() => back.told).toContainEqual({ room, resumed: true });
    expect(back.told.map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ state: 'contracted' }),
    );
    for (const last of ['1-1', 'nonsense', '99999999999999-0']) {
      const lost = tab([room], { last });
      await expect.poll(() => lost.told).toEqual([{ room, resumed: false }]);
    }
  });

  test('of a code that nobody has is refused, and so is whatever else is no room', async () => {
    for (const room of [quoteRoom('AT-00000000'), 'quote/../inbox', 'anything']) {
      const watching = tab([room]);
      await expect.poll(() => watching.told).toEqual([{ room, refused: 4403 }]);
    }
  });

  test('may not guess codes for long', async () => {
    const ip = '198.51.100.7';
    const { code } = await stage.quote({ accountId });
    const room = quoteRoom(code);
    const { quoteLookUps } = BUDGETS;
    await limit(container, quoteLookUps, ip, quoteLookUps.points - 1);
    // The last look-up that it has, right or not.
    const first = tab([quoteRoom('AT-00000000')], { ip });
    await expect.poll(() => first.told).toMatchObject([{ refused: 4403 }]);
    const second = tab([room], { ip });
    await expect.poll(() => second.told).toEqual([{ room, refused: 4429 }]);
    const other = tab([room], { ip: '198.51.100.8' });
    await expect.poll(() => other.told).toEqual([{ room, resumed: false }]);
  });
});

describe('the inbox', () => {
  test('is told to staff, and to nobody else', async () => {
    const trader = tab([INBOX_ROOM], { token: await sessionOf(TRADER_ID) });
    const seller = tab([INBOX_ROOM], { token: await sessionOf(PILOT_ID) });
    const guest = tab([INBOX_ROOM]);
    for (const { joined } of [trader, seller, guest]) await joined();
    expect(seller.told).toEqual([{ room: INBOX_ROOM, refused: 4403 }]);
    expect(guest.told).toEqual([{ room: INBOX_ROOM, refused: 4403 }]);

    const { code } = await stage.quote({ accountId });
    await stage.contract(code);
    await stage.poll();
    await expect.poll(() => trader.told).toContainEqual({ room: INBOX_ROOM, data: {} });
    expect(seller.told).toHaveLength(1);
  });

  test('ends with the session, as soon as the account is closed', async () => {
    const token = await sessionOf(TRADER_ID);
    const trader = tab([INBOX_ROOM], { token });
    await trader.joined();
    const account = await container.db.account.findFirstOrThrow({ where: { role: 'owner' } });
    await container.db.session.deleteMany({ where: { accountId: account.id } });
    await events.emitAsync('changed', { ...ACCOUNT_CHANGED, entityId: account.id });
    await expect.poll(() => trader.codes).toContain(4401);
    await expect.poll(() => trader.told.at(-1)).toEqual({ room: INBOX_ROOM, refused: 4403 });
  });
});

describe('whoever signs out', () => {
  test.each([
    ['here', (token: string) => signOut(container, new Map([[SESSION_COOKIE, token]]))],
    ['everywhere', () => signOutEverywhere(container, { accountId })],
  ])('%s is sent away at once, and hears as a guest what everybody may', async (_where, end) => {
    const { code } = await stage.quote({ accountId });
    const room = quoteRoom(code);
    const token = await sessionOf(PILOT_ID);
    const watching = tab([room], { token });
    await watching.joined();
    await end(token);
    // Without being told, a gateway finds out within a minute.
    await expect.poll(() => watching.codes, { timeout: 20_000 }).toContain(4401);
    await expect
      .poll(() => watching.told.filter(({ resumed }) => resumed !== undefined))
      // What it shows is its maker's: it is to look anew.
      .toEqual([
        { room, resumed: false },
        { room, resumed: false },
      ]);
    await stage.contract(code);
    await stage.poll();
    await expect
      .poll(() => watching.told.map(({ data }) => data))
      .toContainEqual({ version: 2, state: 'contracted' });
    const afterwards = watching.told.slice(
      watching.told.findLastIndex(({ resumed }) => resumed !== undefined),
    );
    expect(JSON.stringify(afterwards)).not.toContain('page');
  });
});

test('a room refused while the database is away is joined once it is back', async () => {
  let isAway = true;
  const quote = { findUnique: () => Promise.reject(new Error('away')) };
  const db = new Proxy(container.db, {
    get: (all, name) => (name === 'quote' && isAway ? quote : Reflect.get(all, name)),
  });
  gateways.push(await open({ ...container, db }));
  const { code } = await stage.quote({ accountId });
  const room = quoteRoom(code);
  const watching = tab([room], { gateway: gateways.length - 1 });
  await expect.poll(() => watching.told).toEqual([{ room, refused: 4500 }]);
  isAway = false;
  await expect.poll(() => watching.told).toContainEqual({ room, resumed: false });
});

test('a database that is away when an account changes ends no gateway', async () => {
  let isAway = false;
  const query = (...asked: Parameters<typeof container.pool.query>) =>
    isAway ? Promise.reject(new Error('away')) : container.pool.query(...asked);
  gateways.push(await open({ ...container, pool: { query } as unknown as typeof container.pool }));
  const trader = tab([INBOX_ROOM], { gateway: 2, token: await sessionOf(TRADER_ID) });
  await trader.joined();
  const { accountId: changed } = await container.db.character.findUniqueOrThrow({
    where: { id: BigInt(TRADER_ID) },
  });
  isAway = true;
  // A rejection that nobody handles would end the process, and fails the run of this test.
  await events.emitAsync('changed', { ...ACCOUNT_CHANGED, entityId: changed ?? '' });
  await events.emitAsync('prices-read', { hubId: 1 });
  isAway = false;
  await events.emitAsync('list-read', { ownerId: 1 });
  await expect.poll(() => trader.told).toContainEqual({ room: INBOX_ROOM, data: {} });
  expect(trader.client.state).toBe('live');
});

test('news of prices and lists reach whoever wants them', async () => {
  const rooms = [PRICES_ROOM, listRoom(TRADER_ID)];
  const watching = tab(rooms);
  await watching.joined();
  await events.emitAsync('prices-read', { hubId: 60_003_760 });
  await events.emitAsync('list-read', { ownerId: TRADER_ID });
  await events.emitAsync('list-read', { ownerId: TRADER_ID + 1 });
  await expect
    .poll(() => watching.told.filter(({ data }) => data))
    .toEqual([
      { room: PRICES_ROOM, data: { hubId: 60_003_760 } },
      { room: listRoom(TRADER_ID), data: {} },
    ]);
});

test('when a gateway ends its crowd goes to the other, and misses nothing', async () => {
  const { code } = await stage.quote({ accountId });
  const room = quoteRoom(code);
  const watching = tab([room]);
  await watching.joined();
  const [first, second] = gateways;
  // As behind the one port of the supervisor: the same address leads to the other one.
  await first?.gateway[Symbol.asyncDispose]();
  await stage.contract(code);
  await stage.poll();
  const { port } = new URL(first?.url ?? '');
  second?.gateway.server.close();
  await new Promise((resolve) => second?.gateway.server.close(resolve));
  second?.gateway.server.listen(Number(port), '127.0.0.1');
  await expect
    .poll(() => watching.told.map(({ data }) => data))
    .toContainEqual(expect.objectContaining({ state: 'contracted' }));
  expect(watching.told).toContainEqual({ room, resumed: true });
  gateways.splice(0, 1);
});
