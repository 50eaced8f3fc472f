import Link from 'next/link';
import type { ListedItem } from '#lib/features/market/schema.ts';
import { Cell, Head, NameInCell, Table } from '#lib/ui/table/table.tsx';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { ItemIcon } from '#lib/ui/trade/item-icon.tsx';

type ItemsTableProps = {
  readonly items: readonly ListedItem[];
  readonly hubName: string | null;
};

/** Items with the best prices that we have read; a dash where we read none. */
export function ItemsTable({ items, hubName }: ItemsTableProps) {
  return (
    <Table caption={`Items, best prices at ${hubName ?? 'the market'} in ISK`} stacked>
      <thead>
        <tr>
          <Head>Item</Head>
          <Head>Group</Head>
          <Head numeric>Best buy, ISK</Head>
          <Head numeric>Best sell, ISK</Head>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.typeId}>
            <Cell slot="lead">
              <NameInCell icon={<ItemIcon {...item} />}>
                <Link href={`/market/${item.typeId}`} prefetch={false} className="hover:underline">
                  {item.name}
                </Link>
              </NameInCell>
            </Cell>
            <Cell slot="sub" indent className="text-ink-2">
              {item.groupName}
            </Cell>
            <Cell numeric slot="lead-end">
              <Side name="buy" />
              <Amount amount={item.buyBestIsk} />
            </Cell>
            <Cell numeric slot="sub-end">
              <Side name="sell" />
              <Amount amount={item.sellBestIsk} />
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Amount({ amount }: { amount: bigint | null }) {
  return amount === null ? '–' : <Isk amount={amount} />;
}

/** Where a phone has no heads. */
function Side({ name }: { name: string }) {
  return <span className="font-normal text-ink-3 text-meta desk:hidden">{name} </span>;
}
