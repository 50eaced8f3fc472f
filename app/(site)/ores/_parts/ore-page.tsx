'use client';

import { Download } from 'lucide-react';
import type { Ore, OrePrice } from '#lib/core/ores/ore.ts';
import { DEFAULT_VIEW, writeOreView } from '#lib/core/ores/ore-view.ts';
import { countKinds, valueOres } from '#lib/core/ores/value-ores.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { buttonClasses } from '#lib/ui/primitives/button-classes.ts';
import { Empty } from '#lib/ui/primitives/empty.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { PageHead } from '#lib/ui/primitives/page-head.tsx';
import { Panel, PanelFoot } from '#lib/ui/primitives/panel.tsx';
import { Age } from '#lib/ui/trade/age.tsx';
import { KindTabs } from './kind-tabs.tsx';
import { OreSearch } from './ore-search.tsx';
import { OreTable } from './ore-table.tsx';
import { RefineryPanel } from './refinery-panel.tsx';
import { TableChoices } from './table-choices.tsx';
import { useOreView } from './use-ore-view.ts';

type Hub = { readonly hubId: number; readonly name: string };

type OrePageProps = {
  readonly table: {
    readonly ores: readonly Ore[];
    readonly prices: ReadonlyMap<number, OrePrice>;
    readonly hubs: readonly Hub[];
    readonly hub: Hub | null;
    readonly asOf: Date | null;
    readonly nextAt: Date | null;
    readonly staleBefore: Date;
  };
};

export function OrePage({ table }: OrePageProps) {
  const { ores, prices, hubs, hub, asOf, nextAt, staleBefore } = table;
  const { view, change, isBusy } = useOreView();
  const rows = valueOres(ores, prices, view);
  const query = writeOreView(view);
  const isStale = asOf !== null && asOf < staleBefore;

  return (
    <>
      <PageHead
        title="Ores"
        note={
          hub ? (
            <>
              {hub.name} {view.side}, 5 % volume-weighted,{' '}
              <Age asOf={asOf} nextAt={nextAt} isStale={isStale} />
            </>
          ) : (
            'no prices yet'
          )
        }
      >
        <a href={query ? `/api/ores?${query}` : '/api/ores'} download className={buttonClasses({})}>
          <Download aria-hidden="true" className="icon" />
          CSV
        </a>
      </PageHead>
      <RefineryPanel view={view} onChange={change} />
      {asOf === null && (
        <Notice kind="info" title="No prices are known yet" className="px-0!">
          The site has read no market so far. What ores refine to stands here already; what they are
          worth follows.
        </Notice>
      )}
      {isStale && (
        <Notice kind="warn" title="These prices are old" className="px-0!">
          EVE has given no newer ones. They are shown with their age, and nothing is quoted by them.
        </Notice>
      )}
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <KindTabs
          counts={countKinds(ores, view)}
          current={view.kind}
          onChange={(kind) => change({ kind })}
        />
        <OreSearch search={view.search} onChange={(search) => change({ search })} />
        <TableChoices view={view} hubs={hubs} hub={hub} onChange={change} />
      </div>
      <Panel aria-label="Ore table" aria-busy={isBusy}>
        <p role="status" className="sr-only">
          {rows.length === 1 ? '1 ore' : `${rows.length} ores`}
        </p>
        {rows.length > 0 ? (
          <OreTable
            rows={rows}
            prices={prices}
            view={view}
            staleBefore={staleBefore}
            onChange={change}
          />
        ) : (
          <Empty
            action={
              <Button
                onClick={() =>
                  change({ kind: 'all', grades: 'all', search: DEFAULT_VIEW.search, openId: null })
                }
              >
                Clear filters
              </Button>
            }
          >
            {view.search
              ? `Nothing here is called “${view.search}” or refines to it.`
              : 'There is nothing of this kind.'}
          </Empty>
        )}
        <PanelFoot className="flex-wrap py-2">
          <span className="max-w-[110ch]">
            Each price is one of the hub’s order book; a dash means that nobody trades it there, or
            that we have not read it. Refined is what a unit of a large lot gives, less the tax; in
            a lot each material is rounded down once, and what fills no portion stays ore.
            Compressed is per raw m³ too, so that the three compare.
          </span>
        </PanelFoot>
      </Panel>
    </>
  );
}
