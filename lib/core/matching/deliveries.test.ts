import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchContract } from './match-contract.ts';
import type { MatchInput, OtherContract } from './match-input.ts';
import { relevantOthers } from './relevant-others.ts';
import { ALT, at, PILOT, STRANGER, scene } from './testing/scene.ts';

const RUNS = process.env.LONG_RUN ? 20_000 : 1_500;
const UNITS = 10;
const TOTAL = 1_000_00n;
const FIRST_ID = 100;

const UNTOLD = { isPromised: false, isLossUnseen: false };

const PART = {
  price: 'fair',
  status: 'outstanding',
  minute: 0,
  laterMinutes: 0,
  isSettled: false,
  isPromised: false,
  isLossUnseen: false,
} as const;

/** Quotes of ten units, and any contracts that name them. */
const anyCrowd = fc.record({
  issuerIds: fc.constantFrom<number[]>([], [PILOT, ALT]),
  contracts: fc.array(
    fc.record({
      issuerId: fc.constantFrom<number>(PILOT, PILOT, ALT, STRANGER),
      units: fc.oneof(fc.constant(UNITS), fc.integer({ min: 0, max: UNITS + 1 })),
      price: fc.constantFrom('fair', 'fair', 'fair', 'fair', 'gift', 'dear', 'whole'),
      status: fc.constantFrom('outstanding', 'outstanding', 'outstanding', 'finished', 'rejected'),
      minute: fc.integer({ min: 0, max: 20 }),
      laterMinutes: fc.integer({ min: 0, max: 20 }),
      isSettled: fc.boolean(),
      isPromised: fc.boolean(),
      isLossUnseen: fc.constantFrom(false, false, false, true),
    }),
    { minLength: 2, maxLength: 30 },
  ),
});
type Crowd = typeof anyCrowd extends fc.Arbitrary<infer T> ? T : never;

const PRICES: Readonly<Record<string, (units: number) => bigint>> = {
  fair: (units) => BigInt(units) * 100_00n,
  gift: (units) => BigInt(units) * 96_00n,
  dear: (units) => BigInt(units) * 130_00n,
  whole: () => TOTAL,
};

function atMinute(minute: number): Date {
  return new Date(at('2026-11-20T11:10:00Z').getTime() + minute * 60_000);
}

function offersOf({ contracts }: Crowd): OtherContract[] {
  return contracts.map(
    ({ issuerId, units, price, status, minute, laterMinutes, isSettled, ...said }, i) => {
      const { contract, items } = scene({
        items: [`gives ${units} Rifter`],
        contract: {
          contractId: FIRST_ID + i,
          issuerId,
          status,
          dateIssued: atMinute(minute),
          ...(status === 'finished' && {
            dateCompleted: atMinute(minute + laterMinutes),
          }),
        },
      });
      const isPaid =
        isSettled && status === 'finished' && price === 'fair' && units > 0 && units <= 3;
      return {
        contract: { ...contract, price: PRICES[price]?.(units) ?? 0n },
        items,
        ...(isPaid && { isSettled }),
        isPromised: said.isPromised,
        isLossUnseen: !said.isPromised && said.isLossUnseen,
      };
    },
  );
}

/** What each of them is judged by, with all others. */
function inputsOf(crowd: Crowd): MatchInput[] {
  const base = scene({
    lines: [`${UNITS} Rifter`],
    totalIsk: '1000.00',
    program: { issuerIds: crowd.issuerIds },
  });
  const quote = {
    ...base.quote,
    lines: base.quote.lines.map((line) => ({ ...line, unitPrice: 100_00n })),
  };
  const offers = offersOf(crowd);
  return offers.flatMap((own) => {
    if (own.isSettled) return [];
    const otherContracts = offers.filter((other) => other !== own);
    return [{ ...base, quote, ...own, now: at('2026-11-20T12:00:00Z'), otherContracts }];
  });
}

