'use client';

import { EsiError } from '#lib/eve/esi-browser/index.ts';
import { isFinal } from '#lib/features/market/queries.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { formatSpan } from '#lib/ui/trade/format-times.ts';

type EsiFailureProps = {
  readonly error: Error;
  /** "The price history" */
  readonly what: string;
  readonly onRetry: () => unknown;
  readonly isRetrying: boolean;
};

/** EVE said nothing that could be shown: why, in a sentence, and a way to ask again. */
export function EsiFailure({ error, what, onRetry, isRetrying }: EsiFailureProps) {
  const isOver = isFinal(error);
  return (
    <Notice
      kind={isOver ? 'info' : 'error'}
      role="alert"
      title={isOver ? 'EVE has none of this' : `${what} did not load`}
      actions={
        !isOver && (
          <Button onClick={() => void onRetry()} aria-disabled={isRetrying}>
            {isRetrying ? 'Trying…' : 'Try again'}
          </Button>
        )
      }
    >
      {describeFailure(error)}
    </Notice>
  );
}

/** What a failure means for the one who looks. */
function describeFailure(error: Error): string {
  if (!(error instanceof EsiError)) {
    return 'A part of this page did not come. Your connection may be down; if not, reload the page.';
  }
  if ('retryAfterMs' in error && typeof error.retryAfterMs === 'number') {
    return `EVE asks this browser to wait ${formatSpan(error.retryAfterMs)} before it asks again. That is done by itself.`;
  }
  return SENTENCES[error.code] ?? SENTENCES.ERR_ESI_SERVER;
}

const SENTENCES: { readonly [code: string]: string } & { readonly ERR_ESI_SERVER: string } = {
  ERR_ESI_SERVER:
    'EVE answers, but with an error of its own, as it does around its daily downtime at 11:00. What this site knows itself is shown.',
  ERR_ESI_NETWORK:
    'EVE was not reached. It may be down, or your connection is. What this site knows itself is shown.',
  ERR_ESI_TIMEOUT:
    'EVE did not answer in time. It may be busy, or your connection is slow. What this site knows itself is shown.',
  ERR_ESI_NOT_FOUND: 'EVE does not know this item yet, or not any more.',
  ERR_ESI_REQUEST: 'EVE keeps nothing of this kind for this item.',
  ERR_ESI_SCHEMA:
    'EVE answered with something that this site does not understand, as it does around its daily downtime at 11:00. It is asked again as soon as it may say something else. What this site knows itself is shown.',
};
