'use client';

import { formatEveTime } from './format-times.ts';
import { useServerTime } from './use-server-time.ts';

/** EVE time in the top bar, to the second. Silent: nobody wants a clock read out. */
export function EveClock({ serverNow }: { serverNow: Date }) {
  const now = useServerTime(serverNow);
  return (
    <time
      dateTime={now.toISOString().slice(0, 16)}
      className="numeric whitespace-nowrap text-ink-3 text-meta"
    >
      {formatEveTime(now, 'seconds')}&nbsp;EVE
    </time>
  );
}
