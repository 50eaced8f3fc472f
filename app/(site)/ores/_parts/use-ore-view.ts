'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useRef, useState, useTransition } from 'react';
import { type OreView, readOreView, writeOreView } from '#lib/core/ores/ore-view.ts';

/** What the visitor chose. It stands in the address, so a link opens the same table for another. */
export function useOreView() {
  const params = useSearchParams();
  const router = useRouter();
  const [isBusy, startTransition] = useTransition();
  const [view, setView] = useState(() => readOreView(params));
  const latest = useRef(view);

  useEffect(() => {
    // Of several changes in a row the router tells each; only the last is the address.
    if (params.toString() !== new URLSearchParams(window.location.search).toString()) return;
    const told = readOreView(params);
    if (writeOreView(told) === writeOreView(latest.current)) return;
    latest.current = told;
    setView(told);
  }, [params]);

  function change(changes: Partial<OreView>): void {
    const next = { ...latest.current, ...changes };
    latest.current = next;
    setView(next);
    const query = writeOreView(next);
    const address = query ? (`/ores?${query}` as const) : '/ores';
    // Another hub's prices come from the server; all else is here already.
    if ('hubId' in changes) startTransition(() => router.replace(address, { scroll: false }));
    else window.history.replaceState(null, '', address);
  }

  return { view, change, isBusy };
}

export type ChangeView = ReturnType<typeof useOreView>['change'];
