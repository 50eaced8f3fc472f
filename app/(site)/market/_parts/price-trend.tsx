'use client';

import { createContext, type ReactNode, use, useEffect, useRef, useState } from 'react';
import type { EsiSite } from '#lib/features/market/queries.ts';
import { Skeleton } from '#lib/ui/primitives/skeleton.tsx';
import type { Trends } from './load-trends.ts';
import { TREND_DAYS, type Trend, writeChange } from './trend.ts';

type Load = () => Promise<Trends>;

const TrendsContext = createContext<Load | null>(null);

/** Lets the rows within ask ESI for their prices. Nothing is loaded before one of them is seen. */
export function PriceTrends({ site, children }: { site: EsiSite; children: ReactNode }) {
  const [load] = useState((): Load => {
    let trends: Promise<Trends> | null = null;
    return () => {
      trends ??= import('./load-trends.ts').then(({ createTrends }) => createTrends(site));
      return trends;
    };
  });
  return <TrendsContext value={load}>{children}</TrendsContext>;
}

type PriceTrendProps = { readonly regionId: number; readonly typeId: number };

/** A month of daily averages, and how much it changed. As wide in every state. */
export function PriceTrend({ regionId, typeId }: PriceTrendProps) {
  const load = use(TrendsContext);
  const place = useRef<HTMLSpanElement>(null);
  const [trend, setTrend] = useState<Trend | null | undefined>(undefined);

  useEffect(() => {
    if (!load || !place.current) return;
    const leaving = new AbortController();
    const watch = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      watch.disconnect();
      load()
        .then((ask) => ask(regionId, typeId, leaving.signal))
        .then(setTrend)
        .catch(() => !leaving.signal.aborted && setTrend(null));
    });
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      leaving.abort();
    };
  }, [load, regionId, typeId]);

  return (
    <span
      ref={place}
      className="inline-flex h-5 w-[148px] items-center justify-end gap-2 align-middle"
    >
      {trend === undefined ? (
        <Skeleton className="w-full" />
      ) : trend === null ? (
        <span className="text-ink-3">–</span>
      ) : (
        <Line trend={trend} />
      )}
    </span>
  );
}

function Line({ trend: { points, changePercent } }: { trend: Trend }) {
  return (
    <>
      <svg
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        aria-hidden="true"
        className="h-4 w-20 overflow-visible"
      >
        <polyline
          points={points}
          fill="none"
          strokeWidth="1.25"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
          className="stroke-ink-2"
        />
      </svg>
      <span className="numeric w-[60px] text-ink-2">
        {changePercent === null ? '–' : writeChange(changePercent)}
        <span className="sr-only"> in {TREND_DAYS} days</span>
      </span>
    </>
  );
}
