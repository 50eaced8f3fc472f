'use client';

import { Button } from '#lib/ui/primitives/button.tsx';
import { buttonClasses } from '#lib/ui/primitives/button-classes.ts';
import { MessagePage } from './_parts/message-page.tsx';

type ErrorPageProps = {
  readonly error: Error & { digest?: string };
  readonly reset: () => void;
};

/** Comes along with every page, so it links without the router, which may be what broke. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <MessagePage
      title="This page did not load"
      actions={
        <>
          <Button look="primary" onClick={reset}>
            Try again
          </Button>
          <a href="/" className={buttonClasses({})}>
            To the start
          </a>
        </>
      }
    >
      <p role="alert">
        Something broke on our side. Quotes and contracts are safe: they live in the database, not
        on this page.
      </p>
      {error.digest && (
        <p className="mt-2 text-ink-3 text-meta">
          If it stays, tell the trader this number: <span className="mono">{error.digest}</span>
        </p>
      )}
    </MessagePage>
  );
}
