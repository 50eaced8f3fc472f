import type { Appraisal } from '#lib/features/appraisal/schema.ts';
import { Cell, Head, Table } from '#lib/ui/table/table.tsx';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { Units, Volume } from '#lib/ui/trade/units.tsx';
import { BoughtRow } from './bought-row.tsx';
import { RefusedRow } from './refused-row.tsx';
import { type MendActions, UnreadRow } from './unread-row.tsx';

/** Who pastes something else entirely need not see it line by line, and thousands of rows freeze the page. */
const MOST_UNREAD_ROWS = 100;
const MOST_ROWS = 500;

/** First what needs a hand, then what is bought, at the end what is refused. */
export function AppraisalTable({ appraisal, ...mend }: MendActions & { appraisal: Appraisal }) {
  const { lines, refused, unread, counts, totals, prices } = appraisal;

  return (
    <Table caption="Appraisal of your items, one line each" stacked>
      <thead>
        <tr>
          <Head>Item</Head>
          <Head numeric>Quantity</Head>
          <Head numeric>Unit price, ISK</Head>
          <Head>Why this price</Head>
          <Head numeric on="wide">
            Volume, m³
          </Head>
          <Head numeric on="wide">
            ISK/m³
          </Head>
          <Head numeric>Total, ISK</Head>
        </tr>
      </thead>
      <tbody>
        {unread.slice(0, MOST_UNREAD_ROWS).map((item) => (
          <UnreadRow key={item.line} unread={item} {...mend} />
        ))}
        <More count={counts.unread - MOST_UNREAD_ROWS}>
          lines are not read. They show here once these are mended or dropped.
        </More>
        {lines.slice(0, MOST_ROWS).map((line) => (
          <BoughtRow
            key={`${line.typeId}-${line.blueprintCopy}`}
            line={line}
            isStale={prices.isStale}
          />
        ))}
        <More count={counts.bought - MOST_ROWS}>items are bought and in the sum.</More>
        {refused.slice(0, MOST_ROWS).map((item) => (
          <RefusedRow key={`${item.typeId}-${item.blueprintCopy}`} refused={item} />
        ))}
        <More count={counts.refused - MOST_ROWS}>items are not bought.</More>
      </tbody>
      {lines.length > 0 && (
        <tfoot>
          <tr>
            <Cell slot="lead">
              {formatUnits(counts.bought)} {counts.bought === 1 ? 'item' : 'items'} bought
            </Cell>
            <Cell numeric on="desk">
              <Units units={totals.quantity} />
            </Cell>
            <Cell on="desk" />
            <Cell on="desk" />
            <Cell numeric on="wide">
              <Volume volumeM3={totals.volumeM3} />
            </Cell>
            <Cell numeric on="wide">
              {totals.densityIsk !== null && formatUnits(Number(totals.densityIsk / 100n))}
            </Cell>
            <Cell numeric slot="lead-end">
              <Isk amount={totals.lineSumIsk} />
            </Cell>
          </tr>
        </tfoot>
      )}
    </Table>
  );
}

/** Says how many rows of a kind are not shown. */
function More({ count, children }: { count: number; children: string }) {
  if (count <= 0) return null;
  return (
    <tr data-plain="">
      <Cell slot="lead" colSpan={7} className="text-ink-2">
        {formatUnits(count)} more {children}
      </Cell>
    </tr>
  );
}
