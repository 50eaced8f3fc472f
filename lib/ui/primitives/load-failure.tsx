'use client';

import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

type LoadFailureProps = {
  /** "The contract list" */
  readonly what: string;
  readonly onRetry: () => unknown;
  readonly isRetrying?: boolean;
  /** What the pilot need not fear: "Your quote is safe." */
  readonly comfort?: string;
};

/** A part of the page did not load; the rest lives on. */
export function LoadFailure({ what, onRetry, isRetrying = false, comfort }: LoadFailureProps) {
  return (
    <Notice
      kind="error"
      role="alert"
      title={`${what} did not load`}
      actions={
        <Button onClick={() => void onRetry()} aria-disabled={isRetrying}>
          {isRetrying ? 'Trying…' : 'Try again'}
        </Button>
      }
    >
      The site did not answer, or your connection is down. If it stays so, reload the page.{' '}
      {comfort}
    </Notice>
  );
}
