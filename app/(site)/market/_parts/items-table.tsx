import Link from 'next/link';
import type { HubChoice, ListedItem, MarketList } from '#lib/features/market/schema.ts';
import { Cell, Head, NameInCell, Table } from '#lib/ui/table/table.tsx';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { ItemIcon } from '#lib/ui/trade/item-icon.tsx';
import { Units } from '#lib/ui/trade/units.tsx';
import { toMarketPath } from './market-path.ts';
import { PriceTrend } from './price-trend.tsx';
import { spreadPercent } from './spread.ts';

type ItemsTableProps = Pick<MarketList, 'items' | 'hub' | 'hubs'>;

/** Items with the best prices that we have read; a dash where we read none. */
export function ItemsTable({ items, hub, hubs }: ItemsTableProps) {
  return (
    <Table caption={`Items, best prices at ${hub?.name ?? 'the market'} in ISK`} stacked>
      <thead>
        <tr>
          <Head>Item</Head>
          <Head>Group</Head>
          <Head numeric>Best buy, ISK</Head>
          <Head numeric>Best sell, ISK</Head>
          <Head numeric>Spread, %</Head>
          <Head numeric on="wide">
            Wanted
          </Head>
          <Head numeric on="wide">
            Offered
          </Head>
          <Head numeric>Last 30 days</Head>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <Row key={item.typeId} item={item} hub={hub} hubs={hubs} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({
  item,
  hub,
  hubs,
}: {
  readonly item: ListedItem;
  readonly hub: MarketList['hub'];
  readonly hubs: readonly HubChoice[];
}) {
  return (
    <tr>
      <Cell slot="lead">
        <NameInCell icon={<ItemIcon {...item} />}>
          <Link
            href={toMarketPath(`/market/${item.typeId}`, hubs, hub?.hubId)}
            prefetch={false}
            className="hover:underline"
          >
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
      <Cell numeric on="desk" className="text-ink-2">
        {spreadPercent(item.buyBestIsk, item.sellBestIsk) ?? '–'}
      </Cell>
      <Cell numeric on="wide" className="text-ink-2">
        <Count units={item.buyVolume} />
      </Cell>
      <Cell numeric on="wide" className="text-ink-2">
        <Count units={item.sellVolume} />
      </Cell>
      <Cell numeric on="desk">
        {hub ? <PriceTrend regionId={hub.regionId} typeId={item.typeId} /> : '–'}
      </Cell>
    </tr>
  );
}

function Amount({ amount }: { amount: bigint | null }) {
  return amount === null ? '–' : <Isk amount={amount} />;
}

function Count({ units }: { units: number | null }) {
  return units === null ? '–' : <Units units={units} />;
}

/** Where a phone has no heads. */
function Side({ name }: { name: string }) {
  return <span className="font-normal text-ink-3 text-meta desk:hidden">{name} </span>;
}
