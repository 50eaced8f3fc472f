'use client';

import { createContext, type ReactNode, use, useState } from 'react';
import { QueryProvider } from '#app/_parts/query-provider.tsx';
import type { EsiBrowser } from '#lib/eve/esi-browser/index.ts';
import { createMarketEsi, type EsiSite } from '#lib/features/market/queries.ts';

const EsiContext = createContext<EsiBrowser | null>(null);

/** Lets the parts of a page ask ESI themselves; where it is, the server says. */
export function MarketLive({ site, children }: { site: EsiSite; children: ReactNode }) {
  const [esi] = useState(() => createMarketEsi(site));
  return (
    <EsiContext value={esi}>
      <QueryProvider>{children}</QueryProvider>
    </EsiContext>
  );
}

/** @throws {Error} Outside of `MarketLive`. */
export function useEsi(): EsiBrowser {
  const esi = use(EsiContext);
  if (!esi) throw new Error('Parts that ask ESI stand within MarketLive');
  return esi;
}
