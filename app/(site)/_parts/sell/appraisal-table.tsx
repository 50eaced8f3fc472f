import { memo, useState } from 'react';
import { type Appraisal, MAX_SHOWN } from '#lib/features/appraisal/schema.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { Cell, Head, Table } from '#lib/ui/table/table.tsx';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { Units, Volume } from '#lib/ui/trade/units.tsx';
import { BoughtRow } from './bought-row.tsx';
import { RefusedRow } from './refused-row.tsx';
import { type MendActions, UnreadRow } from './unread-row.tsx';

/** Who pastes something else entirely need not see it line by line. */
const MOST_UNREAD_ROWS = 100;
/** As many as a quote may hold. A thousand rows at once would freeze the page for a third of a second. */
const FIRST_ROWS = 200;

type AppraisalTableProps = MendActions & { readonly appraisal: Appraisal };

/**
 * First what needs a hand, then what is bought, at the end what is refused. Drawn again only when
 * one of these changes: hundreds of rows are slow to go through at each letter that is typed.
 */
export const AppraisalTable = memo(function AppraisalTable({
  appraisal,
  ...mend
}: AppraisalTableProps) {
  const { lines, refused, unread, counts, totals, prices } = appraisal;
  const [isWhole, setIsWhole] = useState(false);
  const mostRows = isWhole ? MAX_SHOWN : FIRST_ROWS;
  const showMore = () => setIsWhole(true);

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
        {lines.slice(0, mostRows).map((line) => (
          <BoughtRow
            key={`${line.typeId}-${line.blueprintCopy}`}
            line={line}
            isStale={prices.isStale}
          />
        ))}
        <More count={counts.bought - mostRows} onShow={isWhole ? undefined : showMore}>
          items are bought and in the sum.
        </More>
        {refused.slice(0, mostRows).map((item) => (
          <RefusedRow key={`${item.typeId}-${item.blueprintCopy}`} refused={item} />
        ))}
        <More count={counts.refused - mostRows} onShow={isWhole ? undefined : showMore}>
          items are not bought.
        </More>
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
});

type MoreProps = {
  readonly count: number;
  readonly children: string;
  /** Where the answer holds more of them. */
  readonly onShow?: (() => void) | undefined;
};

/** Says how many rows of a kind are not shown. */
function More({ count, children, onShow }: MoreProps) {
  if (count <= 0) return null;
  return (
    <tr data-plain="">
      <Cell slot="lead" colSpan={7} className="text-ink-2">
        {formatUnits(count)} more {children}
        {onShow && (
          <Button size="small" look="quiet" onClick={onShow} className="ml-2">
            Show {formatUnits(Math.min(count, MAX_SHOWN - FIRST_ROWS))} more
          </Button>
        )}
      </Cell>
    </tr>
  );
}
