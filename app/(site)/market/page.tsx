import type { Metadata } from 'next';
import { listMarketItems } from '#lib/features/market/list-market-items.ts';
import { getContainer } from '#lib/server/container.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { Empty } from '#lib/ui/primitives/empty.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { PageHead } from '#lib/ui/primitives/page-head.tsx';
import { Panel, PanelFoot, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { Age } from '#lib/ui/trade/age.tsx';
import { PageMain } from '../_parts/page-main.tsx';
import { HubSwitch } from './_parts/hub-switch.tsx';
import { ItemsTable } from './_parts/items-table.tsx';
import { readHubId } from './_parts/market-path.ts';
import { PriceTrends } from './_parts/price-trend.tsx';
import { toEsiSite } from './_parts/to-esi-site.ts';

export const metadata: Metadata = { title: 'Market — Ageira Trade' };

/** Items by name; without one, what the market we read wants most. A plain form: it needs no script. */
export default async function Page({ searchParams }: PageProps<'/market'>) {
  const { q, hub: wantedHub } = await searchParams;
  const query = typeof q === 'string' ? q.trim().slice(0, 100) : '';
  const container = getContainer();
  const { items, hub, hubs, bookAt, isCut } = await listMarketItems(
    container,
    query,
    readHubId(wantedHub),
  );
  const title = query ? `Items like “${query}”` : `Most wanted at ${hub?.name ?? 'the market'}`;

  return (
    <PageMain>
      <PageHead title="Market" note="what an item is, what it costs, what we pay">
        <ButtonLink href="/ores">Every ore</ButtonLink>
      </PageHead>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <search className="min-w-0 max-w-[480px] flex-1 basis-72">
          <form action="/market" method="get" className="flex gap-2">
            <Input
              name="q"
              aria-label="Item name"
              placeholder="Item name"
              defaultValue={query}
              maxLength={100}
              autoComplete="off"
              spellCheck={false}
            />
            {hub && hub.hubId !== hubs[0]?.hubId && (
              <input type="hidden" name="hub" value={hub.hubId} />
            )}
            <Button type="submit" look="primary" className="h-8! max-desk:h-10!">
              Find
            </Button>
          </form>
        </search>
        <HubSwitch hubs={hubs} hubId={hub?.hubId} path="/market" query={query} />
      </div>
      <Panel aria-labelledby="items">
        <PanelHead
          id="items"
          title={<span className="[overflow-wrap:anywhere]">{title}</span>}
          note={
            !query &&
            items.length > 0 && (
              <span className="max-desk:hidden">
                of what we buy, by the value of its buy orders
              </span>
            )
          }
        >
          {bookAt && <Age asOf={bookAt} />}
        </PanelHead>
        {items.length > 0 ? (
          <PriceTrends site={toEsiSite(container)}>
            <ItemsTable items={items} hub={hub} hubs={hubs} />
          </PriceTrends>
        ) : (
          <Empty>
            {query
              ? 'No item of the market has such a name. Check the spelling, or type a part of it.'
              : `No prices of ${hub?.name ?? 'any market'} are known here. Type the name of an item.`}
          </Empty>
        )}
        {isCut && <PanelFoot>There are more. Type more of the name.</PanelFoot>}
      </Panel>
    </PageMain>
  );
}
