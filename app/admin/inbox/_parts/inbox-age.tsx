import type { Inbox } from '#lib/features/contracts/schema.ts';
import { Age } from '#lib/ui/trade/age.tsx';

/** How old the oldest of the lists is, and when the next look is due. */
export function InboxAge({ inbox }: { inbox: Inbox }) {
  const seen = inbox.feeds.flatMap(({ lastCompleteAt }) => lastCompleteAt ?? []);
  const next = inbox.feeds.flatMap(({ nextPollAt }) => nextPollAt ?? []);
  const isAllSeen = inbox.feeds.length > 0 && seen.length === inbox.feeds.length;
  return (
    <Age
      asOf={isAllSeen ? earliest(seen) : null}
      nextAt={next.length > 0 ? earliest(next) : null}
      isStale={inbox.feeds.some(({ trouble }) => trouble !== null)}
    />
  );
}

function earliest(times: readonly Date[]): Date {
  return new Date(Math.min(...times.map((time) => time.getTime())));
}
