import { Fragment } from 'react';
import { formatIsk } from '#lib/core/isk.ts';
import type { LineEvidence } from '#lib/core/pricing/evidence.ts';
import { explainLine } from '#lib/core/pricing/explain-line.ts';
import type { LotExplanation } from '#lib/core/pricing/explain-lot.ts';
import { formatRateBp, shown } from '#lib/core/pricing/explained-numbers.ts';
import { explainFees } from '#lib/core/pricing/fees/describe-fees.ts';
import { daysOf, type Statistic } from '#lib/core/pricing/statistic.ts';
import { EveTime } from './eve-time.tsx';
import { formatUnits } from './format-numbers.ts';

type PriceEvidenceProps = {
  readonly evidence: LineEvidence;
  readonly quantity: number;
  /** The line's total, in hundredths of ISK. */
  readonly total: bigint;
  /** Lines of the paste that were added up, counted from 1. */
  readonly pastedLines?: readonly number[];
};

/** Why this price: the rule in words at the left, the sum step by step at the right. */
export function PriceEvidence({ evidence, quantity, total, pastedLines }: PriceEvidenceProps) {
  const said = explainLine(evidence);
  const unitPrice = shown(evidence.unitPriceIsk);
  const { fees } = evidence;

  return (
    <div className="grid grid-cols-[minmax(0,280px)_minmax(0,1fr)] items-start gap-x-8 gap-y-3 pt-1 text-meta max-mid:grid-cols-1">
      <dl className="grid grid-cols-[76px_minmax(0,1fr)] gap-x-2 gap-y-1 text-ink-2 [&_dt]:text-ink-3">
        <dt>Rule</dt>
        <dd>
          <b className="font-medium text-ink">{said.short}</b>,{' '}
          {said.rule ? `by the rule for ${said.rule}` : 'as every item without a rule of its own'}
        </dd>
        {said.note && (
          <>
            <dt>Note</dt>
            <dd>{said.note}</dd>
          </>
        )}
        <dt>Statistic</dt>
        <dd>{describeFigure(evidence.basis.statistic)}</dd>
        <dt>Book</dt>
        <dd>
          {evidence.basis.hubName}, <EveTime at={evidence.bookAt} style="date" />
        </dd>
        {said.lot ? (
          <LotFacts lot={said.lot} />
        ) : (
          <>
            <dt>Orders</dt>
            <dd>
              {orders(evidence.buyOrders, evidence.buyVolume)} to buy,{' '}
              {orders(evidence.sellOrders, evidence.sellVolume)} to sell
            </dd>
          </>
        )}
        {said.sources.length > 0 && (
          <>
            <dt>Made of</dt>
            <dd>
              {said.sources.map((source) => (
                <details key={source}>
                  <summary className="truncate">{source.slice(0, SHORT)}</summary>
                  {source}
                </details>
              ))}
            </dd>
          </>
        )}
        {[said.cap, ...(said.lot?.caps ?? [])].map(
          (cap) =>
            cap && (
              <Fragment key={cap}>
                <dt>Bounded</dt>
                <dd>{cap}</dd>
              </Fragment>
            ),
        )}
        {pastedLines && pastedLines.length > 1 && (
          <>
            <dt>Added up</dt>
            <dd>lines {pastedLines.join(', ')} of your paste</dd>
          </>
        )}
      </dl>
      <table className="numeric w-full max-w-[420px] text-ink-2">
        <caption className="sr-only">How the unit price is worked out</caption>
        <tbody className="[&_td]:h-[22px] [&_td]:border-0 [&_td]:bg-transparent [&_td]:p-0 [&_td]:text-right [&_th]:h-[22px] [&_th]:whitespace-normal [&_th]:border-0 [&_th]:p-0 [&_th]:pr-3 [&_th]:text-left [&_th]:font-normal [&_th]:text-ink-2 [&_th]:text-meta">
          {said.lot ? (
            <>
              {said.lot.steps.map(({ name, value }) => (
                <Step key={name} name={name} value={value} />
              ))}
              {said.lot.steps.length > 1 && (
                <Step name="The whole lot" value={said.lot.value} isSum />
              )}
              <Step
                name={`× ${formatRateBp(evidence.rateBp)} ÷ ${formatUnits(quantity)}, rounded to 0.01`}
                value={unitPrice}
              />
            </>
          ) : (
            <>
              <Step
                name={
                  said.middleOf ? `Middle of: ${said.middleOf}` : `${said.basis}, ${said.statistic}`
                }
                value={shown(evidence.basePriceIsk)}
              />
              <Step
                name={`× ${formatRateBp(evidence.rateBp)}, rounded to 0.01`}
                value={unitPrice}
              />
            </>
          )}
          {fees && explainFees(fees).map((step) => <Step key={step} name={step} value="" />)}
          {fees && (
            <Step name="paid for a unit, rounded to 0.01" value={shown(fees.unitPriceIsk)} />
          )}
          <Step name={`× ${formatUnits(quantity)} units`} value={formatIsk(total)} isSum />
        </tbody>
      </table>
    </div>
  );
}

/** So much of a long list stands there before it is opened. */
const SHORT = 60;

function describeFigure(statistic: Statistic): string {
  if (statistic === 'best') return 'the best order of the book';
  if (statistic === 'top5') return 'the best 5 % of the book’s volume, weighted by volume';
  if (statistic === 'depth') return 'the book walked until the whole quantity is taken';
  return `what was paid in the region in ${daysOf(statistic)} days, weighted by volume`;
}

/** What of the lot was paid for, and how much of it there was. */
function LotFacts({ lot }: { lot: LotExplanation }) {
  const facts = [
    ['Paid for', lot.method],
    ['Yield', lot.yield],
    ['Left over', lot.leftover],
    ['Own book', lot.standsInFor],
    ['Compared', lot.tried.join('; ')],
  ];
  return facts.map(
    ([name, text]) =>
      text && (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </Fragment>
      ),
  );
}

function Step({ name, value, isSum }: { name: string; value: string; isSum?: boolean }) {
  return (
    <tr className={isSum ? 'font-medium text-ink' : undefined}>
      <th scope="row" className={isSum ? 'border-line! border-t!' : undefined}>
        {name}
      </th>
      <td className={isSum ? 'border-line! border-t!' : undefined}>{value}</td>
    </tr>
  );
}

function orders(count: number, volume: number): string {
  return count === 0 ? 'none' : `${formatUnits(count)} for ${formatUnits(volume)} units`;
}
