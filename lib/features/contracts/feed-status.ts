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
  /** EVE does not answer, or has not for longer than two polls. */
  readonly isStale: boolean;
};

/** What a list's last run has left. */
export type FeedRun = {
  readonly lastOutcome: string | null;
  readonly failures: number;
  readonly lastCompleteAt: Date | null;
};

/** ESI keeps contract lists for five minutes. */
const STALE_MS = 12 * 60_000;
/** So many failures in a row are more than a hiccup. */
const PATIENCE = 3;
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
    failures: number;
  }>({
    name: 'feed-status',
    text: `select last_complete_at, next_poll_at, last_outcome, failures,
        (select count(*)::int from unnest(recent_walks) as walk where walk > $2) as walks_since
      from contract_feed where owner_id = $1 and is_active`,
    values: [fromId(assigneeId), since],
  });
  const [feed] = rows;
  if (!feed) return NOT_READ;
  const { last_outcome: lastOutcome, last_complete_at: lastCompleteAt, failures } = feed;
  return {
    isRead: !needsGrant(lastOutcome),
    lastCompleteAt,
    nextPollAt: feed.next_poll_at,
    walksSince: feed.walks_since,
    isStale: troubleOf({ lastOutcome, failures, lastCompleteAt }, clock()) !== null,
  };
}

/**
 * Why what is shown may be old, or null while all is well. EVE tells of itself that it is away; a wait
 * that it asks for, or a list that changes while it is read, is nothing unless it goes on.
 */
export function troubleOf({ lastOutcome, failures, lastCompleteAt }: FeedRun, now: Date) {
  if (lastOutcome === null) return null;
  if (lastOutcome === 'garbled') return 'garbled';
  if (lastOutcome === 'unreachable') return 'silent';
  if (lastOutcome === 'throttled' && failures >= PATIENCE) return 'throttled';
  const isOld = !lastCompleteAt || now.getTime() - lastCompleteAt.getTime() > STALE_MS;
  return isOld || failures >= PATIENCE ? 'silent' : null;
}

/** Whether a list cannot be read until a person does something. */
export function needsGrant(lastOutcome: string | null): boolean {
  return lastOutcome === 'dead-token' || lastOutcome === 'forbidden';
}
