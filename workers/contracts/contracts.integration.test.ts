import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { matchAndSettle } from '#lib/features/contracts/match-and-settle.ts';
import { pollFeed } from '#lib/features/contracts/poll-feed.ts';
import { rematchQuote } from '#lib/features/contracts/rematch.ts';
import { cancelQuote } from '#lib/features/quotes/cancel-quote.ts';
import type { JsonValue } from '#lib/server/canonical-json.ts';
import { hashAudit } from '#lib/server/events.ts';
import {
  ALT_ID,
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
const HOUR_MS = 3_600_000;

let stage: Stage;
let accountId: string;

beforeAll(async () => {
  stage = await createStage();
  accountId = await stage.signIn(PILOT_ID);
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});
beforeEach(() => {
  stage.esi.tamper = (_path, answer) => answer;
});

describe('a contract on its way', () => {
  test('what was quoted, sent and accepted is paid once, and the ledger sums to zero', async () => {
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);

    expect(await stage.poll()).toEqual(['complete']);
    expect(await stage.verdict(contractId)).toBe('valid');
    expect(await stage.state(code)).toBe('contracted');

    await stage.act(contractId, 'accept', TRADER_ID);
    await stage.poll();
    expect(await stage.state(code)).toBe('completed');
    const settlements = await settlementsOf(id);
    expect(settlements).toHaveLength(1);
    expect(settlements[0]?.amount).toBe(100_000_000n);
    expect(sumOf(settlements[0]?.entries ?? [])).toBe(0n);
  });

  test('a contract that was made and accepted between two polls is paid all the same', async () => {
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    await stage.act(contractId, 'accept', TRADER_ID);
    await stage.poll();

    expect(await stage.verdict(contractId)).toBe('valid');
    expect(await stage.state(code)).toBe('completed');
    expect(await settlementsOf(id)).toHaveLength(1);
  });

  test('a deleted contract gives its quote back, and the next one is taken', async () => {
    const { code } = await stage.quote({ accountId });
    const wrong = await stage.contract(code, {
      items: [{ typeId: VELDSPAR_ID, quantity: 9_000 }],
    });
    await stage.poll();
    expect(await stage.verdict(wrong)).toBe('fix-needed');
    expect(await stage.state(code)).toBe('open');
    expect(await findingCodes(wrong)).toContain('items-too-few');

    await stage.act(wrong, 'delete', PILOT_ID);
    await stage.poll();
    expect(await goneAt(wrong)).not.toBeNull();

    const right = await stage.contract(code);
    await stage.poll();
    expect(await stage.verdict(right)).toBe('valid');
    await stage.act(right, 'delete', PILOT_ID);
    await stage.poll();
    expect(await stage.state(code)).toBe('open');
  });

  test('a rejected contract ends itself and never the quote', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    await stage.poll();
    await stage.act(contractId, 'reject', TRADER_ID);
    await stage.poll();

    expect(await stage.verdict(contractId)).toBe('fix-needed');
    expect(await stage.state(code)).toBe('open');
  });

  test('a contract that asks for PLEX at ten times the price is suspicious, holds nothing, pays nothing', async () => {
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code, {
      issuerId: SCAMMER_ID,
      priceIsk: '10000000.00',
      items: [
        { typeId: VELDSPAR_ID, quantity: 10_000 },
        { typeId: PLEX_ID, quantity: 500, isIncluded: false },
      ],
    });
    await stage.poll();
    expect(await stage.verdict(contractId)).toBe('suspicious');
    expect(await stage.state(code)).toBe('open');

    await stage.act(contractId, 'accept', TRADER_ID);
    await stage.poll();
    expect(await stage.state(code)).toBe('open');
    expect(await settlementsOf(id)).toEqual([]);
  });

  test('a stranger with the same code never stands in the way of the right contract', async () => {
    const { code } = await stage.quote({ accountId });
    const stranger = await stage.contract(code, { issuerId: SCAMMER_ID });
    await stage.poll();
    const right = await stage.contract(code);
    await stage.poll();

    expect(await stage.verdict(stranger)).toBe('fix-needed');
    expect(await stage.verdict(right)).toBe('valid');
  });

  test('of two right contracts the first counts, and the second takes over when it goes', async () => {
    const { code } = await stage.quote({ accountId });
    const first = await stage.contract(code);
    stage.later(5_000);
    const second = await stage.contract(code);
    await stage.poll();
    expect(await stage.verdict(first)).toBe('valid');
    expect(await stage.verdict(second)).toBe('fix-needed');

    await stage.act(first, 'delete', PILOT_ID);
    await stage.poll();
    expect(await stage.verdict(second)).toBe('valid');
    expect(await stage.state(code)).toBe('contracted');
  });

  test('a code with one wrong letter is proposed to the trader and never accepted by itself', async () => {
    const { code } = await stage.quote({ accountId });
    const slip = `${code.slice(0, -1)}${code.endsWith('7') ? '8' : '7'}`;
    const contractId = await stage.contract(slip);
    await stage.poll();

    const contract = await contractOf(contractId);
    expect(contract.relation).toBe('near-miss');
    expect(await stage.verdict(contractId)).toBe('fix-needed');
    expect(await stage.state(code)).toBe('open');
  });

  test('an offer without any code is kept, unmatched', async () => {
    const contractId = await stage.contract('hello, buy my rocks', {
      issuerId: SCAMMER_ID,
      priceIsk: '77.00',
    });
    await stage.poll();
    expect(await stage.verdict(contractId)).toBe('unmatched');
  });
});

