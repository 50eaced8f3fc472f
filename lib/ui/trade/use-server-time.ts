'use client';

import { useEffect, useState } from 'react';

/**
 * The server's time, ticking. A pilot's clock may be wrong by hours, so it is never asked for the
 * time, only for how long ago the server told us.
 *
 * @param serverNow What the server's clock said when it answered.
 * @param everyMs How often to tick.
 */
export function useServerTime(serverNow: Date, everyMs = 1_000): Date {
  const toldMs = serverNow.getTime();
  const [passed, setPassed] = useState({ toldMs, forMs: 0 });

  useEffect(() => {
    const startedMs = performance.now();
    const timer = setInterval(
      () => setPassed({ toldMs, forMs: performance.now() - startedMs }),
      everyMs,
    );
    return () => clearInterval(timer);
  }, [toldMs, everyMs]);

  // A newer answer counts at once, not at the next tick.
  return new Date(toldMs + (passed.toldMs === toldMs ? passed.forMs : 0));
}
