'use client';

import { useQuery } from '@tanstack/react-query';
import { priceHistoryQuery } from '#lib/features/market/queries.ts';
import { Skeleton } from '#lib/ui/primitives/skeleton.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { formatShortUnits } from '#lib/ui/trade/format-numbers.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { FigureCell } from './figure-cell.tsx';
import { changePercent, toDate } from './history-view.ts';
import { useEsi } from './market-live.tsx';

/** What was paid on the last day that somebody traded. */
export function LastDay({ typeId, regionId }: { typeId: number; regionId: number }) {
  const { data, isPending } = useQuery(priceHistoryQuery(useEsi(), regionId, typeId));
  const last = data?.data.at(-1);
  if (!last) {
    return (
      <FigureCell label="Last day">
        {isPending ? (
          <Skeleton className="my-1.5 w-16" />
        ) : (
          <span className="text-ink-3">{data ? 'never traded' : 'not known'}</span>
        )}
      </FigureCell>
    );
  }
  const change = changePercent(data?.data ?? []);
  return (
    <FigureCell
      label={<EveTime at={toDate(last.day)} style="day" isMarked={false} />}
      note={[change === null ? 'average' : writeChange(change), writeVolume(last.volume)].join(
        ' · ',
      )}
    >
      <Isk amount={last.averageIsk} />
    </FigureCell>
  );
}

function writeVolume(units: number): string {
  return `${formatShortUnits(units)} units`;
}

function writeChange(percent: number): string {
  const text = `${Math.abs(percent).toFixed(2)}\u00a0%`;
  return percent < 0 ? `−${text}` : `+${text}`;
}
