import { refreshDueAffiliations } from '#lib/features/accounts/refresh-due-affiliations.ts';
import { ensureFeeds } from '#lib/features/contracts/ensure-feeds.ts';
import { enqueueDueFeeds, pollFeedJob } from '#lib/features/contracts/jobs.ts';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { pollFeed } from '#lib/features/contracts/poll-feed.ts';
import type { Container } from '#lib/server/container.ts';
import { toId } from '#lib/server/ids.ts';
import { openQueue, startWorker } from '#lib/server/jobs.ts';
import { sweepKeptAnswers } from '#lib/server/kept-answers.ts';
import { startLoop } from '#lib/server/loop.ts';
import { sweepSessions } from '#lib/server/sessions.ts';
import { createSiteEvents, type SiteEvents } from '#lib/server/site-events.ts';

/** A contract is found within its list's cache time and this. */
const SWEEP_MS = 1_000;
const FEEDS_MS = 5_000;
const MAINTAIN_MS = 30_000;
const AFFILIATIONS_MS = 60_000;
const SESSIONS_MS = 3_600_000;

/** All that the contracts worker does, until what is returned is disposed of, the last first. */
export function startContractsWorker(
  container: Container,
  job: typeof pollFeedJob = pollFeedJob,
): AsyncDisposable[] {
  const { log } = container;
  const queue = openQueue(container, job);
  const events = createSiteEvents(container);
  return [
    queue,
    events,
    startWorker(container, job, async (payload, signal) => {
      await pollFeed(container, payload, signal);
      await tellListRead(container, events, payload);
    }),
    startLoop({ name: 'sweep', pauseMs: SWEEP_MS, log }, () => enqueueDueFeeds(container, queue)),
    startLoop({ name: 'feeds', pauseMs: FEEDS_MS, log }, (signal) =>
      ensureFeeds(container, signal),
    ),
    startLoop({ name: 'maintain', pauseMs: MAINTAIN_MS, log }, (signal) =>
      maintainContracts(container, signal),
    ),
    startLoop({ name: 'affiliations', pauseMs: AFFILIATIONS_MS, log }, (signal) =>
      refreshDueAffiliations(container, signal),
    ),
    startLoop({ name: 'sessions', pauseMs: SESSIONS_MS, log }, async () => {
      await sweepSessions(container);
      await sweepKeptAnswers(container);
    }),
  ];
}

/** Pages say when EVE's list was read last: they are told, whatever came of it. */
async function tellListRead(
  { db }: Container,
  events: SiteEvents,
  { feedId }: { readonly feedId: string },
): Promise<void> {
  const feed = await db.contractFeed.findUnique({
    where: { id: feedId },
    select: { ownerId: true },
  });
  if (feed) events.emit('list-read', { ownerId: toId(feed.ownerId) });
}
