/** What the trader can pay, as far as an owner allows it to be told: read from EVE, against what is quoted. */
import { expect, test } from 'vitest';
import { readFunds } from '#lib/features/funds/read-funds.ts';
import { refreshFunds } from '#lib/features/funds/refresh-funds.ts';
import { signInPilot } from '#workers/sandbox/sign-in-pilot.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { TRADER_CORPORATION_ID, TRADER_ID } from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;
const HOUR_MS = 3_600_000;

const { stage, accountId } = await setStage();
const { container } = stage;
const fundsNow = () => readFunds(container, TRADER_CORPORATION_ID);
const read = () => refreshFunds(container, NEVER);

test('nothing is read, nor told, that nobody has allowed', async () => {
  await read();
  expect(await fundsNow()).toBeNull();
  expect(await container.db.funds.count()).toBe(0);
});

test('what the wallet holds is told without what is promised', async () => {
  await allow();
  await read();
  const before = await fundsNow();
  if (!before) throw new Error('Not told');
  expect(before.freeIsk).toBeGreaterThan(0n);

  const { code } = await stage.quote({ accountId });
  expect((await fundsNow())?.freeIsk).toBe(before.freeIsk - 100_000_000n);

  // What was paid is promised no more; and until EVE has told anew it is not in the wallet either.
  const contractId = await stage.contract(code);
  await stage.poll();
  await acceptForCorporation(contractId);
  await stage.poll();
  expect(await stage.state(code)).toBe('completed');
  expect((await fundsNow())?.freeIsk).toBe(before.freeIsk - 100_000_000n);
  stage.later(HOUR_MS / 2);
  await read();
  expect((await fundsNow())?.freeIsk).toBe(before.freeIsk - 100_000_000n);
});

test('EVE is asked again when it has something newer, and not before', async () => {
  await read();
  const { readAt } = await container.db.funds.findFirstOrThrow();
  await read();
  expect(await container.db.funds.findFirst()).toMatchObject({ readAt });
  stage.later(HOUR_MS / 2);
  await read();
  const later = await container.db.funds.findFirstOrThrow();
  expect(later.readAt?.getTime()).toBeGreaterThan(readAt?.getTime() ?? 0);
});

test('more promised than there is leaves nothing, and no debt', async () => {
  const { code } = await stage.quote({ accountId, units: 10_000, unitPriceIsk: '9000000000.00' });
  expect((await fundsNow())?.freeIsk).toBe(0n);
  await container.pool.query(`update quote set state = 'cancelled' where code = $1`, [code]);
  expect((await fundsNow())?.freeIsk).toBeGreaterThan(0n);
});

test('what is an hour old is told no more', async () => {
  stage.later(HOUR_MS + 60_000);
  expect(await fundsNow()).toBeNull();
  await read();
  expect(await fundsNow()).not.toBeNull();
});

test('whoever takes the permission back is not told of any more, and what was read is forgotten', async () => {
  await container.db.eveToken.updateMany({
    where: { purpose: 'wallet' },
    data: { state: 'dead', deadReason: 'ended-at-eve' },
  });
  expect(await fundsNow()).toBeNull();
  await read();
  expect(await container.db.funds.count()).toBe(0);
});

async function acceptForCorporation(contractId: number): Promise<void> {
  const response = await fetch(`${stage.gameUrl}/game/api/contracts/${contractId}/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: stage.gameUrl },
    body: JSON.stringify({ characterId: TRADER_ID, isForCorporation: true, fillHangar: true }),
  });
  expect(response.status).toBe(200);
}

async function allow(): Promise<void> {
  const { id } = await container.db.account.findFirstOrThrow({ where: { role: 'owner' } });
  const looks = { role: 'owner', characterName: '', characters: [], sessionId: '' } as const;
  const viewer = { ...looks, accountId: id, characterId: TRADER_ID };
  const outcome = await signInPilot(
    container,
    { characterId: TRADER_ID, purpose: 'wallet', viewer },
    NEVER,
  );
  expect(outcome).toMatchObject({ ok: true });
}
