import {
  characterContracts,
  corporationContracts,
  type EsiContractRow,
  EsiError,
  EsiErrorLimitError,
  EsiForbiddenError,
  type EsiPages,
  EsiRateLimitError,
  EsiSchemaError,
  EsiThrottledError,
  EsiTornReadError,
  EsiUnavailableError,
} from '#lib/eve/esi/index.ts';
import { SsoError } from '#lib/eve/sso/index.ts';
import type { Container } from '#lib/server/container.ts';
import { EveTokenError, withAccessToken } from '#lib/server/eve-tokens.ts';
import type { ContractFeed } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';
import { following } from '#lib/server/schedule.ts';
import { keepWalk } from './keep-walk.ts';
import { matchPending } from './match-pending.ts';
import { readEsiContracts } from './read-esi-contracts.ts';
import { readMissingItems } from './read-items.ts';
import { storePartyNames } from './store-party-names.ts';
import { isOlderList } from './store-walk.ts';

export type PollOutcome =
  | 'complete'
  | 'inactive'
  | 'superseded'
  | 'dead-token'
  | 'forbidden'
  | 'torn'
  | 'throttled'
  | 'garbled'
  | 'unreachable';

const AFTER_EXPIRY_MS = 1_000;
const JITTER_MS = 1_000;
/** ESI has given an `Expires` of the past: never spin. */
const LEAST_PAUSE_MS = 5_000;
const FIRST_BACKOFF_MS = 10_000;
const LONGEST_BACKOFF_MS = 5 * 60_000;
/** Nobody but a person can mend these. A new grant is noticed at once; see ensure-feeds.ts. */
const HOPELESS_PAUSE_MS = 10 * 60_000;

/**
 * Read one contract list from EVE, keep what is new, and match it.
 *
 * Whatever goes wrong concerns this feed alone: the outcome is noted on it, and it comes back later.
 * Only a complete walk is kept; a torn or partial one changes nothing, least of all what is gone.
 */
export async function pollFeed(
  container: Container,
  { feedId }: { readonly feedId: string },
  signal: AbortSignal,
): Promise<PollOutcome> {
  const { db, clock, log } = container;
  const feed = await db.contractFeed.findUnique({ where: { id: feedId } });
  if (!feed?.isActive) return 'inactive';

  // After the walk that the feed tells of, whatever clock that one was begun by.
  const startedAt = following(feed.recentWalks[0], clock());
  let pages: EsiPages<EsiContractRow>;
  try {
    pages = await readList(container, feed, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    const failure = judge(error, feed.failures);
    if (!failure) throw error;
    log.warn({ err: error, feedId, outcome: failure.outcome }, 'a contract list was not read');
    await noteFailure(container, feed, failure);
    return failure.outcome;
  }
  await container.checkpoint('list read');
  const dueAt = nextPollAt(pages.expiresAt, clock());
  if (isOlderList(pages.lastModified, feed.listModifiedAt, startedAt)) {
    const { lastModified } = pages;
    log.warn({ feedId, lastModified }, 'EVE gave an older contract list than before');
    const pauseMs = Math.max(dueAt.getTime() - clock().getTime(), backoffMs(feed.failures));
    await noteFailure(container, feed, { outcome: 'torn', pauseMs });
    return 'torn';
  }

  const stored = await keepWalk(container, {
    feedId,
    startedAt,
    shownAt: earlier(startedAt, pages.lastModified ?? startedAt),
    listModifiedAt: pages.lastModified,
    // One that could not be read was served all the same, so it is not gone.
    servedIds: new Set(pages.data.map(({ contract_id }) => contract_id)),
    ...readEsiContracts(container, pages.data),
    nextPollAt: dueAt,
  });
  if (!stored) {
    log.info({ feedId }, 'a newer list was stored meanwhile');
    return 'superseded';
  }
  await container.checkpoint('walk kept');
  log.info({ feedId, ...stored, served: pages.data.length }, 'a contract list was read');

  // With EVE's pace the items of many contracts take a minute: those that are there are matched meanwhile.
  let matching = Promise.resolve();
  const onKept = () => {
    matching = matching.then(async () => void (await matchPending(container, signal)));
    // It is waited for below, where its failure is ours.
    matching.catch(() => {});
  };
  try {
    await readMissingItems(container, feed, { onKept, signal });
  } finally {
    await matching;
  }
  await container.checkpoint('items read');
  await matchPending(container, signal);
  await container.checkpoint('all matched');
  await storePartyNames(container, signal);
  await container.checkpoint('poll done');
  return 'complete';
}

function readList(
  container: Container,
  feed: ContractFeed,
  signal: AbortSignal,
): Promise<EsiPages<EsiContractRow>> {
  const tokenCharacterId = toId(feed.characterId);
  const ownerId = toId(feed.ownerId);
  const operation =
    feed.kind === 'character'
      ? characterContracts({ characterId: ownerId })
      : corporationContracts({ corporationId: ownerId, tokenCharacterId });
  return withAccessToken(
    container,
    { characterId: tokenCharacterId, purpose: 'contracts' },
    (accessToken) => container.esi.requestAllPages(operation, { signal, accessToken }),
    signal,
  );
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}

function nextPollAt(expiresAt: Date, now: Date): Date {
  const dueMs = Math.max(expiresAt.getTime() + AFTER_EXPIRY_MS, now.getTime() + LEAST_PAUSE_MS);
  return new Date(dueMs + Math.random() * JITTER_MS);
}

type Failure = { readonly outcome: PollOutcome; readonly pauseMs: number };

/** Null: not EVE's doing, but a fault of ours, which the queue tries again. */
function judge(error: unknown, failures: number): Failure | null {
  if (error instanceof EveTokenError) {
    return { outcome: 'dead-token', pauseMs: HOPELESS_PAUSE_MS };
  }
  if (
    error instanceof EsiErrorLimitError ||
    error instanceof EsiRateLimitError ||
    error instanceof EsiThrottledError
  ) {
    return { outcome: 'throttled', pauseMs: error.retryAfterMs + AFTER_EXPIRY_MS };
  }
  if (error instanceof EsiUnavailableError) {
    return { outcome: 'unreachable', pauseMs: error.retryAfterMs + AFTER_EXPIRY_MS };
  }
  const pauseMs = backoffMs(failures);
  if (error instanceof EsiTornReadError) return { outcome: 'torn', pauseMs };
  if (error instanceof EsiSchemaError) return { outcome: 'garbled', pauseMs };
  if (error instanceof EsiForbiddenError) {
    return { outcome: 'forbidden', pauseMs: HOPELESS_PAUSE_MS };
  }
  if (error instanceof EsiError || error instanceof SsoError) {
    return { outcome: 'unreachable', pauseMs };
  }
  return null;
}

function backoffMs(failures: number): number {
  return Math.min(FIRST_BACKOFF_MS * 2 ** failures, LONGEST_BACKOFF_MS);
}

/** Unless another worker has run meanwhile: what it found out is newer than this. */
async function noteFailure(
  { db, clock }: Container,
  feed: ContractFeed,
  { outcome, pauseMs }: Failure,
): Promise<void> {
  const now = clock();
  const pauseWithJitterMs = pauseMs * (1 + Math.random() / 5);
  await db.contractFeed.updateMany({
    where: { id: feed.id, lastRunAt: feed.lastRunAt },
    data: {
      lastRunAt: now,
      lastOutcome: outcome,
      failures: { increment: 1 },
      nextPollAt: new Date(now.getTime() + pauseWithJitterMs),
    },
  });
}
