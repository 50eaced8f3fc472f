import type { Metadata } from 'next';
import { listMarketItems } from '#lib/features/market/list-market-items.ts';
import { getContainer } from '#lib/server/container.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { Empty } from '#lib/ui/primitives/empty.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { PageHead } from '#lib/ui/primitives/page-head.tsx';
import { Panel, PanelFoot, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { PageMain } from '../_parts/page-main.tsx';
import { ItemsTable } from './_parts/items-table.tsx';

export const metadata: Metadata = { title: 'Market — Ageira Trade' };

/** Items by name; without one, what the market we read wants most. A plain form: it needs no script. */
export default async function Page({ searchParams }: PageProps<'/market'>) {
  const { q } = await searchParams;
  const query = typeof q === 'string' ? q.trim().slice(0, 100) : '';
  const { items, hubName, isCut } = await listMarketItems(getContainer(), query);
  const title = query ? `Items like “${query}”` : `Most wanted at ${hubName ?? 'the market'}`;

  return (
    <PageMain>
      <PageHead title="Market" note="what an item is, what it costs, what we pay">
        <ButtonLink href="/ores">Every ore</ButtonLink>
      </PageHead>
      <search>
        <form action="/market" method="get" className="mb-4 flex max-w-[480px] gap-2">
          <Input
            name="q"
            aria-label="Item name"
            placeholder="Item name"
            defaultValue={query}
            maxLength={100}
            autoComplete="off"
            spellCheck={false}
          />
          <Button type="submit" look="primary" className="h-8! max-desk:h-10!">
            Find
          </Button>
        </form>
      </search>
      <Panel aria-labelledby="items">
        <PanelHead
          id="items"
          title={<span className="[overflow-wrap:anywhere]">{title}</span>}
          note={!query && hubName && 'of what we buy, by the value of its buy orders'}
        />
        {items.length > 0 ? (
          <ItemsTable items={items} hubName={hubName} />
        ) : (
          <Empty>
            {query
              ? 'No item of the market has such a name. Check the spelling, or type a part of it.'
              : 'No prices are known yet. Type the name of an item.'}
          </Empty>
        )}
        {isCut && <PanelFoot>There are more. Type more of the name.</PanelFoot>}
      </Panel>
    </PageMain>
  );
}
