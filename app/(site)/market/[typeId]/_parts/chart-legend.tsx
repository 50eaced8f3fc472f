import type { ReactNode } from 'react';
import { formatIsk } from '#lib/core/isk.ts';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import { toDate, type ViewedDay } from './history-view.ts';

/** What the marks mean, and their figures of the chosen day. Its height never changes. */
export function ChartLegend({ day }: { day: ViewedDay }) {
  return (
    <div
      aria-hidden="true"
      className="numeric flex h-10 flex-wrap content-center items-center gap-x-4 gap-y-0.5 overflow-hidden px-3 text-ink-2 text-meta max-desk:h-16"
    >
      <b className="min-w-[72px] font-medium text-ink">
        <EveTime at={toDate(day.day)} style="day" isMarked={false} />
      </b>
      <Item mark={<i className="w-3 border-ink border-t-2" />} name="average">
        {formatIsk(day.averageIsk)}
      </Item>
      <Item mark={<i className="size-2 rounded-[1px] bg-line" />} name="high">
        {formatIsk(day.highestIsk)}
      </Item>
      <Item name="low">{formatIsk(day.lowestIsk)}</Item>
      {day.mean !== null && (
        <Item mark={<i className="w-3 border-ink-3 border-t border-dashed" />} name="20-day">
          {formatIsk(BigInt(Math.round(day.mean)))}
        </Item>
      )}
      <Item name="volume">{formatUnits(day.volume)}</Item>
      <span className="max-desk:hidden">
        <Item name="orders">{formatUnits(day.orders)}</Item>
      </span>
    </div>
  );
}

function Item({ mark, name, children }: { mark?: ReactNode; name: string; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      {mark}
      {name} <b className="font-medium text-ink">{children}</b>
    </span>
  );
}
