import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { getMarketItem } from '#lib/features/market/get-market-item.ts';
import { getContainer } from '#lib/server/container.ts';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { PageMain } from '../../_parts/page-main.tsx';
import { HubSwitch } from '../_parts/hub-switch.tsx';
import { readHubId } from '../_parts/market-path.ts';
import { toEsiSite } from '../_parts/to-esi-site.ts';
import { DepthPanel } from './_parts/depth-panel.tsx';
import { FactsPanel } from './_parts/facts-panel.tsx';
import { Figures } from './_parts/figures.tsx';
import { HistoryPanel } from './_parts/history-panel.tsx';
import { HubsPanel } from './_parts/hubs-panel.tsx';
import { ItemHead } from './_parts/item-head.tsx';
import { MarketLive } from './_parts/market-live.tsx';
import { Offers } from './_parts/offers.tsx';

type Props = PageProps<'/market/[typeId]'>;

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const item = await load((await params).typeId, readHubId((await searchParams).hub));
  if (!item) return { title: 'No such item — Market' };
  const place = item.market ? `, ${item.market.hubName}` : '';
  return { title: `${item.name}${place} — Market` };
}

export default async function Page({ params, searchParams }: Props) {
  const item = await load((await params).typeId, readHubId((await searchParams).hub));
  if (!item) notFound();
  const container = getContainer();
  const serverNow = container.clock();
  const { market } = item;
  const isTraded = item.isPublished && item.isMarketable;

  return (
    <PageMain>
      <MarketLive site={toEsiSite(container)}>
        <ItemHead item={item}>
          {isTraded && (
            <HubSwitch hubs={item.hubs} hubId={market?.hubId} path={`/market/${item.typeId}`} />
          )}
        </ItemHead>
        {market && isTraded && <Figures item={item} market={market} />}
        <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,420px)] items-start gap-4 max-wide:grid-cols-[minmax(0,1fr)_320px] max-desk:flex max-desk:flex-col max-desk:items-stretch max-desk:gap-3">
          <div className="min-w-0">
            {!item.isPublished ? (
              <Notice kind="info" title="No longer in the game" className="px-0!">
                {item.name} cannot be had or sold any more. It is known here for the sake of old
                quotes and contracts.
              </Notice>
            ) : !item.isMarketable ? (
              <Notice kind="info" title="Not sold on the market" className="px-0!">
                EVE’s market does not take {item.name}: it changes hands by contract only, so there
                is no price of it.
              </Notice>
            ) : market ? (
              <HistoryPanel
                key={market.regionId}
                typeId={item.typeId}
                name={item.name}
                regionId={market.regionId}
                regionName={market.regionName}
                serverNow={serverNow}
              />
            ) : (
              <Notice kind="info" title="No market is read here" className="px-0!">
                The trader has not chosen a market yet.
              </Notice>
            )}
            {isTraded && item.hubRows.length > 1 && <HubsPanel item={item} />}
          </div>
          <div className="grid min-w-0 gap-4 max-desk:gap-3">
            {market?.price && isTraded && (
              <DepthPanel key={market.hubId} name={item.name} market={market} />
            )}
            <Offers item={item} />
            <FactsPanel item={item} />
          </div>
        </div>
      </MarketLive>
    </PageMain>
  );
}

/** Once per request: title and page ask for the same. Ids of types are 32 bits wide. */
const load = cache(async (typeId: string, hubId: number | null) =>
  /^[1-9]\d{0,8}$/.test(typeId) ? getMarketItem(getContainer(), Number(typeId), hubId) : null,
);
