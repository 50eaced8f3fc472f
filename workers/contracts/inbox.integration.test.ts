import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { feedStatusFor } from '#lib/features/contracts/feed-status.ts';
import { getContractView } from '#lib/features/contracts/get-contract-view.ts';
import { getQuoteContracts } from '#lib/features/contracts/get-quote-contracts.ts';
import { listInbox } from '#lib/features/contracts/list-inbox.ts';
import { openInGame } from '#lib/features/contracts/open-in-game.ts';
import { contractViewSchema, inboxSchema } from '#lib/features/contracts/schema.ts';
import { storePartyNames } from '#lib/features/contracts/store-party-names.ts';
import { quoteContractSchema } from '#lib/features/quotes/schema.ts';
import type { Viewer } from '#lib/server/viewer.ts';
import {
  createStage,
  PILOT_ID,
  PLEX_ID,
  SCAMMER_ID,
  type Stage,
  TRADER_CORPORATION_ID,
  TRADER_ID,
  VELDSPAR_ID,
} from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;

let stage: Stage;
let traderAccountId: string;
let right: number;
let wrong: number;
let scam: number;
let rightQuote: { id: string; code: string };

beforeAll(async () => {
  stage = await createStage();
  traderAccountId = await stage.signIn(TRADER_ID);
  const accountId = await stage.signIn(PILOT_ID);
  rightQuote = await stage.quote({ accountId });
  const wrongQuote = await stage.quote({ accountId });
  const scamQuote = await stage.quote();
  right = await stage.contract(rightQuote.code);
  wrong = await stage.contract(wrongQuote.code, {
    items: [{ typeId: VELDSPAR_ID, quantity: 9_000 }],
  });
  scam = await stage.contract(scamQuote.code, {
    issuerId: SCAMMER_ID,
    priceIsk: '10000000.00',
    items: [
      { typeId: VELDSPAR_ID, quantity: 10_000 },
      { typeId: PLEX_ID, quantity: 500, isIncluded: false },
    ],
  });
  await stage.poll();
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});
beforeEach(() => {
  stage.esi.tamper = (_path, answer) => answer;
});

describe('the inbox', () => {
  test('lists what waits, valid first, with who sent it and what differs', async () => {
    const inbox = await listInbox(stage.container);
    expect(inbox.rows.map(({ contractId, verdict }) => [contractId, verdict])).toEqual([
      [right, 'valid'],
      [wrong, 'fix-needed'],
      [scam, 'suspicious'],
    ]);
    const [first, second, third] = inbox.rows;
    expect(first).toMatchObject({ pilotName: 'Ilya Torvanen', differsIn: [] });
    expect(second?.differsIn.join()).toMatch(/items|Veldspar/i);
    expect(third).toMatchObject({ pilotName: 'Nadir Esh', pilotId: SCAMMER_ID });
    expect(inbox.counts).toMatchObject({ all: 3, valid: 1, 'fix-needed': 1, suspicious: 1 });
    expect(inbox.totalIsk).toBe(1_200_000_000n);
    expect(inbox.feeds).toMatchObject([
      {
        ownerId: TRADER_CORPORATION_ID,
        trouble: null,
        unreadableIds: [],
        needsGrant: false,
      },
    ]);
  });

  test('passes through its own schema', async () => {
    const inbox = await listInbox(stage.container);
    expect(inboxSchema.decode(JSON.parse(JSON.stringify(inboxSchema.encode(inbox))))).toEqual(
      inbox,
    );
  });
});

describe('a contract that is opened', () => {
  test('shows all 18 findings, and the items quoted against sent', async () => {
    const view = await getContractView(stage.container, wrong);
    expect(view?.findings).toHaveLength(18);
    expect(view?.items).toMatchObject([
      { typeId: VELDSPAR_ID, name: 'Veldspar', kind: 'ore', quoted: 10_000, sent: 9_000 },
    ]);
    const bad = view?.findings.filter(({ level }) => level === 'problem');
    expect(bad?.length).toBeGreaterThan(0);
    expect(bad?.every(({ fix }) => fix !== null)).toBe(true);
    expect(view?.history.at(-1)?.text).toMatch(/^Quoted 1,000,000/);
    expect(view && contractViewSchema.encode(view).priceIsk).toBe('1000000.00');
  });

  test('one that was never seen is not there', async () => {
    expect(await getContractView(stage.container, 1)).toBeNull();
  });

  test('the quote’s page can show it as it is', async () => {
    const [contract] = await getQuoteContracts(stage.container, rightQuote.id, {
      now: stage.now(),
      issuers: [],
      ownOnly: false,
    });
    expect(contract?.verdict).toBe('valid');
    expect(quoteContractSchema.encode(quoteContractSchema.parse(encode(contract)))).toMatchObject({
      contractId: right,
      priceIsk: '1000000.00',
    });
  });
});