describe('whose quote it is', () => {
  test('a valid contract claims a guest’s quote for its issuer, a wrong one does not', async () => {
    const { id, code } = await stage.quote();
    await stage.contract(code, { issuerId: SCAMMER_ID, priceIsk: '3000000.00' });
    await stage.poll();
    expect((await quoteOf(id)).accountId).toBeNull();

    const right = await stage.contract(code);
    await stage.poll();
    expect(await stage.verdict(right)).toBe('valid');
    expect((await quoteOf(id)).accountId).toBe(accountId);
  });

  test('a guest’s quote stays a guest’s when the issuer is not known here', async () => {
    const { id, code } = await stage.quote();
    const contractId = await stage.contract(code, { issuerId: ALT_ID });
    await stage.poll();
    expect(await stage.verdict(contractId)).toBe('valid');
    expect((await quoteOf(id)).accountId).toBeNull();
  });
});

describe('time', () => {
  test('an open quote expires when its window ends, and a contract made in time still counts', async () => {
    const { code } = await stage.quote({ accountId });
    stage.later(71 * HOUR_MS);
    const contractId = await stage.contract(code);
    stage.later(2 * HOUR_MS);
    await maintainContracts(stage.container, NEVER);
    expect(await stage.state(code)).toBe('expired');

    await stage.poll();
    expect(await stage.verdict(contractId)).toBe('valid');
    expect(await stage.state(code)).toBe('contracted');
  });

  test('a contract made after the window is refused', async () => {
    const { code } = await stage.quote({ accountId });
    stage.later(73 * HOUR_MS);
    const contractId = await stage.contract(code);
    await stage.poll();
    expect(await stage.verdict(contractId)).toBe('fix-needed');
    await maintainContracts(stage.container, NEVER);
    expect(await stage.state(code)).toBe('expired');
  });

  test('a contract that ran out in game lets its quote go, though EVE still calls it outstanding', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code, { expirationDays: 1 });
    await stage.poll();
    expect(await stage.state(code)).toBe('contracted');

    stage.later(25 * HOUR_MS);
    await maintainContracts(stage.container, NEVER);
    expect(await stage.verdict(contractId)).toBe('fix-needed');
    expect(await stage.state(code)).toBe('open');
  });
});

