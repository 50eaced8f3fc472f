import type { ReactNode } from 'react';
import { TypedKeeper } from '#app/_parts/typed-keeper.tsx';
import { getContainer } from '#lib/server/container.ts';
import { getViewer } from '#lib/server/session.ts';
import { BottomBar } from './bottom-bar.tsx';
import { Footer } from './footer.tsx';
import { TopBar } from './top-bar.tsx';

/** What stands around each page of the site: the way to the others on top, the notices below. */
export async function SiteFrame({ children }: { children: ReactNode }) {
  const viewer = await getViewer();
  const { clock } = getContainer();

  return (
    <div className="flex flex-1 flex-col">
      <TypedKeeper typist={viewer?.accountId ?? null} />
      <TopBar viewer={viewer} serverNow={clock()} />
      <div className="flex flex-1 flex-col">{children}</div>
      <Footer />
      <BottomBar isSignedIn={viewer !== null} />
    </div>
  );
}
