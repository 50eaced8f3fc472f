import type { Metadata } from 'next';
import { getLooker } from '#app/api/quotes/looker.ts';
import { listQuotes } from '#lib/features/quotes/list-quotes.ts';
import { getContainer } from '#lib/server/container.ts';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { Empty } from '#lib/ui/primitives/empty.tsx';
import { PageHead } from '#lib/ui/primitives/page-head.tsx';
import { Panel } from '#lib/ui/primitives/panel.tsx';
import { PageMain } from '../_parts/page-main.tsx';
import { SignInForm } from '../_parts/sign-in-form.tsx';
import { QuotesTable } from './_parts/quotes-table.tsx';

export const metadata: Metadata = { title: 'Quotes — Ageira Trade' };

export default async function Page() {
  const container = getContainer();
  const looker = await getLooker();
  const quotes = await listQuotes(container, looker);
  const isGuest = looker.viewer === null;

  return (
    <PageMain>
      <PageHead
        title="Your quotes"
        note={isGuest ? 'made in this browser' : 'of all your characters, newest first'}
      >
        <ButtonLink href="/" look="primary">
          New quote
        </ButtonLink>
      </PageHead>
      {isGuest && quotes.length > 0 && (
        <div className="mb-4 flex flex-wrap items-center gap-3 text-ink-2">
          <p>Sign in, and these quotes follow you to every device.</p>
          <SignInForm returnTo="/quotes">Sign in with EVE Online</SignInForm>
        </div>
      )}
      <Panel aria-label="Your quotes">
        {quotes.length > 0 ? (
          <QuotesTable quotes={quotes} now={container.clock()} />
        ) : (
          <Empty
            action={
              <div className="flex flex-wrap justify-center gap-2">
                <ButtonLink href="/" look="primary">
                  Paste items
                </ButtonLink>
                {isGuest && <SignInForm returnTo="/quotes">Sign in</SignInForm>}
              </div>
            }
          >
            {isGuest
              ? 'No quotes were made in this browser. Paste what you want to sell, or sign in to see those of your account.'
              : 'You have no quotes yet. Paste what you want to sell.'}
          </Empty>
        )}
      </Panel>
    </PageMain>
  );
}
