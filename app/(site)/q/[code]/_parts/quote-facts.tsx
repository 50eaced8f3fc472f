import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatIsk } from '#lib/core/isk.ts';
import type { QuoteContract, QuoteView } from '#lib/features/quotes/schema.ts';
import { KeyValues } from '#lib/ui/primitives/key-values.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { formatPercent, formatVolume } from '#lib/ui/trade/format-numbers.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { CancelQuote } from './cancel-quote.tsx';
import { RailRule, RailSection } from './rail.tsx';

/** The small print: terms of the quote, what was said of the contract before, the way out. */
export function QuoteFacts({ quote, contract }: { quote: QuoteView; contract?: QuoteContract }) {
  return (
    <>
      <RailSection title="Quote">
        <KeyValues
          rows={[
            ['Program', quote.programName],
            ['Made', <EveTime key="made" at={quote.createdAt} style="date" />],
            ...(quote.replaces
              ? ([
                  ['In place of', <FormerQuote key="former" shownCode={quote.replaces} />],
                ] as const)
              : []),
            ['Holds until', <EveTime key="holds" at={quote.expiresAt} style="date" />],
            ['Rate', describeRate(quote)],
            ...describeFees(quote),
            ...(quote.pricesAt
              ? ([['Prices', <EveTime key="prices" at={quote.pricesAt} style="date" />]] as const)
              : []),
            ['Tolerance', <Tolerance key="tolerance" quote={quote} />],
            ['Volume', `${formatVolume(quote.volumeM3)} m³`],
          ]}
        />
      </RailSection>
      {contract && contract.verdicts.length > 0 && (
        <>
          <RailRule />
          <RailSection title="Verdicts">
            <ol className="grid gap-1 text-meta">
              {contract.verdicts.map(({ at, summary }) => (
                <li key={at.toISOString()} className="flex justify-between gap-3 text-ink-2">
                  <span className="text-ink-3">
                    <EveTime at={at} style="seconds" isMarked={false} />
                  </span>
                  <span className="text-right">{summary}</span>
                </li>
              ))}
            </ol>
          </RailSection>
        </>
      )}
      {quote.canCancel && (
        <>
          <RailRule />
          <CancelQuote quote={quote} />
        </>
      )}
    </>
  );
}

/** The program's own, and for how many items a rule says otherwise; they tell which themselves. */
function describeRate({ rateBp, basis, lines }: QuoteView): string {
  const ruled = lines.filter(({ evidence }) => evidence.rule !== null).length;
  if (ruled > 0 && ruled === lines.length) return 'by rules, see the items';
  const own = `${formatPercent(rateBp)} % of ${basis.hubName} ${basis.side}`;
  return ruled === 0 ? own : `${own}, ${ruled} by rules`;
}

/** Fees that made these prices, and what is given away of their sum. */
function describeFees({ limits, lines, donation }: QuoteView): [string, ReactNode][] {
  const { haulingPerM3Isk, density } = limits;
  const sale = lines.find(({ evidence }) => evidence.fees?.sale)?.evidence.fees?.sale;
  const isTaxed = lines.some(({ evidence }) => evidence.fees?.densityTax);
  const rows: [string, ReactNode][] = [];
  if (sale) rows.push(['Sale', `${formatPercent(sale.bonusBp)} % more`]);
  if (isTaxed && density?.taxBp) {
    rows.push(['Low value', `${formatPercent(density.taxBp)} % less for some items`]);
  }
  if (haulingPerM3Isk !== null) {
    rows.push(['Transport', `${formatIsk(haulingPerM3Isk)} ISK/m³`]);
  }
  if (donation) {
    const amount = formatIsk(donation.amountIsk, { decimals: false });
    rows.push(['Given away', `${formatPercent(donation.shareBp)} %, ${amount} ISK`]);
  }
  return rows;
}

function FormerQuote({ shownCode }: { shownCode: string }) {
  return (
    <Link href={`/q/${shownCode}`} className="link mono">
      {shownCode}
    </Link>
  );
}

function Tolerance({ quote: { toleranceBp, toleranceIsk } }: { quote: QuoteView }) {
  if (toleranceBp === 0) {
    return (
      <>
        <Isk amount={toleranceIsk} /> ISK
      </>
    );
  }
  return (
    <>
      {formatPercent(toleranceBp)} %, at least <Isk amount={toleranceIsk} /> ISK
    </>
  );
}