describe('what EVE may do to us', () => {
  test('a torn list marks nothing as gone, and the feed comes back later', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    await stage.poll();

    stage.esi.tamper = (path, answer) => {
      if (!isList(path)) return answer;
      const headers = new Headers(answer.headers);
      headers.set('x-pages', '2');
      headers.set('expires', new Date(stage.now().getTime() + 60_000).toUTCString());
      const made = path.includes('page=2') ? 30_000 : 60_000;
      headers.set('last-modified', new Date(stage.now().getTime() - made).toUTCString());
      return { status: 200, headers, body: '[]' };
    };
    stage.later(60_000);
    expect(await stage.poll()).toEqual(['torn']);
    expect(await goneAt(contractId)).toBeNull();
    expect(await stage.state(code)).toBe('contracted');
    const [feed] = await feeds();
    expect(feed?.failures).toBeGreaterThan(0);
    expect(feed?.nextPollAt.getTime()).toBeGreaterThan(stage.now().getTime());
  });

  test('an outage keeps everything as it is', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    stage.later(60_000);
    await stage.poll();
    stage.later(60_000);
    stage.esi.tamper = (_path, { headers }) => ({ status: 502, headers, body: '<html>' });
    expect(await stage.poll()).toEqual(['unreachable']);
    expect(await goneAt(contractId)).toBeNull();
  });

  test('items are asked for once a contract', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    await stage.poll();
    await stage.poll();
    await stage.poll();
    const asked = stage.esi.asked.filter((path) => path.includes(`/${contractId}/items`));
    expect(asked).toHaveLength(1);
  });

  test('items that EVE throttles are asked for again, and the contract is not judged before', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    stage.esi.tamper = (path, answer) =>
      path.includes('/items')
        ? {
            status: 520,
            headers: answer.headers,
            body: "{\"error\":\"{'error_label': 'ConStopSpamming', 'error_dict': {'remainingTime': 10000L}}\"}",
          }
        : answer;
    await stage.poll();
    expect(await stage.verdict(contractId)).toBeNull();

    stage.esi.tamper = (_path, answer) => answer;
    stage.later(60_000);
    await stage.poll();
    expect(await stage.verdict(contractId)).toBe('valid');
  });

  test('items that EVE will never give leave a contract that a person must look at', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    stage.esi.tamper = (path, answer) =>
      path.includes('/items')
        ? { status: 404, headers: answer.headers, body: '{"error":"Contract not found!"}' }
        : answer;
    await stage.poll();
    expect(await stage.verdict(contractId)).toBe('fix-needed');
    expect((await contractOf(contractId)).itemsState).toBe('unavailable');
  });

  test('one contract that makes no sense never stops the others, nor counts as gone', async () => {
    const { code } = await stage.quote({ accountId });
    const good = await stage.contract(code);
    const bad = await stage.contract('AT-0000-0000');
    stage.esi.tamper = (path, answer) =>
      isList(path)
        ? {
            ...answer,
            body: answer.body
              .replace(`"contract_id":${bad},`, `"contract_id":${bad},"price":1e300,`)
              .replace(/("contract_id":\d+,"price":1e300,[^}]*?),"price":[\d.]+/, '$1'),
          }
        : answer;
    expect(await stage.poll()).toEqual(['complete']);
    expect(await stage.verdict(good)).toBe('valid');
  });
});

describe('several workers', () => {
  test('two that poll and match the same contracts settle each exactly once', async () => {
    const quotes = [];
    for (let i = 0; i < 12; i += 1) quotes.push(await stage.quote({ accountId }));
    for (const { code } of quotes) {
      const contractId = await stage.contract(code);
      await stage.act(contractId, 'accept', TRADER_ID);
    }
    stage.later(12_000);
    const [feed] = await feeds();
    const feedId = feed?.id ?? '';
    await Promise.all(
      Array.from({ length: 4 }, () => pollFeed(stage.container, { feedId }, NEVER)),
    );
    const contracts = await stage.container.db.contract.findMany({
      where: { quoteId: { in: quotes.map(({ id }) => id) }, relation: 'named' },
    });
    expect(contracts).toHaveLength(12);
    await Promise.all(
      contracts.flatMap(({ id }) =>
        Array.from({ length: 3 }, () => matchAndSettle(stage.container, Number(id))),
      ),
    );

    for (const { id, code } of quotes) {
      expect(await settlementsOf(id)).toHaveLength(1);
      expect(await stage.state(code)).toBe('completed');
      expect((await quoteOf(id)).version).toBe(3);
    }
  });

  test('one contract matched by many at once makes one verdict and one move', async () => {
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    stage.later(12_000);
    await stage.poll();
    await Promise.all(Array.from({ length: 8 }, () => matchAndSettle(stage.container, contractId)));
    const verdicts = await stage.container.db.verdict.count({ where: { contractId } });
    expect(verdicts).toBe(1);
    expect((await quoteOf(id)).version).toBe(2);
  });
});

describe('what a person changes', () => {
  test('a contract for a cancelled quote is told so', async () => {
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code, { priceIsk: '1100000.00' });
    await stage.poll();
    await cancel(id);
    await rematchQuote(stage.container, id);
    expect(await findingCodes(contractId)).toContain('quote-cancelled');
    expect(await stage.state(code)).toBe('cancelled');
  });

  test('a contract for the trader’s own character instead of the corporation is said to be so', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code, { assigneeId: TRADER_ID });
    await stage.poll();
    // Nobody reads the character's own list, so nobody sees it.
    expect(await stage.verdict(contractId)).toBeNull();
  });
});

