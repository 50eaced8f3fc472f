import { refreshFunds } from '#lib/features/funds/refresh-funds.ts';
import { enqueueDueHubs, refreshHubJob } from '#lib/features/prices/jobs.ts';
import { refreshHub } from '#lib/features/prices/refresh-hub.ts';
import type { Container } from '#lib/server/container.ts';
import { openQueue, startWorker } from '#lib/server/jobs.ts';
import { startLoop } from '#lib/server/loop.ts';
import { createSiteEvents } from '#lib/server/site-events.ts';

const SWEEP_MS = 5_000;
/** EVE's own answer is minutes old. */
const FUNDS_MS = 15_000;

/** All that the market worker does, until what is returned is disposed of, the last first. */
export function startMarketWorker(container: Container) {
  const { log } = container;
  const queue = openQueue(container, refreshHubJob);
  const events = createSiteEvents(container);
  return [
    queue,
    events,
    startWorker(container, refreshHubJob, async (payload, signal) => {
      const outcome = await refreshHub(container, payload, signal);
      log.info({ ...payload, ...outcome }, 'prices were read');
      if (outcome.stored > 0) events.emit('prices-read', payload);
    }),
    startLoop({ name: 'sweep', pauseMs: SWEEP_MS, log }, () => enqueueDueHubs(container, queue)),
    startLoop({ name: 'funds', pauseMs: FUNDS_MS, log }, (signal) =>
      refreshFunds(container, signal),
    ),
  ];
}
