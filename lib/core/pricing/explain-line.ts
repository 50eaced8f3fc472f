import type { LineEvidence } from './evidence.ts';
import { explainCap, explainLot, type LotExplanation, lotArithmetic } from './explain-lot.ts';
import { describeStatistic, explainSource } from './explain-source.ts';
import { formatRateBp, shown } from './explained-numbers.ts';
import { describeRuleEvidence } from './rules/describe-rule.ts';
import { describeBasis } from './statistic.ts';

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
  /** What figures were worked out from, where that is more than one number of a book. */
  readonly sources: readonly string[];
  /** "Buy 20.00 is more than 110 % of sell 10.00, so it counts as 11.00"; null: it is not. */
  readonly cap: string | null;
  /** Null: paid for as it is. */
  readonly lot: LotExplanation | null;
  /** ISO 8601 in UTC; of several books the oldest. */
  readonly bookAt: string;
};

/** Say what made a unit price. */
export function explainLine(evidence: LineEvidence): LineExplanation {
  const rate = formatRateBp(evidence.rateBp);
  const basis = describeBasis(evidence.basis);
  const form = evidence.lot && evidence.lot.way !== 'as-is' ? `, ${evidence.lot.way}` : '';
  return {
    short: `${rate} ${basis}${form}`,
    rate,
    basis,
    statistic: describeStatistic(evidence.basis.statistic),
    arithmetic: evidence.lot
      ? lotArithmetic(evidence.lot, evidence)
      : `${rate} of ${shown(evidence.basePriceIsk)} = ${shown(evidence.unitPriceIsk)}`,
    middleOf: middleOf(evidence),
    rule: evidence.rule && describeRuleEvidence(evidence.rule),
    note: evidence.rule?.note || null,
    sources: [
      ...evidence.sources
        // Where the middle is of two numbers of the book, it is said as that.
        .filter(({ kind }) => kind !== 'middle' || !isOfBook(evidence.basis.statistic))
        .map((source) => explainSource(source)),
      ...(evidence.lot?.parts ?? []).flatMap(({ name, sources }) =>
        sources.map((source) => explainSource(source, name)),
      ),
      ...(evidence.lot?.leftover?.sources ?? []).map((source) =>
        explainSource(source, 'left over'),
      ),
    ],
    cap: evidence.cap && explainCap(evidence.cap),
    lot: evidence.lot && explainLot(evidence.lot, evidence),
    bookAt: evidence.bookAt,
  };
}

/** Whether two numbers of the book are all that the middle is made of. */
function isOfBook(statistic: LineEvidence['basis']['statistic']): boolean {
  return statistic === 'best' || statistic === 'top5';
}

function middleOf({ basis, ...prices }: LineEvidence): string | null {
  if (basis.side !== 'split' || prices.lot || !isOfBook(basis.statistic)) return null;
  const isBest = basis.statistic === 'best';
  const buy = isBest ? prices.buyBestIsk : prices.buyTop5Isk;
  const sell = isBest ? prices.sellBestIsk : prices.sellTop5Isk;
  return buy && sell ? `Buy ${shown(buy)}, sell ${shown(sell)}` : null;
}
