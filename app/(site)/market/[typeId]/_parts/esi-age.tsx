'use client';

import { TriangleAlert } from 'lucide-react';
import type { EsiAnswer } from '#lib/eve/esi-browser/index.ts';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { formatSpan } from '#lib/ui/trade/format-times.ts';
import { useServerTime } from '#lib/ui/trade/use-server-time.ts';

type EsiAgeProps = {
  readonly answer: EsiAnswer<unknown> | undefined;
  readonly serverNow: Date;
  readonly onRetry: () => unknown;
  readonly isRetrying: boolean;
};

const MINUTE_MS = 60_000;

/** Of what moment EVE's answer is; and when EVE is away, that it is old, how old, and a way to ask again. */
export function EsiAge({ answer, serverNow, onRetry, isRetrying }: EsiAgeProps) {
  const now = useServerTime(serverNow, MINUTE_MS);
  if (!answer) return <span>as EVE tells your browser</span>;
  const { lastModified: at, isStale, expiresAt } = answer;
  if (!isStale) {
    return (
      <span>
        {at && (
          <>
            as of <EveTime at={at} style="date" />,{' '}
          </>
        )}
        next <EveTime at={expiresAt} style="date" isMarked={at === null} />
      </span>
    );
  }
  return (
    <span role="status" className="inline-flex flex-wrap items-center gap-x-1.5 text-warn">
      <TriangleAlert aria-hidden="true" className="icon-s" />
      <span>
        EVE does not answer.{' '}
        {at ? (
          <>
            This is of <EveTime at={at} style="date" />,{' '}
            {formatSpan(Math.max(0, now.getTime() - at.getTime()))} old.
          </>
        ) : (
          'This is what it said last.'
        )}
      </span>
      <button
        type="button"
        onClick={() => void onRetry()}
        aria-disabled={isRetrying}
        className="link min-h-6 max-desk:min-h-10"
      >
        {isRetrying ? 'Trying…' : 'Try again'}
      </button>
    </span>
  );
}