describe('a token that dies', () => {
  test('stops its own feed alone, and a new grant wakes it', async () => {
    const { db } = stage.container;
    const other = await db.contractFeed.create({
      data: {
        id: '01890000-0000-7000-8000-000000000001',
        kind: 'character',
        ownerId: BigInt(SCAMMER_ID),
        ownerName: 'Nadir Esh',
        characterId: BigInt(SCAMMER_ID),
      },
    });
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    const outcomes = await stage.poll();
    expect(outcomes.toSorted()).toEqual(['complete', 'dead-token']);
    expect(await stage.verdict(contractId)).toBe('valid');
    await db.contractFeed.delete({ where: { id: other.id } });
  });
});

describe('the trail', () => {
  test('every quote has one audit row a version, in an unbroken chain', async () => {
    const { db } = stage.container;
    for (const quote of await db.quote.findMany()) {
      const rows = await db.auditEvent.findMany({
        where: { entity: 'quote', entityId: quote.id },
        orderBy: { version: 'asc' },
      });
      expect(rows.map(({ version }) => version)).toEqual(
        Array.from({ length: quote.version }, (_, i) => i + 1),
      );
      let previous: Uint8Array | null = null;
      for (const row of rows) {
        const { hash, before, after, ...rest } = row;
        expect(Buffer.from(row.previous ?? []).equals(Buffer.from(previous ?? []))).toBe(true);
        const content = { ...rest, previous, before: asJson(before), after: asJson(after) };
        const { id: _, ...covered } = content;
        expect(Buffer.from(hashAudit(covered)).equals(Buffer.from(hash))).toBe(true);
        previous = hash;
      }
    }
  });

  test('every contract has one audit row a version', async () => {
    const { rows } = await stage.container.pool.query<{ id: string }>(`
      select contract.id from contract
      left join audit_event audit on audit.entity = 'contract' and audit.entity_id = contract.id::text
      group by contract.id having count(audit.id) <> contract.version`);
    expect(rows).toEqual([]);
  });

  test('no settlement is more than its quote, and each has two entries that sum to zero', async () => {
    const { rows } = await stage.container.pool.query(`
      select settlement.id from settlement join ledger_entry on settlement_id = settlement.id
      group by settlement.id having count(*) <> 2 or sum(ledger_entry.amount) <> 0
      union all
      select quote_id from settlement join quote on quote.id = quote_id
      group by quote_id, total having sum(amount) > total`);
    expect(rows).toEqual([]);
  });
});

function isList(path: string): boolean {
  return (
    path.startsWith(`/corporations/${TRADER_CORPORATION_ID}/contracts`) && !path.includes('items')
  );
}

function feeds() {
  return stage.container.db.contractFeed.findMany();
}

function quoteOf(id: string) {
  return stage.container.db.quote.findUniqueOrThrow({ where: { id } });
}

function contractOf(contractId: number) {
  return stage.container.db.contract.findUniqueOrThrow({ where: { id: contractId } });
}

async function goneAt(contractId: number): Promise<Date | null> {
  return (await contractOf(contractId)).goneAt;
}

function settlementsOf(quoteId: string) {
  return stage.container.db.settlement.findMany({ where: { quoteId }, include: { entries: true } });
}

function sumOf(entries: readonly { amount: bigint }[]): bigint {
  return entries.reduce((sum, { amount }) => sum + amount, 0n);
}

async function findingCodes(contractId: number): Promise<string[]> {
  const { rows } = await stage.container.pool.query<{ codes: string[] }>(
    `select array(select jsonb_array_elements(findings) ->> 'code') as codes
     from verdict where contract_id = $1 order by created_at desc, id desc limit 1`,
    [contractId],
  );
  return rows[0]?.codes ?? [];
}

async function cancel(quoteId: string): Promise<void> {
  const { code } = await quoteOf(quoteId);
  const outcome = await cancelQuote(
    stage.container,
    code,
    {
      viewer: {
        accountId,
        role: 'owner',
        characterId: PILOT_ID,
        characterName: 'Ilya Torvanen',
        characters: [{ characterId: PILOT_ID, name: 'Ilya Torvanen' }],
        sessionId: 'test',
      },
      claimHash: null,
    },
    stage.now(),
  );
  if (!outcome.ok) throw new Error(outcome.sentence);
}

function asJson(value: unknown): JsonValue {
  // What the database gives back of a JSON column is JSON.
  return value as JsonValue;
}
