import Link from 'next/link';
import { toIskText } from '#lib/core/isk.ts';
import type { MarketItem } from '#lib/features/market/schema.ts';
import { CopyButton } from '#lib/ui/primitives/copy-button.tsx';
import { Panel, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { Cell, Head, Table } from '#lib/ui/table/table.tsx';
import { Age } from '#lib/ui/trade/age.tsx';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { Units } from '#lib/ui/trade/units.tsx';
import { toMarketPath } from '../../_parts/market-path.ts';
import { spreadPercent } from '../../_parts/spread.ts';

/** The item at every hub whose book is read, side by side. */
export function HubsPanel({ item }: { item: MarketItem }) {
  const { hubRows, market, typeId } = item;
  return (
    <Panel aria-labelledby="hubs" className="mt-4 max-desk:mt-3">
      <PanelHead id="hubs" title="Hubs">
        <CopyButton text={toTabbed(item)} label="Copy table" name="Copy the table of hubs" />
      </PanelHead>
      <Table caption={`${item.name} by hub, ISK a unit`} stacked>
        <thead>
          <tr>
            <Head>Hub</Head>
            <Head numeric>Best buy</Head>
            <Head numeric>Best sell</Head>
            <Head numeric>Spread, %</Head>
            <Head numeric on="wide">
              Buy, 5&nbsp;%
            </Head>
            <Head numeric on="wide">
              Sell, 5&nbsp;%
            </Head>
            <Head numeric>Wanted</Head>
            <Head numeric>Offered</Head>
            <Head numeric>As of</Head>
          </tr>
        </thead>
        <tbody>
          {hubRows.map(({ hubId, name, price, isStale }) => (
            <tr key={hubId} aria-selected={hubId === market?.hubId}>
              <Cell slot="lead">
                <Link
                  href={toMarketPath(`/market/${typeId}`, item.hubs, hubId)}
                  prefetch={false}
                  className="hover:underline"
                >
                  {name}
                </Link>
              </Cell>
              <Cell numeric slot="lead-end">
                <Amount amount={price.buyBest} />
              </Cell>
              <Cell numeric slot="sub-end">
                <Amount amount={price.sellBest} />
              </Cell>
              <Cell numeric on="desk">
                {spreadPercent(price.buyBest, price.sellBest) ?? '–'}
              </Cell>
              <Cell numeric on="wide" className="text-ink-2">
                <Amount amount={price.buyTop5} />
              </Cell>
              <Cell numeric on="wide" className="text-ink-2">
                <Amount amount={price.sellTop5} />
              </Cell>
              <Cell numeric on="desk" className="text-ink-2">
                <Units units={price.buyVolume} />
              </Cell>
              <Cell numeric on="desk" className="text-ink-2">
                <Units units={price.sellVolume} />
              </Cell>
              <Cell numeric slot="sub">
                <Age asOf={price.bookAt} isStale={isStale} />
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

function Amount({ amount }: { amount: bigint | null }) {
  return amount === null ? '–' : <Isk amount={amount} />;
}

function toTabbed({ hubRows }: MarketItem): string {
  const heads = [
    'Hub',
    'Best buy',
    'Best sell',
    'Buy 5 %',
    'Sell 5 %',
    'Wanted',
    'Offered',
    'As of',
  ];
  const rows = hubRows.map(({ name, price }) => [
    name,
    ...[price.buyBest, price.sellBest, price.buyTop5, price.sellTop5].map((amount) =>
      amount === null ? '' : toIskText(amount),
    ),
    price.buyVolume,
    price.sellVolume,
    price.bookAt.toISOString(),
  ]);
  return [heads, ...rows].map((row) => row.join('\t')).join('\n');
}