describe('where a list stands', () => {
  test('walks count from a moment on', async () => {
    const since = stage.now();
    const assigneeId = TRADER_CORPORATION_ID;
    expect((await feedStatusFor(stage.container, assigneeId, since)).walksSince).toBe(0);
    await stage.poll();
    await stage.poll();
    expect(await feedStatusFor(stage.container, assigneeId, since)).toMatchObject({
      isRead: true,
      walksSince: 2,
      isStale: false,
    });
  });

  test('a party whose list nobody reads is said to be so', async () => {
    expect(await feedStatusFor(stage.container, SCAMMER_ID, stage.now())).toMatchObject({
      isRead: false,
      lastCompleteAt: null,
    });
  });
});

describe('opening a contract in game', () => {
  test('uses the grant of the viewer’s own character', async () => {
    expect(await openInGame(stage.container, trader(), right, NEVER)).toEqual({
      ok: true,
      characterName: 'Maren Tessidari',
    });
    expect(stage.esi.asked.at(-1)).toContain(`contract_id=${right}`);
  });

  test('somebody who allowed nothing is asked to', async () => {
    const viewer = { ...trader(), characterId: PILOT_ID, characters: [] };
    expect(await openInGame(stage.container, viewer, right, NEVER)).toEqual({
      ok: false,
      reason: 'no-permission',
    });
  });

  test('an outage is said to be one', async () => {
    stage.esi.tamper = (_path, { headers }) => ({ status: 503, headers, body: '{}' });
    expect(await openInGame(stage.container, trader(), right, NEVER)).toEqual({
      ok: false,
      reason: 'esi-away',
    });
  });

  test('forbidden to who has allowed it, as around downtime, is an outage', async () => {
    stage.esi.tamper = (_path, answer) => ({
      ...answer,
      status: 403,
      body: '{"error":"Forbidden"}',
    });
    expect(await openInGame(stage.container, trader(), right, NEVER)).toEqual({
      ok: false,
      reason: 'esi-away',
    });
  });

  test('a contract that was never seen is refused', async () => {
    expect(await openInGame(stage.container, trader(), 7, NEVER)).toEqual({
      ok: false,
      reason: 'no-such-contract',
    });
  });
});

describe('the names of pilots', () => {
  test('that EVE does not know are asked for few at a time, once a day, and hold back no others', async () => {
    const { pool } = stage.container;
    const corporationId = 98_000_001;
    // Far more than one question holds, and a known one behind them.
    await pool.query(
      `insert into contract
       select (jsonb_populate_record(contract, jsonb_build_object(
         'id', id + 1000000 + n, 'issuer_id', 95000000 + n, 'issuer_corporation_id', $2::bigint))).*
       from contract, generate_series(1, 220) as n where id = $1`,
      [right, corporationId],
    );
    await pool.query('delete from party where id = $1', [SCAMMER_ID]);
    const isKnown = async () => {
      const { rowCount } = await pool.query('select from party where id = $1', [SCAMMER_ID]);
      return rowCount === 1;
    };
    const unknown = async () => {
      const { rowCount } = await pool.query("select from party where kind = 'unknown'");
      return rowCount ?? 0;
    };
    const ask = async () => {
      stage.later(120_000);
      const before = stage.esi.asked.length;
      await storePartyNames(stage.container, NEVER);
      return stage.esi.asked.length - before;
    };

    const asked: number[] = [];
    while (asked.length < 40 && ((await unknown()) < 221 || !(await isKnown()))) {
      asked.push(await ask());
    }
    expect(await isKnown()).toBe(true);
    expect(await unknown()).toBe(221);
    expect(Math.max(...asked)).toBeLessThan(100);
    expect(await ask()).toBe(0);
    stage.later(25 * 3_600_000);
    expect(await ask()).toBeGreaterThan(0);
  });
});

function trader(): Viewer {
  return {
    accountId: traderAccountId,
    role: 'owner',
    characterId: TRADER_ID,
    characterName: 'Maren Tessidari',
    characters: [{ characterId: TRADER_ID, name: 'Maren Tessidari', ownerChangedAt: null }],
    sessionId: 'test',
  };
}

function encode(contract: unknown): unknown {
  return JSON.parse(
    JSON.stringify(
      contractViewSchema.encode(contract as Parameters<typeof contractViewSchema.encode>[0]),
    ),
  );
}