describe('a crowd of contracts for one quote', () => {
  test('the verdict of each depends on the relevant ones alone', () => {
    fc.assert(
      fc.property(anyCrowd, (crowd) => {
        for (const input of inputsOf(crowd)) expectSameOfRelevant(input);
      }),
      { numRuns: RUNS },
    );
  });

  test.each<{ name: string; crowd: Crowd }>([
    {
      name: 'parts for which there was no room beside a stranger’s delivery',
      crowd: {
        issuerIds: [],
        contracts: [
          { ...PART, issuerId: STRANGER, units: 10, minute: 1 },
          ...[1, 1, 9].map((units) => ({ ...PART, issuerId: PILOT, units })),
        ],
      },
    },
    {
      name: 'parts of one character between too many of another',
      crowd: {
        issuerIds: [PILOT, ALT],
        contracts: [
          { ...PART, issuerId: PILOT, units: 1 },
          ...Array.from({ length: 25 }, () => ({ ...PART, issuerId: ALT, units: 4, minute: 1 })),
          ...[1, 9].map((units) => ({ ...PART, issuerId: PILOT, units, minute: 2 })),
        ],
      },
    },
  ])('… and of $name', ({ crowd }) => {
    for (const input of inputsOf(crowd)) expectSameOfRelevant(input);
  });

  test('nobody can accept more of them than was quoted, whichever and in whatever order', () => {
    fc.assert(
      fc.property(anyCrowd, (crowd) => {
        const inputs = inputsOf(crowd);
        const settled = offersOf(crowd).filter(({ isSettled }) => isSettled);
        // Never more than was quoted, as long as the settlements were right.
        fc.pre(unitsOf(settled) <= UNITS);
        const valid = inputs.filter((input) => matchContract(input).verdict === 'valid');

        const waiting = valid.filter(({ contract }) => contract.status === 'outstanding');
        expect(unitsOf([...valid, ...settled])).toBeLessThanOrEqual(UNITS);
        expect(priceOf([...valid, ...settled])).toBeLessThanOrEqual(TOTAL + 1_00n);
        // What waits delivers all of it: nothing less is taken.
        if (waiting.length > 0) expect(unitsOf([...valid, ...settled])).toBe(UNITS);
        if (crowd.issuerIds.length === 0) {
          expect(new Set(waiting.map(({ contract }) => contract.issuerId)).size).toBeLessThan(2);
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('nobody is told to be right in the room of what may have been accepted since EVE’s list', () => {
    fc.assert(
      fc.property(anyCrowd, (crowd) => {
        const contracts = crowd.contracts
          .filter(({ status }) => status === 'outstanding')
          .map((each) => ({ ...each, isPromised: false }));
        const waiting = inputsOf({ ...crowd, contracts });
        const held = waiting.filter((input) => input.isLossUnseen && mayBePaid(input));
        fc.pre(held.length > 0 && unitsOf(held) <= UNITS);
        const valid = waiting.filter((input) => matchContract(input).verdict === 'valid');

        expect(unitsOf([...new Set([...held, ...valid])])).toBeLessThanOrEqual(UNITS);
      }),
      { numRuns: RUNS },
    );
  });

  test('what delivers a guest’s quote still delivers it when the quote is the pilot’s account’s', () => {
    fc.assert(
      fc.property(anyCrowd, (crowd) => {
        const contracts = crowd.contracts.filter(({ status }) => status !== 'finished');
        const guests = inputsOf({ issuerIds: [], contracts }).filter(isWaitingAndValid);
        const [first] = guests;
        const isKnown = [PILOT, ALT].includes(first?.contract.issuerId ?? 0);
        fc.pre(isKnown);

        const owned = inputsOf({ issuerIds: [PILOT, ALT], contracts }).filter(isWaitingAndValid);
        expect(owned).not.toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  test('whoever was told to be right stays so, whatever comes to light of those before', () => {
    fc.assert(
      fc.property(anyCrowd, fc.integer({ min: 1, max: UNITS }), (any, units) => {
        const first = { ...PART, issuerId: ALT, units, minute: -1 };
        // What was accepted and right is settled by the time that the trader is told of others.
        const crowd = {
          ...any,
          contracts: any.contracts.filter(({ status }) => status !== 'finished'),
        };
        for (const { contract } of promisesOf(crowd)) {
          const known = { ...crowd, contracts: [first, ...flag(crowd)] };
          expect(verdictOf(known, contract.contractId + 1)).toBe('valid');
        }
      }),
      { numRuns: RUNS / 5 },
    );
  });

  test('what is accepted on our word is paid, whatever becomes of the others', () => {
    fc.assert(
      fc.property(anyCrowd, fc.array(fc.boolean()), (crowd, isGone) => {
        const [promised] = promisesOf(crowd);
        fc.pre(promised !== undefined);
        const { contractId } = promised.contract;
        const contracts = flag(crowd).map((each, i) => {
          if (i === contractId - FIRST_ID)
            return { ...each, status: 'finished' as const, isSettled: false };
          return isGone[i] && !each.isSettled ? { ...each, status: 'rejected' as const } : each;
        });
        expect(verdictOf({ ...crowd, contracts }, contractId)).toBe('valid');
      }),
      { numRuns: RUNS / 5 },
    );
  });

  test('whoever is right stays right, whatever others offer after that', () => {
    fc.assert(
      fc.property(anyCrowd, (crowd) => {
        const inputs = inputsOf(crowd);
        for (const input of inputs.filter((each) => matchContract(each).verdict === 'valid')) {
          const { otherContracts = [] } = input;
          const last = Math.max(
            ...[input, ...otherContracts].map(({ contract }) =>
              (contract.dateCompleted ?? contract.dateIssued).getTime(),
            ),
          );
          const late = scene({
            items: [`gives ${UNITS} Rifter`],
            price: '1000',
            contract: { contractId: 999, issuerId: STRANGER, dateIssued: new Date(last + 1) },
          });

          const after = { ...input, otherContracts: [...otherContracts, late] };
          expect(matchContract(after).verdict).toBe('valid');
        }
      }),
      { numRuns: RUNS / 5 },
    );
  });
});

function expectSameOfRelevant(input: MatchInput): void {
  const codesOf = (each: MatchInput) => matchContract(each).findings.map(({ code }) => code);
  const narrow = { ...input, otherContracts: relevantOthers(input) };
  expect(codesOf(narrow)).toEqual(codesOf(input));
}

/** What waits and is right, of a crowd of which nothing was said yet. */
function promisesOf(crowd: Crowd): MatchInput[] {
  const untold = crowd.contracts.map((each) => ({ ...each, ...UNTOLD }));
  return inputsOf({ ...crowd, contracts: untold }).filter(isWaitingAndValid);
}

/** The crowd once the trader was told which are right. */
function flag(crowd: Crowd): Crowd['contracts'] {
  const ids = new Set(promisesOf(crowd).map(({ contract }) => contract.contractId));
  return crowd.contracts.map((each, i) => ({
    ...each,
    ...UNTOLD,
    isPromised: ids.has(FIRST_ID + i),
  }));
}

function verdictOf(crowd: Crowd, contractId: number): string | undefined {
  const input = inputsOf(crowd).find(({ contract }) => contract.contractId === contractId);
  return input && matchContract(input).verdict;
}

function isWaitingAndValid(input: MatchInput): boolean {
  return input.contract.status === 'outstanding' && matchContract(input).verdict === 'valid';
}

/** Accepted as right, with nothing else there. */
function mayBePaid(input: MatchInput): boolean {
  const contract = { ...input.contract, status: 'finished' };
  const { verdict } = matchContract({ ...input, contract, isPromised: true, otherContracts: [] });
  return verdict === 'valid';
}

function unitsOf(offers: readonly Pick<OtherContract, 'items'>[]): number {
  return offers.reduce((sum, { items }) => sum + (items?.[0]?.quantity ?? 0), 0);
}

function priceOf(offers: readonly Pick<OtherContract, 'contract'>[]): bigint {
  return offers.reduce((sum, { contract }) => sum + (contract.price ?? 0n), 0n);
}
