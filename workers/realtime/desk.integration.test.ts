/** Whether a trader is there, told by each gateway of all of them. */
import { afterAll, expect, test } from 'vitest';
import { DESK_ROOM, INBOX_ROOM } from '#lib/core/live/room-names.ts';
import { createSiteEvents } from '#lib/server/site-events.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { PILOT_ID, TRADER_ID } from '#workers/testing/stage.ts';
import { setGateways } from './testing/set-gateways.ts';

const { stage } = await setStage();
const { container } = stage;
const events = createSiteEvents(container);
afterAll(() => events.disconnect());
const { gateways, tab, sessionOf } = setGateways(container);

const saidOf = ({ told }: ReturnType<typeof tab>) =>
  told.flatMap(({ room, data }) => (room === DESK_ROOM && data ? [data] : []));

test('whoever waits is told when the first trader comes, to whichever gateway, and when the last goes', async () => {
  const waiting = tab([DESK_ROOM]);
  await expect.poll(() => saidOf(waiting)).toEqual([{ isStaffed: false }]);
  // Somebody who is no trader is nobody there.
  const pilot = tab([DESK_ROOM], { token: await sessionOf(PILOT_ID), gateway: 1 });
  await expect.poll(() => saidOf(pilot)).toEqual([{ isStaffed: false }]);

  const token = await sessionOf(TRADER_ID);
  const first = tab([INBOX_ROOM], { token, gateway: 1 });
  const second = tab([INBOX_ROOM], { token });
  for (const each of [first, second]) await each.joined();
  await expect.poll(() => saidOf(waiting), { timeout: 10_000 }).toContainEqual({ isStaffed: true });
  await expect.poll(() => saidOf(pilot), { timeout: 10_000 }).toContainEqual({ isStaffed: true });
  const later = tab([DESK_ROOM]);
  await expect.poll(() => saidOf(later)).toEqual([{ isStaffed: true }]);

  // One of the two tabs is closed with its gateway: the other one is still there.
  await gateways[1]?.gateway[Symbol.asyncDispose]();
  second.client.close();
  const off = [{ isStaffed: false }, { isStaffed: true }, { isStaffed: false }];
  await expect.poll(() => saidOf(waiting), { timeout: 10_000 }).toEqual(off);
});

test('a trader whose role is taken away is no longer there', async () => {
  const waiting = tab([DESK_ROOM]);
  const trader = tab([INBOX_ROOM], { token: await sessionOf(TRADER_ID) });
  await trader.joined();
  await expect.poll(() => saidOf(waiting), { timeout: 10_000 }).toContainEqual({ isStaffed: true });
  const account = await container.db.account.findFirstOrThrow({ where: { role: 'owner' } });
  try {
    await container.db.account.update({ where: { id: account.id }, data: { role: 'viewer' } });
    await events.emitAsync('changed', {
      id: 1,
      topic: 'account',
      entity: 'account',
      entityId: account.id,
      version: 1,
      payload: null,
      codes: [],
      at: '2026-11-23T00:00:00Z',
    });
    await expect
      .poll(() => saidOf(waiting).at(-1), { timeout: 10_000 })
      .toEqual({ isStaffed: false });
    expect(trader.client.state).toBe('live');
  } finally {
    await container.db.account.update({ where: { id: account.id }, data: { role: 'owner' } });
  }
});
