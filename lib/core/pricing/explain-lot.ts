/**
 * What made the price of a lot that was not simply paid for as it is, in words.
 *
 * @module
 */
import { parseIsk, toIskText } from '#lib/core/isk.ts';
import { METHOD_WORDS, REMAINDER_WORDS, toShareWords, WAY_WORDS } from './describe-paying.ts';
import type { LineEvidence, LotEvidence, SellCapEvidence } from './evidence.ts';
import { formatRateBp, shown, shownUnits } from './explained-numbers.ts';
import type { WayRefusal } from './value-lot.ts';

/** One sum of the lot: units of something at a price. */
export type LotStep = {
  /** "34,936 Tritanium × 4.20" */
  readonly name: string;
  /** "146,731.20" */
  readonly value: string;
};

export type LotExplanation = {
  /** "the best of as it is, compressed and refined: refined" */
  readonly method: string;
  /** "87.34 %, 100 whole portions of 100 units"; null: nothing is refined. */
  readonly yield: string | null;
  /** "50 units fill no portion: not paid"; null: none are left. */
  readonly leftover: string | null;
  /** What each way came to, where several were looked at: "as it is: 170.00" */
  readonly tried: readonly string[];
  /** Why its minerals stand in for its own price; null: they do not. */
  readonly standsInFor: string | null;
  /** Buy prices that counted as less than their books say. */
  readonly caps: readonly string[];
  /** They sum to the lot's worth, exactly. */
  readonly steps: readonly LotStep[];
  /** "146,731.20" */
  readonly value: string;
};

/** Say what made a lot's worth. */
export function explainLot(
  lot: LotEvidence,
  { basis }: Pick<LineEvidence, 'basis'>,
): LotExplanation {
  const { method, way, refined } = lot;
  return {
    method: method === way ? METHOD_WORDS[method] : `${METHOD_WORDS[method]}: ${WAY_WORDS[way]}`,
    yield:
      refined &&
      `${toShareWords(refined.share)}, ${count(refined.portions, 'whole portion')} of ${count(refined.portionSize, 'unit')}; each material rounded down once`,
    leftover: lot.leftover && explainLeftover(lot.leftover),
    tried: lot.tried.length > 1 ? lot.tried.map(explainTried) : [],
    standsInFor:
      lot.standsInFor === null
        ? null
        : `${STANDS_IN[lot.standsInFor] ?? 'Its own book makes no price'} at ${basis.hubName}, so it is worth its minerals`,
    caps: toCaps(lot),
    steps: toSteps(lot),
    value: shown(lot.valueIsk),
  };
}

/** "92 % of 146,731.20 ÷ 10,050 units = 13.43" */
export function lotArithmetic(
  { valueIsk, parts, refined, leftover }: LotEvidence,
  { rateBp, unitPriceIsk }: Pick<LineEvidence, 'rateBp' | 'unitPriceIsk'>,
): string {
  const units = refined
    ? refined.portions * refined.portionSize + (leftover?.quantity ?? 0)
    : (parts[0]?.quantity ?? 0);
  return `${formatRateBp(rateBp)} of ${shown(valueIsk)} ÷ ${shownUnits(units)} units = ${shown(unitPriceIsk)}`;
}

/** Say why a buy price counts as less than the book says. */
export function explainCap({ buyIsk, sellIsk, capBp }: SellCapEvidence): string {
  const bound = toIskText((parseIsk(sellIsk) * BigInt(capBp)) / 10_000n);
  return `buy ${shown(buyIsk)} is above ${formatRateBp(capBp)} of sell ${shown(sellIsk)}, and counts as ${shown(bound)}`;
}

const STANDS_IN: Readonly<Record<string, string>> = {
  'no-orders': 'Nobody trades it',
  'thin-book': 'Too few units of it are traded',
  'not-deep': 'There are not orders enough for so many',
  'no-trades': 'Nobody traded it in those days',
};

const REASONS: Readonly<Record<WayRefusal, string>> = {
  'no-price': 'no price is known',
  'stale-price': 'the price is too old',
  'no-orders': 'nobody trades it',
  'thin-book': 'too few units are traded',
  'not-deep': 'not orders enough for so many',
  'stale-average': 'the average is too old',
  'no-trades': 'nobody traded it in those days',
  'under-portion': 'less than one portion',
  'not-refinable': 'it refines to nothing',
  'scrap-not-paid': 'scrap is not paid for',
  'no-yield': 'no yield is said',
  'too-many': 'too many to count',
};

function explainTried({ way, valueIsk, reason }: LotEvidence['tried'][number]): string {
  if (valueIsk !== null) return `${WAY_WORDS[way]}: ${shown(valueIsk)}`;
  const why = Object.entries(REASONS).find(([known]) => known === reason)?.[1] ?? 'no price';
  return `${WAY_WORDS[way]}: ${why}`;
}

function explainLeftover({
  quantity,
  remainder,
  priceIsk,
}: NonNullable<LotEvidence['leftover']>): string {
  const units = count(quantity, 'unit');
  if (remainder === 'unpaid') return `${units} left; ${REMAINDER_WORDS.unpaid}`;
  return priceIsk === null
    ? `${units} left, not paid: their own book makes no price`
    : `${units} left; ${REMAINDER_WORDS['as-is']}`;
}

function toSteps({ parts, leftover }: LotEvidence): LotStep[] {
  const steps = parts.map(({ name, quantity, priceIsk }) => toStep(name, quantity, priceIsk));
  return leftover?.priceIsk
    ? [...steps, toStep('left over', leftover.quantity, leftover.priceIsk)]
    : steps;
}

function toCaps({ parts, leftover }: LotEvidence): string[] {
  const rest = leftover ? [{ name: 'left over', cap: leftover.cap }] : [];
  return [...parts, ...rest].flatMap(({ name, cap }) => (cap ? `${name}: ${explainCap(cap)}` : []));
}

function toStep(name: string, quantity: number, priceIsk: string): LotStep {
  return {
    name: `${shownUnits(quantity)} ${name} × ${shown(priceIsk)}`,
    value: shown(toIskText(parseIsk(priceIsk) * BigInt(quantity))),
  };
}

function count(units: number, noun: string): string {
  return `${shownUnits(units)} ${noun}${units === 1 ? '' : 's'}`;
}
