'use client';

import { formatCountdown } from './format-times.ts';
import { useServerTime } from './use-server-time.ts';

type CountdownProps = {
  readonly until: Date;
  readonly serverNow: Date;
  /** Start of the wait, for the thin line under it. */
  readonly since?: Date | null;
  readonly label: string;
  /** Shown when the time is over and nothing came yet. */
  readonly overdue: string;
};

/** "Next look in 3:12", with a line that fills. Counts on the server's clock. */
export function Countdown({ until, serverNow, since, label, overdue }: CountdownProps) {
  const now = useServerTime(serverNow);
  const leftMs = until.getTime() - now.getTime();
  const spanMs = since ? until.getTime() - since.getTime() : 0;
  const passedPercent = spanMs > 0 ? Math.round((1 - leftMs / spanMs) * 100) : null;

  return (
    <div>
      <p className="mt-0.5 mb-1.5 flex items-baseline gap-2 text-ink-2">
        {leftMs > 0 ? (
          <>
            {label}
            <b className="numeric font-semibold text-ink text-title" role="timer">
              {formatCountdown(leftMs)}
            </b>
          </>
        ) : (
          overdue
        )}
      </p>
      {passedPercent !== null && (
        <progress
          className="progress mb-3"
          aria-label="Time to the next look"
          max={100}
          value={Math.min(100, Math.max(0, passedPercent))}
        />
      )}
    </div>
  );
}
