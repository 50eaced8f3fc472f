import type { Container } from '#lib/server/container.ts';
import { fromId } from '#lib/server/ids.ts';

export type FeedStatus = {
  /** False: no list of this party is read, so no contract can be seen. */
  readonly isRead: boolean;
  /** When the last complete walk began; what it showed is not older. */
  readonly lastCompleteAt: Date | null;
  readonly nextPollAt: Date | null;
  /** Complete walks that began after the moment asked about; 8 at most. */
  readonly walksSince: number;
  /** EVE has not answered for longer than two polls. */
  readonly isStale: boolean;
};

/** ESI keeps contract lists for five minutes. */
const STALE_MS = 12 * 60_000;
const NOT_READ: FeedStatus = {
  isRead: false,
  lastCompleteAt: null,
  nextPollAt: null,
  walksSince: 0,
  isStale: false,
};

/**
 * What is known of the contract list of the party that gets a quote's contracts.
 *
 * @param since Usually the quote's creation.
 */
export async function feedStatusFor(
  { pool, clock }: Pick<Container, 'pool' | 'clock'>,
  assigneeId: number,
  since: Date,
): Promise<FeedStatus> {
  const { rows } = await pool.query<{
    last_complete_at: Date | null;
    next_poll_at: Date;
    walks_since: number;
    last_outcome: string | null;
  }>({
    name: 'feed-status',
    text: `select last_complete_at, next_poll_at, last_outcome,
        (select count(*)::int from unnest(recent_walks) as walk where walk > $2) as walks_since
      from contract_feed where owner_id = $1 and is_active`,
    values: [fromId(assigneeId), since],
  });
  const [feed] = rows;
  if (!feed) return NOT_READ;
  return {
    isRead: !needsGrant(feed.last_outcome),
    lastCompleteAt: feed.last_complete_at,
    nextPollAt: feed.next_poll_at,
    walksSince: feed.walks_since,
    isStale: feed.last_outcome !== null && isLong(feed.last_complete_at, clock()),
  };
}

/** Whether a list was last read longer ago than two polls, or never. */
export function isLong(lastCompleteAt: Date | null, now: Date): boolean {
  return lastCompleteAt === null || now.getTime() - lastCompleteAt.getTime() > STALE_MS;
}

/** Whether a list cannot be read until a person does something. */
export function needsGrant(lastOutcome: string | null): boolean {
  return lastOutcome === 'dead-token' || lastOutcome === 'forbidden';
}
