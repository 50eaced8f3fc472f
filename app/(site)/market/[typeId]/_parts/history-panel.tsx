'use client';

import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { useId, useMemo, useState } from 'react';
import { priceHistoryQuery } from '#lib/features/market/queries.ts';
import type { PriceHistory } from '#lib/features/market/schema.ts';
import { BusyLine } from '#lib/ui/primitives/busy-line.tsx';
import { Panel, PanelFoot, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { EsiAge } from './esi-age.tsx';
import { EsiFailure } from './esi-failure.tsx';
import { HistoryTable } from './history-table.tsx';
import { type HistoryView, RANGES, type Range, viewHistory } from './history-view.ts';
import { useEsi } from './market-live.tsx';
import { PriceChart } from './price-chart.tsx';
import { PriceChartSkeleton } from './price-chart-skeleton.tsx';

type HistoryPanelProps = {
  readonly typeId: number;
  readonly name: string;
  readonly regionId: number;
  readonly regionName: string;
  readonly serverNow: Date;
};

const DAY_MS = 86_400_000;
const [, USUAL_RANGE] = RANGES;

/** What was paid day by day, as ESI tells this browser. Its height is the same in every state. */
export function HistoryPanel({ typeId, name, regionId, regionName, serverNow }: HistoryPanelProps) {
  const titleId = useId();
  const tableId = useId();
  const [range, setRange] = useState<Range>(USUAL_RANGE);
  const [isTabled, setIsTabled] = useState(false);
  const { data, error, isFetching, refetch } = useQuery(
    priceHistoryQuery(useEsi(), regionId, typeId),
  );
  const endDay = Math.floor((data?.lastModified ?? serverNow).getTime() / DAY_MS);
  const view = useMemo(
    () => (data ? viewHistory(data.data, range, endDay) : null),
    [data, range, endDay],
  );
  const hasDays = view !== null && view.days.length > 0;

  return (
    <Panel aria-labelledby={titleId} aria-busy={isFetching}>
      <PanelHead
        id={titleId}
        title="Price history"
        note={<span className="max-desk:hidden">ISK a unit, {regionName}</span>}
      >
        <RangeSwitch range={range} onChange={setRange} />
      </PanelHead>
      <BusyLine isBusy={isFetching && data !== undefined} />
      <div className="flex h-[460px] flex-col max-desk:h-[480px]">
        {view ? (
          <Shown view={view} history={data?.data ?? []} range={range} name={name} />
        ) : error ? (
          <div className="my-auto">
            <EsiFailure
              error={error}
              what="The price history"
              onRetry={refetch}
              isRetrying={isFetching}
            />
          </div>
        ) : (
          <PriceChartSkeleton />
        )}
      </div>
      <PanelFoot className="min-h-11 flex-wrap justify-between gap-y-1">
        <EsiAge answer={data} serverNow={serverNow} onRetry={refetch} isRetrying={isFetching} />
        <button
          type="button"
          aria-expanded={isTabled && hasDays}
          aria-controls={tableId}
          disabled={!hasDays}
          onClick={() => setIsTabled(!isTabled)}
          className={clsx('min-h-6 max-desk:min-h-10', hasDays ? 'link' : 'invisible')}
        >
          {isTabled ? 'Hide the table' : 'Show as table'}
        </button>
      </PanelFoot>
      <div id={tableId}>{isTabled && hasDays && <HistoryTable days={view.days} name={name} />}</div>
    </Panel>
  );
}

function Shown({
  view,
  history,
  range,
  name,
}: {
  readonly view: HistoryView;
  readonly history: PriceHistory;
  readonly range: Range;
  readonly name: string;
}) {
  if (view.days.length > 0) return <PriceChart view={view} range={range} name={name} />;
  return (
    <p className="my-auto px-3 text-center text-ink-2">
      {history.length === 0
        ? `Nobody has traded ${name} here in the months that EVE remembers.`
        : `Nobody has traded ${name} here in the last ${range.said}. A longer range has more.`}
    </p>
  );
}

function RangeSwitch({
  range,
  onChange,
}: {
  readonly range: Range;
  readonly onChange: (range: Range) => void;
}) {
  return (
    <fieldset className="-mr-2 flex">
      <legend className="sr-only">Range</legend>
      {RANGES.map((each) => (
        <button
          key={each.name}
          type="button"
          aria-pressed={each === range}
          onClick={() => onChange(each)}
          className={clsx(
            'h-7 rounded-control px-2.5 font-medium text-body hover:text-ink max-desk:h-10 max-desk:px-2',
            each === range ? 'bg-surface-3 text-ink' : 'text-ink-2',
          )}
        >
          {each.name}
        </button>
      ))}
    </fieldset>
  );
}
