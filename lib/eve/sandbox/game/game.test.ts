import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  JITA,
  MINER,
  SCAMMER,
  startTestSandbox,
  type TestSandbox,
  TRADER,
  VELDSPAR,
} from '../testing/start-test-sandbox.ts';

const PLEX = 44992;
const PRICE_ISK = 125_000_000;

let now: Date;
let sandbox: TestSandbox;
beforeEach(async () => {
  now = new Date('2026-11-22T12:00:00Z');
  sandbox = await startTestSandbox({ clock: () => now });
});
afterEach(() => sandbox.close());

const stateSchema = z.looseObject({
  pilots: z.array(z.looseObject({ characterId: z.number(), walletIsk: z.string() })),
  contracts: z.array(z.looseObject({ contractId: z.number(), status: z.string() })),
});

async function look(pilot: number) {
  const reply = await fetch(`${sandbox.url}/game/api/state?pilot=${pilot}`);
  const state = stateSchema.parse(await reply.json());
  const me = state.pilots.find(({ characterId }) => characterId === pilot);
  return { ...state, walletIsk: Number(me?.walletIsk) };
}

describe('a contract', () => {
  test('that is accepted moves ISK and goods at once, and is finished', async () => {
    const before = { miner: await look(MINER), trader: await look(TRADER) };
    const contractId = await sandbox.createContract();
    const { status } = await sandbox.act(contractId, 'accept', TRADER);
    const after = { miner: await look(MINER), trader: await look(TRADER) };

    expect(status).toBe(200);
    expect(after.miner.walletIsk - before.miner.walletIsk).toBe(PRICE_ISK);
    expect(after.trader.walletIsk - before.trader.walletIsk).toBe(-PRICE_ISK);
    expect(after.trader.contracts).toMatchObject([
      { contractId, status: 'finished', acceptorId: TRADER, completedAt: now.toISOString() },
    ]);
  });

  test('takes its goods out of the hangar, and gives them back when deleted', async () => {
    const everything = { typeId: VELDSPAR, quantity: 50_000_000 };
    const contractId = await sandbox.createContract({ items: [everything] });
    await expect(sandbox.createContract()).rejects.toThrow('not-in-hangar');

    await sandbox.act(contractId, 'delete', MINER);
    await sandbox.createContract({ items: [everything] });
  });

  test('that is rejected gives its goods back, stays visible, and can be deleted', async () => {
    const everything = { typeId: VELDSPAR, quantity: 50_000_000 };
    const contractId = await sandbox.createContract({ items: [everything] });
    await sandbox.act(contractId, 'reject', TRADER);
    expect((await look(TRADER)).contracts).toMatchObject([{ contractId, status: 'rejected' }]);

    await sandbox.createContract({ items: [everything] });
    await sandbox.act(contractId, 'delete', MINER);
    expect((await look(TRADER)).contracts.map((one) => one.contractId)).not.toContain(contractId);
  });

  test('that asks for goods takes them from who accepts, and is refused without them', async () => {
    const scam = await sandbox.createContract({
      issuerId: SCAMMER,
      items: [
        { typeId: VELDSPAR, quantity: 1 },
        { typeId: PLEX, quantity: 3_000, isIncluded: false },
      ],
    });
    const refused = await sandbox.act(scam, 'accept', TRADER);
    expect(refused).toMatchObject({ status: 409, body: { reason: 'not-in-hangar' } });

    const accepted = await sandbox.command('POST', `/game/api/contracts/${scam}/accept`, {
      characterId: TRADER,
      fillHangar: true,
    });
    expect(accepted.status).toBe(200);
  });

  test('that ran out cannot be accepted, and is still outstanding', async () => {
    const contractId = await sandbox.createContract({ expirationDays: 1 });
    now = new Date('2026-11-23T12:00:00Z');
    const refused = await sandbox.act(contractId, 'accept', TRADER);

    expect(refused).toMatchObject({ status: 409, body: { reason: 'ran-out' } });
    expect((await look(TRADER)).contracts).toMatchObject([
      { status: 'outstanding', hasRunOut: true },
    ]);
  });

  test('can be made to run out at once', async () => {
    const contractId = await sandbox.createContract();
    await sandbox.command('POST', `/game/api/contracts/${contractId}/expire`, {});

    expect((await sandbox.act(contractId, 'accept', TRADER)).body.reason).toBe('ran-out');
  });

  test('that carries goods pays its courier on delivery', async () => {
    const before = await look(SCAMMER);
    const contractId = await sandbox.createContract({
      type: 'courier',
      assigneeId: SCAMMER,
      rewardIsk: '7000000',
      collateralIsk: '90000000',
      endLocationId: 60008494,
    });
    await sandbox.act(contractId, 'accept', SCAMMER);
    expect((await look(SCAMMER)).walletIsk - before.walletIsk).toBe(-90_000_000);
    await sandbox.act(contractId, 'complete', SCAMMER);
    expect((await look(SCAMMER)).walletIsk - before.walletIsk).toBe(7_000_000);
  });

  test.each([
    { name: 'accepted by its issuer', verb: 'accept', by: MINER, reason: 'own-contract' },
    { name: 'accepted by a stranger', verb: 'accept', by: SCAMMER, reason: 'not-assignee' },
    { name: 'rejected by a stranger', verb: 'reject', by: SCAMMER, reason: 'not-assignee' },
    {
      name: 'deleted by another than its issuer',
      verb: 'delete',
      by: TRADER,
      reason: 'not-issuer',
    },
    { name: 'touched by nobody', verb: 'accept', by: 1, reason: 'unknown-pilot' },
  ])('cannot be $name', async ({ verb, by, reason }) => {
    const contractId = await sandbox.createContract();

    expect(await sandbox.act(contractId, verb, by)).toMatchObject({
      status: 409,
      body: { reason },
    });
  });

  test('is accepted once', async () => {
    const contractId = await sandbox.createContract();
    const both = await Promise.all([1, 2].map(() => sandbox.act(contractId, 'accept', TRADER)));

    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  test.each([
    { name: 'without items', input: { items: [] }, reason: 'no-items' },
    {
      name: 'of unknown items',
      input: { items: [{ typeId: 1, quantity: 1 }] },
      reason: 'unknown-type',
    },
    { name: 'at an unknown station', input: { locationId: 5 }, reason: 'unknown-station' },
    { name: 'for oneself', input: { assigneeId: MINER }, reason: 'to-self' },
    {
      name: 'that pays more than one has',
      input: { rewardIsk: '900000000000' },
      reason: 'no-funds',
    },
  ])('cannot be made $name', async ({ input, reason }) => {
    await expect(sandbox.createContract(input)).rejects.toThrow(reason);
  });

  test('needs ISK enough to be accepted', async () => {
    await sandbox.command('PUT', '/game/api/wallet', { characterId: TRADER, balanceIsk: '1.00' });
    const contractId = await sandbox.createContract();

    expect((await sandbox.act(contractId, 'accept', TRADER)).body.reason).toBe('no-funds');
  });
});

describe('commands', () => {
  test('are taken as JSON only, so that no other site can send one', async () => {
    const reply = await fetch(`${sandbox.url}/game/api/contracts`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: '{}',
    });

    expect(reply.status).toBe(415);
  });

  test('with unknown or wrong fields are refused, naming them', async () => {
    const { status, body } = await sandbox.command('POST', '/game/api/contracts', {
      issuerId: MINER,
      assigneeId: TRADER,
      locationId: JITA,
      priceIsk: '1e9',
      items: [],
      extra: 1,
    });

    expect(status).toBe(422);
    expect(body.error).toMatch(/priceIsk/);
    expect(body.error).toMatch(/extra/);
  });

  test('are not taken under another host name', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      request(
        { port: sandbox.port, host: '127.0.0.1', path: '/', headers: { Host: 'evil.example' } },
        (reply) => resolve(reply.resume().statusCode),
      )
        .on('error', reject)
        .end();
    });

    expect(status).toBe(421);
  });
});

describe('a quote', () => {
  test('that cannot be read says why', async () => {
    const reply = await fetch(`${sandbox.url}/game/api/quotes/AT-7K3M9QX2`);

    expect([reply.status, await reply.json()]).toMatchObject([502, { reason: 'no-site' }]);
  });
});
