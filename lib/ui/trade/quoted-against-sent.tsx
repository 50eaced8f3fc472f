import type { ComparedItem } from '#lib/core/matching/compared-item.ts';
import { Cell, Head, NameInCell, Table } from '#lib/ui/table/table.tsx';
import { formatUnits } from './format-numbers.ts';
import { Isk } from './isk.tsx';
import { ItemIcon } from './item-icon.tsx';
import { Units, UnitsDifference } from './units.tsx';

type QuotedAgainstSentProps = {
  readonly items: readonly ComparedItem[];
  /** Sum of the quote's lines, in hundredths of ISK; null where there is no quote. */
  readonly lineSum: bigint | null;
};

/** Item by item: quoted, sent (stacks summed), difference. Rows that differ are filled. */
export function QuotedAgainstSent({ items, lineSum }: QuotedAgainstSentProps) {
  const quoted = items.reduce((sum, item) => sum + item.quoted, 0);
  const sent = items.reduce((sum, item) => sum + item.sent, 0);

  return (
    <Table caption="Items, quoted against sent" stacked>
      <thead>
        <tr>
          <Head>Item</Head>
          <Head numeric>Quoted</Head>
          <Head numeric>Sent</Head>
          <Head numeric>Difference</Head>
          <Head numeric>Quoted total, ISK</Head>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr
            key={`${item.typeId}-${item.blueprintCopy}`}
            data-differs={item.quoted === item.sent ? undefined : ''}
          >
            <Cell slot="lead">
              <NameInCell icon={<ItemIcon {...item} />}>
                {item.name}
                {item.blueprintCopy && <span className="text-ink-3"> (copy)</span>}
              </NameInCell>
            </Cell>
            <Cell numeric on="desk" className="text-ink-2">
              <Units units={item.quoted} />
            </Cell>
            <Cell numeric on="desk">
              <Units units={item.sent} />
            </Cell>
            <Cell numeric slot="lead-end">
              <UnitsDifference units={item.sent - item.quoted} />
            </Cell>
            <Cell numeric slot="sub-end" className="text-ink-2">
              {item.quotedTotalIsk === null ? 'not quoted' : <Isk amount={item.quotedTotalIsk} />}
            </Cell>
            <Cell on="phone" slot="sub" indent>
              {formatUnits(item.sent)} of {formatUnits(item.quoted)} sent
            </Cell>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <Cell slot="lead">
            {items.length} {items.length === 1 ? 'type' : 'types'}
          </Cell>
          <Cell numeric on="desk">
            <Units units={quoted} />
          </Cell>
          <Cell numeric on="desk">
            <Units units={sent} />
          </Cell>
          <Cell numeric slot="lead-end">
            <UnitsDifference units={sent - quoted} />
          </Cell>
          <Cell numeric slot="sub-end">
            {lineSum !== null && <Isk amount={lineSum} />}
          </Cell>
        </tr>
      </tfoot>
    </Table>
  );
}
