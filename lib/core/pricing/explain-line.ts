import { formatIsk, parseIsk } from '#lib/core/isk.ts';
import type { LineEvidence } from './evidence.ts';
import { describeRuleEvidence } from './rules/describe-rule.ts';

/** Pieces of the answer to "why this price". */
export type LineExplanation = {
  /** "92 % Jita buy" */
  readonly short: string;
  /** "92 %" */
  readonly rate: string;
  /** "Jita buy" */
  readonly basis: string;
  /** "5 % volume-weighted" or "best order" */
  readonly statistic: string;
  /** "92 % of 16.88 = 15.53" */
  readonly arithmetic: string;
  /** "Buy 16.90, sell 18.20" for a split, else null: the two figures that it is the middle of. */
  readonly middleOf: string | null;
  /** "the item Veldspar until 2026-11-24 11:00 EVE"; null: the program's own terms. */
  readonly rule: string | null;
  /** What the trader says of the rule; null where nothing is said. */
  readonly note: string | null;
  /** ISO 8601 in UTC. */
  readonly bookAt: string;
};

/** Say what made a unit price. */
export function explainLine(evidence: LineEvidence): LineExplanation {
  const rate = formatRateBp(evidence.rateBp);
  const basis = `${evidence.basis.hubName} ${evidence.basis.side}`;
  return {
    short: `${rate} ${basis}`,
    rate,
    basis,
    statistic: STATISTICS[evidence.basis.statistic],
    arithmetic: `${rate} of ${shown(evidence.basePriceIsk)} = ${shown(evidence.unitPriceIsk)}`,
    middleOf: middleOf(evidence),
    rule: evidence.rule && describeRuleEvidence(evidence.rule),
    note: evidence.rule?.note || null,
    bookAt: evidence.bookAt,
  };
}

/** Write basis points as a percentage without idle zeros: 9 200 as "92 %", 9 250 as "92.5 %". */
export function formatRateBp(rateBp: number): string {
  return `${rateBp / 100} %`;
}

const STATISTICS: Record<LineEvidence['basis']['statistic'], string> = {
  best: 'best order',
  top5: '5 % volume-weighted',
};

function middleOf({ basis, ...prices }: LineEvidence): string | null {
  if (basis.side !== 'split') return null;
  const isBest = basis.statistic === 'best';
  const buy = isBest ? prices.buyBestIsk : prices.buyTop5Isk;
  const sell = isBest ? prices.sellBestIsk : prices.sellTop5Isk;
  return buy && sell ? `Buy ${shown(buy)}, sell ${shown(sell)}` : null;
}

function shown(isk: string): string {
  return formatIsk(parseIsk(isk));
}
