import type { Metadata } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { DeletionObstacle } from '#lib/features/accounts/find-deletion-obstacle.ts';
import { getDeletionView } from '#lib/features/accounts/get-deletion-view.ts';
import { getContainer } from '#lib/server/container.ts';
import { requireViewer } from '#lib/server/session.ts';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { PageHead } from '#lib/ui/primitives/page-head.tsx';
import { Panel, PanelBody, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { PageMain } from '../../_parts/page-main.tsx';
import { DeleteForm } from './_parts/delete-form.tsx';

export const metadata: Metadata = { title: 'Delete account — Ageira Trade' };

export default async function Page() {
  const viewer = await requireViewer('/account/delete');
  const { mainName, characterCount, openQuotes, obstacle } = await getDeletionView(
    getContainer(),
    viewer,
  );

  return (
    <PageMain kind="text">
      <PageHead title="Delete account" />
      <div className="grid gap-4 max-desk:gap-3">
        <Panel aria-labelledby="goes">
          <PanelHead id="goes" title="What goes" note="at once, for good" />
          <PanelBody>
            <List>
              <li>
                {characterCount === 1 ? 'Your character’s name' : 'Your characters’ names'}, what
                tells that {characterCount === 1 ? 'it is' : 'they are'} yours, corporation and
                alliance; so too of characters that you removed before
              </li>
              <li>Every permission, here and at EVE Online</li>
              <li>Every session, in this browser and all others</li>
              {openQuotes > 0 && (
                <li>
                  {openQuotes === 1
                    ? 'One open quote: it is'
                    : `${openQuotes} open quotes: they are`}{' '}
                  cancelled, and a contract for {openQuotes === 1 ? 'it' : 'them'} is not accepted
                </li>
              )}
            </List>
          </PanelBody>
        </Panel>
        <Panel aria-labelledby="stays">
          <PanelHead id="stays" title="What stays" note="as the trader’s books" />
          <PanelBody>
            <List>
              <li>
                Quotes, without a name: that of the account is a number which leads to nobody any
                more
              </li>
              <li>
                Contracts that you made in game to the trader, as EVE shows them to the trader, and
                what was paid for them: the books must add up
              </li>
              <li>
                The trail of what was done, which nobody can change: it names numbers of accounts
                and characters, and no names
              </li>
            </List>
            <p className="mt-3 max-w-[68ch] text-ink-3 text-meta">
              Sign in again, and you begin with a new account that has none of this.{' '}
              <a href="/api/account/export" className="link">
                Download your data
              </a>{' '}
              first, if you want to keep it.
            </p>
          </PanelBody>
        </Panel>
        <Panel aria-labelledby="confirm">
          {obstacle ? (
            <Obstacle obstacle={obstacle} />
          ) : (
            <>
              <PanelHead id="confirm" title="Are you sure?" />
              <PanelBody>
                <DeleteForm mainName={mainName} accountId={viewer.accountId} />
              </PanelBody>
            </>
          )}
        </Panel>
      </div>
    </PageMain>
  );
}

function List({ children }: { children: ReactNode }) {
  return <ul className="grid max-w-[68ch] list-disc gap-1.5 pl-5 text-ink-2">{children}</ul>;
}

function Obstacle({ obstacle }: { obstacle: DeletionObstacle }) {
  const back = <ButtonLink href="/account">Back to the account</ButtonLink>;
  if (obstacle.reason === 'last-owner') {
    return (
      <Notice
        kind="warn"
        title={<span id="confirm">You are the site’s only owner</span>}
        actions={back}
      >
        Without you nobody could run it. Have another pilot made an owner first, with{' '}
        <span className="mono">ageira members grant-owner</span>.
      </Notice>
    );
  }
  return (
    <Notice kind="warn" title={<span id="confirm">A contract of yours waits</span>} actions={back}>
      It is right for{' '}
      {obstacle.shownCodes.map((code, index) => (
        <span key={code}>
          {index > 0 && ', '}
          <Link href={`/q/${code}`} className="link mono">
            {code}
          </Link>
        </span>
      ))}
      , and may be paid at any moment. Delete it in game, or wait until it is accepted; then you can
      delete your account.
    </Notice>
  );
}
