import { describe, expect, test } from 'vitest';
import { matchAndSettle } from '#lib/features/contracts/match-and-settle.ts';
import { pollFeed } from '#lib/features/contracts/poll-feed.ts';
import type { EsiAnswer } from '#workers/testing/esi-proxy.ts';
import {
  contractOf,
  expectInvariants,
  findingCodes,
  goneAt,
  quoteOf,
  settlementsOf,
} from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import {
  SCAMMER_ID,
  TRADER_CORPORATION_ID,
  TRADER_ID,
  VELDSPAR_ID,
} from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;
const VELDSPAR = {
  record_id: 1,
  type_id: VELDSPAR_ID,
  quantity: 10_000,
  is_included: true,
  is_singleton: false,
};

const MINUTE_MS = 60_000;

const { stage, accountId } = await setStage();

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
    expect(await goneAt(stage, contractId)).toBeNull();
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
    expect(await goneAt(stage, contractId)).toBeNull();
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

  test('items that EVE denies once are asked for again, and what was accepted meanwhile is paid', async () => {
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    stage.esi.tamper = denyItems;
    await stage.poll();
    expect(await stage.verdict(contractId)).toBe('fix-needed');
    expect(await findingCodes(stage, contractId)).toContain('items-unreadable');
    await stage.act(contractId, 'accept', TRADER_ID);

    stage.esi.tamper = (_path, answer) => answer;
    await stage.poll();
    expect(await stage.verdict(contractId)).toBe('fix-needed');
    stage.later(5 * MINUTE_MS);
    await stage.poll();
    expect(await stage.verdict(contractId)).toBe('valid');
    expect(await settlementsOf(stage, id)).toHaveLength(1);
  });

  test('items that EVE denies for ten hours leave a contract that a person must look at', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    stage.esi.tamper = denyItems;
    await stage.poll();
    expect(timesAsked(contractId)).toBe(1);
    for (const minutes of [5, 10, 20, 40, 80, 160, 320]) {
      const before = timesAsked(contractId);
      await stage.poll();
      expect(timesAsked(contractId)).toBe(before);
      stage.later(minutes * MINUTE_MS);
      await stage.poll();
      expect(timesAsked(contractId)).toBe(before + 1);
    }
    stage.later(24 * 60 * MINUTE_MS);
    await stage.poll();
    expect(timesAsked(contractId)).toBe(8);
    expect(await stage.verdict(contractId)).toBe('fix-needed');
    expect((await contractOf(stage, contractId)).itemsState).toBe('unavailable');
  });

  test('items that the corporation’s route denies are read by the character’s', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code, { assigneeId: TRADER_CORPORATION_ID });
    stage.esi.tamper = (path, answer) =>
      path.includes('/corporations/') && path.includes('/items')
        ? { status: 404, headers: answer.headers, body: '{"error":"Contract not found!"}' }
        : path.includes('/items')
          ? { ...answer, status: 200, body: JSON.stringify([VELDSPAR]) }
          : answer;
    await stage.poll();
    expect(await stage.verdict(contractId)).toBe('valid');
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

describe('what a pilot may write', () => {
  test('a description that was cut in the middle of a sign stops nothing', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(`${code} xxxx`);
    stage.esi.tamper = (path, answer) =>
      isList(path)
        ? { ...answer, body: answer.body.replace(`${code} xxxx`, `${code} \\ud83d\\u0000`) }
        : answer;
    expect(await stage.poll()).toEqual(['complete']);
    expect(await stage.verdict(contractId)).toBe('valid');
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
      expect(await settlementsOf(stage, id)).toHaveLength(1);
      expect(await stage.state(code)).toBe('completed');
      expect((await quoteOf(stage, id)).version).toBe(3);
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
    expect((await quoteOf(stage, id)).version).toBe(2);
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

describe('afterwards', () => {
  test('all that must hold does', async () => {
    await expectInvariants(stage, { isEveWhole: false });
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

function denyItems(path: string, answer: EsiAnswer): EsiAnswer {
  return path.includes('/items')
    ? { ...answer, status: 404, body: '{"error":"Contract not found!"}' }
    : answer;
}

/** The character's route is asked behind the corporation's. */
function timesAsked(contractId: number): number {
  const isAsked = (path: string) =>
    path.startsWith('/corporations/') && path.includes(`/${contractId}/items`);
  return stage.esi.asked.filter(isAsked).length;
}
