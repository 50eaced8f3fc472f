import Link from 'next/link';
import type { QuoteSummary } from '#lib/features/quotes/schema.ts';
import { Cell, Head, Table } from '#lib/ui/table/table.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { formatSpan } from '#lib/ui/trade/format-times.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { QuoteStateTag } from '#lib/ui/trade/quote-state-tag.tsx';
import { summaryStanding } from './summary-standing.ts';

type QuotesTableProps = { readonly quotes: readonly QuoteSummary[]; readonly now: Date };

/** Code and state first: what one looks for here is the one that needs something. */
export function QuotesTable({ quotes, now }: QuotesTableProps) {
  return (
    <Table caption="Your quotes, newest first" stacked>
      <thead>
        <tr>
          <Head>Quote</Head>
          <Head>State</Head>
          <Head>Program</Head>
          <Head numeric>Types</Head>
          <Head numeric>Total, ISK</Head>
          <Head numeric>Made, EVE</Head>
          <Head numeric>Holds</Head>
        </tr>
      </thead>
      <tbody>
        {quotes.map((quote) => (
          <tr key={quote.code}>
            <Cell slot="lead">
              <Link
                href={`/q/${quote.shownCode}`}
                className="mono inline-flex min-h-6 items-center hover:underline"
              >
                {quote.shownCode}
              </Link>
            </Cell>
            <Cell slot="sub">
              <QuoteStateTag standing={summaryStanding(quote, now)} />
            </Cell>
            <Cell on="desk" className="text-ink-2">
              {quote.programName}
            </Cell>
            <Cell numeric on="desk" className="text-ink-2">
              {quote.types}
            </Cell>
            <Cell numeric slot="lead-end">
              <Isk amount={quote.totalIsk} decimals={false} />
            </Cell>
            <Cell numeric slot="sub-end" className="text-ink-2">
              <EveTime at={quote.createdAt} style="date" isMarked={false} />
            </Cell>
            <Cell numeric on="desk" className="text-ink-2">
              {holds(quote, now)}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function holds({ state, expiresAt }: QuoteSummary, now: Date): string {
  const leftMs = expiresAt.getTime() - now.getTime();
  return state === 'open' && leftMs > 0 ? formatSpan(leftMs) : '–';
}
