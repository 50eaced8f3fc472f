import { describe, expect, inject, test } from 'vitest';
import { matchAndSettle } from '#lib/features/contracts/match-and-settle.ts';
import { pollFeed } from '#lib/features/contracts/poll-feed.ts';
import { expectInvariants } from '#workers/testing/look.ts';
import {
  createStage,
  PILOT_ID,
  SCAMMER_ID,
  type Stage,
  TRADER_ID,
} from '#workers/testing/stage.ts';
import { createRandom, isLongRun } from './support/choose.ts';

const NEVER = new AbortController().signal;
const SEEDS = isLongRun ? 10 : 1;
const MOST_TIMES = 5;

describe('F20 jobs that are delivered again and again, in any order', { timeout: 180_000 }, () => {
  test.each(Array.from({ length: SEEDS }, (_, i) => i))(
    'leave what one delivery of each leaves (%s)',
    async (nth) => {
      const random = createRandom(inject('seed') + nth);
      const once = await play(async (stage, feedId) => {
        await pollFeed(stage.container, { feedId }, NEVER);
      });
      const often = await play(async (stage, feedId) => {
        const times = 1 + random(MOST_TIMES);
        const ids = (await stage.container.db.contract.findMany()).map(({ id }) => Number(id));
        const deliveries = [
          ...Array.from(
            { length: times },
            () => () => pollFeed(stage.container, { feedId }, NEVER),
          ),
          ...ids.flatMap((id) =>
            Array.from({ length: random(3) }, () => () => matchAndSettle(stage.container, id)),
          ),
        ].toSorted(() => random(3) - 1);
        await Promise.all(deliveries.map((deliver) => deliver()));
        await pollFeed(stage.container, { feedId }, NEVER);
      });
      expect(often).toEqual(once);
    },
  );
});

/** A day in the life of six contracts, each step seen by the worker as `deliver` has it. */
async function play(deliver: (stage: Stage, feedId: string) => Promise<void>) {
  await using stage = await createStage();
  const accountId = await stage.signIn(PILOT_ID);
  const { id: feedId } = await stage.container.db.contractFeed.findFirstOrThrow();
  const step = async () => {
    stage.later(20_000);
    await deliver(stage, feedId);
  };
  const quotes = [];
  for (let i = 0; i < 5; i += 1) quotes.push((await stage.quote({ accountId })).code);
  const [paid = '', wrong = '', deleted = '', rejected = '', stolen = ''] = quotes;
  const ids = [
    await stage.contract(paid),
    await stage.contract(wrong, { priceIsk: '1100000.00' }),
    await stage.contract(deleted),
    await stage.contract(rejected),
    await stage.contract(stolen, { issuerId: SCAMMER_ID }),
    // Near to no quote: of several equal ones any may be taken for meant.
    await stage.contract('nothing of ours', { priceIsk: '7.00' }),
  ];
  await step();
  await stage.act(ids[0] ?? 0, 'accept', TRADER_ID);
  await stage.act(ids[2] ?? 0, 'delete', PILOT_ID);
  await stage.act(ids[3] ?? 0, 'reject', TRADER_ID);
  await step();
  await step();
  await expectInvariants(stage);
  return await readTables(stage, quotes, ids);
}

/**
 * What the tables hold, but for ids, codes and times, which no two runs share. How often a contract was
 * judged on the way depends on what its neighbours were at that moment; the last verdict does not.
 */
async function readTables({ container: { db } }: Stage, codes: string[], ids: number[]) {
  const quotes = await db.quote.findMany({ where: { code: { in: codes } } });
  const contracts = await db.contract.findMany({ include: { items: true } });
  const settlements = await db.settlement.findMany({ include: { entries: true } });
  const audit = await db.auditEvent.findMany({ orderBy: { version: 'asc' } });
  const trailOf = (entityId: string) =>
    audit.filter((event) => event.entityId === entityId).map(({ action }) => action);
  return {
    quotes: codes.map((code) => {
      const quote = quotes.find((each) => each.code === code);
      return { state: quote?.state, version: quote?.version, trail: trailOf(quote?.id ?? '') };
    }),
    contracts: ids.map((id) => {
      const row = contracts.find((each) => Number(each.id) === id);
      return {
        status: row?.status,
        verdict: row?.verdict,
        relation: row?.relation,
        version: row?.version,
        itemsState: row?.itemsState,
        isGone: row?.goneAt !== null,
        quote: codes.indexOf(quotes.find((each) => each.id === row?.quoteId)?.code ?? ''),
        items: row?.items.map(({ typeId, quantity }) => [typeId, String(quantity)]),
        trail: trailOf(String(id)),
      };
    }),
    settlements: settlements.map(({ contractId, part, amount, entries }) => ({
      contract: ids.indexOf(Number(contractId)),
      part,
      amount,
      entries: entries.map((entry) => [entry.party, entry.amount]).toSorted(),
    })),
    outbox: await db.outboxEvent.count(),
  };
}
