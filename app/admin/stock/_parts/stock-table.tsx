import { TriangleAlert } from 'lucide-react';
import type { StockRow } from '#lib/features/stock/schema.ts';
import { Cell, Head, NameInCell, Table } from '#lib/ui/table/table.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import { ItemIcon } from '#lib/ui/trade/item-icon.tsx';
import { Units } from '#lib/ui/trade/units.tsx';

/** What is there, what of it orders hold, and what is left to sell. */
export function StockTable({ rows }: { rows: readonly StockRow[] }) {
  return (
    <Table caption="Stock" stacked>
      <thead>
        <tr>
          <Head>Item</Head>
          <Head numeric>There</Head>
          <Head numeric>Reserved</Head>
          <Head numeric>Available</Head>
          <Head on="wide">Program</Head>
          <Head on="desk">Place</Head>
          <Head numeric on="wide">
            Changed
          </Head>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.stockId}>
            <Cell slot="lead">
              <NameInCell icon={<ItemIcon {...row} />}>{row.name}</NameInCell>
            </Cell>
            <Cell numeric on="desk">
              <Units units={row.quantity} />
            </Cell>
            <Cell numeric on="desk">
              {row.reserved > row.quantity ? (
                <span className="inline-flex items-center gap-1.5 text-warn">
                  <TriangleAlert aria-label="More than is there" className="icon-s" />
                  <Units units={row.reserved} />
                </span>
              ) : (
                <Units units={row.reserved} />
              )}
            </Cell>
            <Cell numeric slot="lead-end">
              <Units units={row.available} />
              <span className="desk:hidden"> available</span>
            </Cell>
            <Cell on="wide" className="text-ink-2">
              {row.programName}
            </Cell>
            <Cell on="desk" className="max-w-72 truncate text-ink-2">
              {row.place.name}
            </Cell>
            <Cell numeric on="wide" className="text-ink-3">
              <EveTime at={row.updatedAt} style="date" isMarked={false} />
            </Cell>
            <Cell on="phone" slot="sub" indent>
              {formatUnits(row.quantity)} there, {formatUnits(row.reserved)} reserved
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
