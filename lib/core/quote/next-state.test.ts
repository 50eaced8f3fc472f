import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { VERDICTS } from '#lib/core/matching/finding.ts';
import {
  nextQuoteState,
  type QuoteContractFacts,
  type QuoteFacts,
  quoteMovesDue,
} from './next-state.ts';
import { canMove, isFinal, type QuoteState, quoteStateSchema } from './states.ts';

// Properties run thousands of cases; on a busy machine that takes more than vitest's five seconds.
vi.setConfig({ testTimeout: 60_000 });

const HOUR_MS = 3_600_000;
const CREATED_AT = new Date('2026-11-20T10:00:00Z');

describe('quoteMovesDue', () => {
  test.each<{
    name: string;
    state?: QuoteState;
    contracts?: string[];
    settled?: bigint;
    total?: bigint;
    at?: number;
    moves: QuoteState[];
  }>([
    { name: 'a fresh quote waits', moves: [] },
    { name: 'a valid contract holds it', contracts: ['outstanding valid'], moves: ['contracted'] },
    { name: 'a wrong contract leaves it open', contracts: ['outstanding fix-needed'], moves: [] },
    { name: 'so does a scam', contracts: ['outstanding suspicious'], moves: [] },
    { name: 'a near miss never holds it', contracts: ['outstanding valid near-miss'], moves: [] },
    {
      name: 'a wrong contract does not block a right one',
      contracts: ['outstanding fix-needed', 'outstanding valid'],
      moves: ['contracted'],
    },
    { name: 'the window ends without a contract', at: 73, moves: ['expired'] },
    { name: 'the last moment of the window still counts', at: 72, moves: [] },
    {
      name: 'the window ends while a valid contract waits',
      state: 'contracted',
      contracts: ['outstanding valid'],
      at: 73,
      moves: [],
    },
    {
      name: 'an accepted contract completes it',
      state: 'contracted',
      contracts: ['finished valid'],
      moves: ['completed'],
    },
    {
      name: 'a contract accepted before we saw it goes the whole way',
      contracts: ['finished valid'],
      moves: ['contracted', 'completed'],
    },
    {
      name: 'a contract issued in time but seen late revives an expired quote',
      state: 'expired',
      contracts: ['outstanding valid'],
      at: 74,
      moves: ['contracted'],
    },
    {
      name: 'even when it is accepted already',
      state: 'expired',
      contracts: ['finished valid'],
      at: 74,
      moves: ['contracted', 'completed'],
    },
    {
      name: 'an accepted wrong contract pays nothing',
      state: 'contracted',
      contracts: ['finished fix-needed'],
      moves: ['open'],
    },
    ...['cancelled', 'rejected', 'deleted', 'failed', 'reversed'].map((status) => ({
      name: `a ${status} contract frees the quote`,
      state: 'contracted' as const,
      contracts: [`${status} fix-needed`],
      moves: ['open' as const],
    })),
    {
      name: 'a contract that vanished frees the quote',
      state: 'contracted',
      contracts: ['outstanding valid gone'],
      moves: ['open'],
    },
    {
      name: 'a contract that vanished after the window expires it',
      state: 'contracted',
      contracts: ['outstanding valid gone'],
      at: 73,
      moves: ['expired'],
    },
    {
      name: 'a contract that ran out in game frees the quote, whatever its stored verdict',
      state: 'contracted',
      contracts: ['outstanding valid short'],
      at: 30,
      moves: ['open'],
    },
    {
      name: 'an accepted contract stays accepted when EVE no longer lists it',
      state: 'contracted',
      contracts: ['finished valid gone'],
      moves: ['completed'],
    },
    ...['finished_issuer', 'finished_contractor'].map((status) => ({
      name: `"${status}" is accepted, too`,
      state: 'contracted' as const,
      contracts: [`${status} valid`],
      moves: ['completed' as const],
    })),
    {
      name: 'one that ends in game at this very moment waits no more',
      state: 'contracted',
      contracts: ['outstanding valid short'],
      at: 25,
      moves: ['open'],
    },
    {
      name: 'one that EVE calls rejected waits no more, though its verdict is an old one',
      state: 'contracted',
      contracts: ['rejected valid'],
      moves: ['open'],
    },
    {
      name: 'all of it in one is accepted, as a gift, while another waits',
      state: 'contracted',
      contracts: ['finished valid', 'outstanding valid'],
      settled: 97n,
      moves: ['completed'],
    },
    {
      name: 'a part is accepted and the other ran out, when the window is over',
      state: 'contracted',
      contracts: ['finished valid part', 'outstanding valid part short'],
      at: 73,
      moves: ['partly-completed'],
    },
    {
      name: 'a part is settled, and a contract for the rest waits',
      contracts: ['outstanding valid'],
      settled: 40n,
      moves: ['contracted', 'partly-completed'],
    },
    {
      name: 'a part is settled, and nothing waits',
      state: 'contracted',
      settled: 40n,
      moves: ['partly-completed'],
    },
    { name: 'an expired one stays, though a clock was set back', state: 'expired', moves: [] },
    { name: 'one over 0 ISK is not completed by nothing', total: 0n, moves: [] },
    {
      name: 'one of two parts is accepted',
      state: 'contracted',
      contracts: ['finished valid part', 'outstanding valid part'],
      settled: 40n,
      moves: ['partly-completed'],
    },
    {
      name: 'the last part completes it, even when the parts together were a gift',
      state: 'partly-completed',
      contracts: ['finished valid part', 'finished valid part'],
      settled: 97n,
      moves: ['completed'],
    },
    {
      name: 'a second part that ran out in game does not complete it',
      state: 'partly-completed',
      contracts: ['finished valid part', 'outstanding valid part short'],
      settled: 40n,
      at: 30,
      moves: [],
    },
    {
      name: 'the second part was deleted: what is settled stays settled',
      state: 'partly-completed',
      contracts: ['finished fix-needed', 'deleted fix-needed'],
      settled: 40n,
      moves: [],
    },
    {
      name: 'and the rest expires',
      state: 'partly-completed',
      contracts: ['finished fix-needed'],
      settled: 40n,
      at: 73,
      moves: ['expired'],
    },
    {
      name: 'settlements that reach the total complete it',
      state: 'partly-completed',
      contracts: ['finished fix-needed', 'finished fix-needed'],
      settled: 100n,
      moves: ['completed'],
    },
    { name: 'completed stays', state: 'completed', contracts: ['deleted fix-needed'], moves: [] },
    { name: 'cancelled stays', state: 'cancelled', contracts: ['finished valid'], moves: [] },
  ])('$name', ({ state = 'open', contracts = [], settled = 0n, total = 100n, at = 1, moves }) => {
    const facts = { ...quote(state, contracts.map(contract), settled), total };

    expect(quoteMovesDue(facts, hours(at))).toEqual(moves);
  });
});

