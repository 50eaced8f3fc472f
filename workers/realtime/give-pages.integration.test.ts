/** Who is given a quote's page with its news, and who is only told that there are some. */
import { describe, expect, test } from 'vitest';
import { quoteRoom } from '#lib/core/live/room-names.ts';
import { createClaimSecret, hashClaimSecret } from '#lib/features/quotes/claim.ts';
import { readGivenPage } from '#lib/features/quotes/queries.ts';
import type { QuotePage } from '#lib/features/quotes/schema.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { PILOT_ID, TRADER_ID } from '#workers/testing/stage.ts';
import { createPageGiver } from './give-pages.ts';
import { setGateways } from './testing/set-gateways.ts';

const { stage, accountId } = await setStage();
const { container } = stage;
const { tab, sessionOf, gateways } = setGateways(container);
type Tab = ReturnType<typeof tab>;

async function pagesOf({ told }: Tab): Promise<QuotePage[]> {
  const pages = await Promise.all(told.map(({ data }) => readGivenPage(data)));
  return pages.filter((page) => page !== null);
}
const lastOf = async (watching: Tab) => (await pagesOf(watching)).at(-1);
const isToldOf = ({ told }: Tab, state: string) =>
  told.some(({ data }) => (data as { state?: string } | undefined)?.state === state);

describe('with the news of a quote', () => {
  test('its maker and the staff are given its page, each their own; others are told of it', async () => {
    const { code } = await stage.quote({ accountId });
    const rooms = [quoteRoom(code)];
    const maker = tab(rooms, { token: await sessionOf(PILOT_ID) });
    const trader = tab(rooms, { token: await sessionOf(TRADER_ID), gateway: 1 });
    const stranger = tab(rooms);
    // With the join, and nobody has to ask.
    await expect.poll(() => lastOf(maker)).toMatchObject({ contracts: [] });
    await expect.poll(() => lastOf(trader)).toMatchObject({ contracts: [] });
    await stranger.joined();

    const contractId = await stage.contract(code);
    await stage.poll();
    const found = { standing: { kind: 'found-valid', contractId }, contracts: [{ contractId }] };
    await expect
      .poll(() => lastOf(maker))
      .toMatchObject({ ...found, quote: { code, role: 'owner', state: 'contracted' } });
    await expect.poll(() => lastOf(trader)).toMatchObject({ ...found, quote: { role: 'staff' } });
    await expect.poll(() => isToldOf(stranger, 'contracted')).toBe(true);
    expect(await pagesOf(stranger)).toEqual([]);
  });

  test('so is the guest who made it, by the secret of their browser', async () => {
    const claim = createClaimSecret();
    const { id, code } = await stage.quote({ accountId });
    await container.db.quote.update({
      where: { id },
      data: { accountId: null, claimHash: hashClaimSecret(claim) },
    });
    const guest = tab([quoteRoom(code)], { claim });
    const other = tab([quoteRoom(code)], { claim: createClaimSecret() });
    await expect.poll(() => lastOf(guest)).toMatchObject({ quote: { role: 'owner' } });
    await other.joined();
    expect(await pagesOf(other)).toEqual([]);
  });

  test('whose session has ended since is given nothing more', async () => {
    const { code } = await stage.quote({ accountId });
    const rooms = [quoteRoom(code)];
    const ended = tab(rooms, { token: await sessionOf(PILOT_ID) });
    await expect.poll(() => lastOf(ended)).toMatchObject({ quote: { state: 'open' } });
    await container.db.session.deleteMany({ where: { accountId } });
    // Of the same gateway, and after the other one.
    const standing = tab(rooms, { token: await sessionOf(PILOT_ID) });
    await standing.joined();

    await stage.contract(code);
    await stage.poll();
    await expect.poll(() => lastOf(standing)).toMatchObject({ quote: { state: 'contracted' } });
    await expect.poll(() => isToldOf(ended, 'contracted')).toBe(true);
    expect(await lastOf(ended)).toMatchObject({ quote: { state: 'open' } });
  });
});

test('peers that do not read keep no page from others', async () => {
  const { code } = await stage.quote({ accountId });
  const room = quoteRoom(code);
  const sessionToken = await sessionOf(PILOT_ID);
  const pages = createPageGiver(container);
  const add = (send: () => Promise<void>) => {
    const state = { sessionToken, claimHash: null };
    const { signal } = new AbortController();
    const peer = { isOpen: true, rooms: new Set([room]), signal, state, send };
    // As much of a connection as is asked for.
    pages.add(peer as never, room);
  };
  let waiting = 0;
  const wait = () => {
    waiting += 1;
    return new Promise<void>(() => {});
  };
  for (let peer = 0; peer < 20; peer += 1) add(wait);
  pages.giveAll(room);
  await expect.poll(() => waiting).toBe(20);

  let given = 0;
  add(async () => {
    given += 1;
  });
  pages.giveAll(room);
  await expect.poll(() => given).toBe(1);
});

test('what a tab has left is forgotten', async () => {
  const codes: string[] = [];
  for (let quote = 0; quote < 4; quote += 1) codes.push((await stage.quote({ accountId })).code);
  const { client } = tab([], { token: await sessionOf(PILOT_ID) });
  for (const code of codes) {
    let isJoined = false;
    const leave = client.subscribe(quoteRoom(code), {
      onMessage: () => {},
      onJoined: () => {
        isJoined = true;
      },
    });
    await expect.poll(() => isJoined).toBe(true);
    leave();
  }
  const own = () => [...(gateways[0]?.gateway.app.connections ?? [])].map(({ state }) => state.own);
  await expect.poll(() => own().map(({ size }) => size)).toEqual([1]);
});
