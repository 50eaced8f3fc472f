import type { ReactNode } from 'react';
import { getContainer } from '#lib/server/container.ts';
import { getViewer } from '#lib/server/session.ts';
import { BottomBar } from './_parts/bottom-bar.tsx';
import { Footer } from './_parts/footer.tsx';
import { TopBar } from './_parts/top-bar.tsx';

export default async function SiteLayout({ children }: { children: ReactNode }) {
  const viewer = await getViewer();
  const { clock } = getContainer();

  return (
    <div className="flex flex-1 flex-col">
      <TopBar viewer={viewer} serverNow={clock()} />
      <div className="flex flex-1 flex-col">{children}</div>
      <Footer />
      <BottomBar isSignedIn={viewer !== null} />
    </div>
  );
}