describe('whatever happens to a quote', () => {
  const anyContract: fc.Arbitrary<QuoteContractFacts> = fc.record({
    status: fc.constantFrom('outstanding', 'finished', 'cancelled', 'rejected', 'deleted', 'new'),
    verdict: fc.constantFrom(...VERDICTS),
    relation: fc.constantFrom('named', 'near-miss', 'none'),
    isPart: fc.boolean(),
    dateIssued: fc.nat(80).map(hours),
    dateExpired: fc.nat(200).map(hours),
    isGone: fc.boolean(),
  });
  const anyState = fc.constantFrom(...quoteStateSchema.options);
  const anySettled = fc.constantFrom(0n, 40n, 100n);

  test('only allowed moves are made, they end, and finals are never left', () => {
    fc.assert(
      fc.property(
        anyState,
        fc.array(anyContract, { maxLength: 4 }),
        anySettled,
        fc.nat(220),
        (state, contracts, settled, at) => {
          const facts = quote(state, contracts, settled);
          const moves = quoteMovesDue(facts, hours(at));

          expect(moves.length).toBeLessThanOrEqual(2);
          [state, ...moves].reduce((from, to) => {
            expect(canMove(from, to)).toBe(true);
            return to;
          });
          if (isFinal(state)) expect(moves).toEqual([]);
          const end = moves.at(-1) ?? state;
          expect(nextQuoteState({ ...facts, state: end }, hours(at))).toBe(end);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test('a life of random events passes through allowed pairs alone', () => {
    const anyEvent = fc.oneof(
      fc.record({ kind: fc.constant('contract' as const), contract: anyContract }),
      fc.record({ kind: fc.constant('gone' as const), at: fc.nat(3) }),
      fc.record({ kind: fc.constant('time' as const), hours: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ kind: fc.constant('cancel' as const) }),
    );
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        let facts = quote('open', [], 0n);
        let clock = 0;
        for (const event of events) {
          if (event.kind === 'time') clock += event.hours;
          if (event.kind === 'cancel' && canMove(facts.state, 'cancelled')) {
            facts = { ...facts, state: 'cancelled' };
          }
          if (event.kind === 'contract') {
            facts = { ...facts, contracts: [...facts.contracts, event.contract] };
          }
          if (event.kind === 'gone') {
            const contracts = facts.contracts.map((each, i) =>
              i === event.at ? { ...each, isGone: true } : each,
            );
            facts = { ...facts, contracts };
          }
          for (const to of quoteMovesDue(facts, hours(clock))) {
            expect(`${facts.state} → ${to}`).toSatisfy(() => canMove(facts.state, to));
            facts = { ...facts, state: to };
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

function quote(
  state: QuoteState,
  contracts: readonly QuoteContractFacts[],
  settledTotal: bigint,
): QuoteFacts {
  const expiresAt = hours(72);
  return { state, total: 100n, createdAt: CREATED_AT, expiresAt, settledTotal, contracts };
}

/** Read `'outstanding valid'`, with `gone`, `part`, `near-miss` or `short` (a day in game) behind. */
function contract(text: string): QuoteContractFacts {
  const [status = '', verdict, ...flags] = text.split(' ');
  return {
    status,
    verdict: VERDICTS.find((each) => each === verdict) ?? 'unmatched',
    relation: flags.includes('near-miss') ? 'near-miss' : 'named',
    isPart: flags.includes('part'),
    dateIssued: hours(1),
    dateExpired: hours(flags.includes('short') ? 25 : 14 * 24),
    isGone: flags.includes('gone'),
  };
}

function hours(n: number): Date {
  return new Date(CREATED_AT.getTime() + n * HOUR_MS);
}
