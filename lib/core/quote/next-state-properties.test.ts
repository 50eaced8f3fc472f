import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VERDICTS } from '#lib/core/matching/finding.ts';
import { nextQuoteState, type QuoteContractFacts, quoteMovesDue } from './next-state.ts';
import { canMove, isFinal, quoteStateSchema } from './states.ts';
import { hours, quote } from './testing/quote-facts.ts';

describe('whatever happens to a quote', () => {
  const anyContract: fc.Arbitrary<QuoteContractFacts> = fc.record({
    status: fc.constantFrom('outstanding', 'finished', 'cancelled', 'rejected', 'deleted', 'new'),
    verdict: fc.constantFrom(...VERDICTS),
    relation: fc.constantFrom('named', 'near-miss', 'none'),
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
