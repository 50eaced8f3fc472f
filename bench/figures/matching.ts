import { judgeContract } from '#lib/core/matching/judge-contract.ts';
import { type PreparedQuote, prepareQuote } from '#lib/core/matching/prepare-quote.ts';
import { findCodesInText, formatQuoteCode } from '#lib/core/quote/code.ts';
import type { Figure, Measure } from '../support/figure.ts';
import { createMarketDay, type MarketDay } from '../support/market-day.ts';
import { takeTurns } from '../support/rounds.ts';

const SIZES = {
  full: { quotes: 20_000, contracts: 100_000 },
  tiny: { quotes: 20, contracts: 200 },
} as const;
const LEAST_SHARE = 0.5;

/**
 * Every contract is held against the quotes that its title names, else against those of its issuer:
 * all 18 checks, the code of each finding and the verdict. Indexing the quotes counts, on both sides.
 *
 * The peer joins titles as text, else issuers, and compares bags of types: no checks at all.
 */
export const matching: Figure = {
  name: 'matching',
  title: '100,000 contracts against 20,000 open quotes of ten lines, all 18 checks',
  async measure({ size, rounds }) {
    const day = createMarketDay(SIZES[size]);
    let valid = 0;
    const { ours, bare } = await takeTurns(rounds, {
      ours: () => {
        valid = countValid(day);
      },
      bare: () => joinBags(day),
    });
    // A figure of something that does not match would be worth nothing.
    if (valid < day.contracts.length / 2) throw new Error(`Only ${valid} contracts are valid`);

    const count = day.contracts.length;
    const measures: Measure[] = [
      {
        what: 'share of the bare join’s speed, processor time',
        unit: '×',
        value: bare.cpuMs / ours.cpuMs,
        spread: Math.max(ours.cpuSpread, bare.cpuSpread),
        bar: { atLeast: LEAST_SHARE },
      },
      {
        what: 'contracts a second',
        unit: '/s',
        value: (count / ours.wallMs) * 1_000,
        spread: ours.spread,
        peer: {
          what: 'map and bag',
          value: (count / bare.wallMs) * 1_000,
          spread: bare.spread,
        },
      },
    ];
    return measures;
  },
};

export function countValid({
  quotes,
  contracts,
  now,
  prefix,
  packagedVolumesM3,
}: MarketDay): number {
  const byCode = new Map<string, PreparedQuote>();
  const byIssuer = new Map<number, PreparedQuote[]>();
  for (const { quote, program } of quotes) {
    const prepared = prepareQuote({ quote, program, packagedVolumesM3 });
    byCode.set(quote.code, prepared);
    for (const id of program.issuerIds) addTo(byIssuer, id, prepared);
  }

  const prefixes = [prefix];
  let valid = 0;
  for (const { contract, items } of contracts) {
    const knownCodes = findCodesInText(contract.title ?? '', { prefixes });
    const side = { contract, items, now, knownCodes };
    let isNamed = false;
    for (const code of knownCodes) {
      const prepared = byCode.get(code);
      if (!prepared) continue;
      isNamed = true;
      if (judgeContract(prepared, side).verdict === 'valid') valid += 1;
    }
    if (isNamed) continue;
    for (const prepared of byIssuer.get(contract.issuerId) ?? []) judgeContract(prepared, side);
  }
  return valid;
}

type Bag = Map<number, number>;

export function joinBags({ quotes, contracts }: MarketDay): number {
  const byTitle = new Map<string, Bag>();
  const byIssuer = new Map<number, Bag[]>();
  for (const { quote, program } of quotes) {
    const bag = bagOf(quote.lines);
    byTitle.set(formatQuoteCode(quote.code), bag);
    for (const id of program.issuerIds) addTo(byIssuer, id, bag);
  }

  let hits = 0;
  for (const { contract, items } of contracts) {
    const bag = bagOf(items);
    const named = byTitle.get(contract.title ?? '');
    if (named) hits += Number(areEqual(named, bag));
    else
      for (const own of byIssuer.get(contract.issuerId) ?? []) hits += Number(areEqual(own, bag));
  }
  return hits;
}

function bagOf(rows: readonly { typeId: number; quantity: number }[]): Bag {
  const bag: Bag = new Map();
  for (const { typeId, quantity } of rows) bag.set(typeId, (bag.get(typeId) ?? 0) + quantity);
  return bag;
}

function areEqual(a: Bag, b: Bag): boolean {
  if (a.size !== b.size) return false;
  for (const [typeId, units] of a) if (b.get(typeId) !== units) return false;
  return true;
}

function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
