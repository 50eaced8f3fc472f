import { clsx } from 'clsx';
import type { Metadata } from 'next';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { QueryProvider } from '#app/_parts/query-provider.tsx';
import { TypedKeeper } from '#app/_parts/typed-keeper.tsx';
import { readWorkers } from '#lib/features/operations/read-workers.ts';
import { getContainer } from '#lib/server/container.ts';
import { getViewer } from '#lib/server/session.ts';
import { hasRole } from '#lib/server/viewer.ts';
import { BottomBar } from './_parts/bottom-bar.tsx';
import { SideRail } from './_parts/side-rail.tsx';
import './admin.css';

export const metadata: Metadata = {
  title: { template: '%s — Ageira Trade', default: 'Trader — Ageira Trade' },
  robots: { index: false, follow: false },
};

/** The trader's side of the house: on wide screens each column scrolls by itself. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const viewer = await getViewer();
  // Each place turns others away itself: it knows where to come back to after a sign-in.
  if (!viewer || !hasRole(viewer, 'viewer')) return children;

  const container = getContainer();
  const workers = await readWorkers(container, container.clock());
  const isSandbox = container.env.AGEIRA_MODE === 'sandbox';

  return (
    <NuqsAdapter>
      <QueryProvider>
        <TypedKeeper typist={viewer.accountId} />
        <div
          data-scrolls-within
          className={clsx(
            'desk:grid desk:grid-cols-[208px_minmax(0,1fr)] desk:overflow-hidden',
            // Less the sandbox's bar, whose one line is 25 px high.
            isSandbox ? 'desk:h-[calc(100dvh-25px)]' : 'desk:h-dvh',
          )}
        >
          <SideRail
            workers={workers}
            pilot={{ characterId: viewer.characterId, name: viewer.characterName }}
          />
          <div className="flex min-h-0 min-w-0 flex-col max-desk:pb-[calc(56px+env(safe-area-inset-bottom))]">
            {children}
          </div>
          <BottomBar workers={workers} />
        </div>
      </QueryProvider>
    </NuqsAdapter>
  );
}
