'use client';

import { useCallback, useEffect, useState } from 'react';

export type AppraisalKit = Awaited<ReturnType<typeof loadKit>>;

type KitLoad = {
  /** Null until it is there. */
  readonly kit: AppraisalKit | null;
  readonly isFailed: boolean;
  readonly load: () => void;
};

/** The code behind an appraisal: comes once the page has loaded, at once when it is wanted. */
export function useAppraisalKit(isWanted: boolean): KitLoad {
  const [kit, setKit] = useState<AppraisalKit | null>(null);
  const [isFailed, setIsFailed] = useState(false);

  const load = useCallback(() => {
    setIsFailed(false);
    loadKit().then(
      // Once there it stays the same: what was asked with it would be lost with another.
      (loaded) => setKit((before) => before ?? loaded),
      () => setIsFailed(true),
    );
  }, []);

  useEffect(() => {
    if (isWanted || document.readyState === 'complete') {
      load();
      return;
    }
    const listen = new AbortController();
    addEventListener('load', load, { once: true, signal: listen.signal });
    return () => listen.abort();
  }, [isWanted, load]);

  return { kit, isFailed, load };
}

async function loadKit() {
  const { AppraisalPanel, createAppraiser, StickyTotal } = await import('./appraisal-kit.ts');
  return { AppraisalPanel, createAppraiser, StickyTotal };
}
