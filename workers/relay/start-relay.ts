import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Container } from '#lib/server/container.ts';
import { startLoop } from '#lib/server/loop.ts';
import { pruneOutbox } from '#lib/server/outbox.ts';
import { createSiteEvents } from '#lib/server/site-events.ts';
import { createLease } from './lease.ts';
import { listenForEvents } from './listen-for-events.ts';
import { publishOutbox } from './publish-outbox.ts';

/** Where PostgreSQL has not told of an event, it is found by then. */
const SWEEP_MS = 1_000;
const PRUNE_MS = 3_600_000;

/** Publish what happens until disposed of. Any number may run: one publishes, and the others stand by. */
export function startRelay(container: Container): AsyncDisposable[] {
  const { log } = container;
  const lease = createLease(container, `${hostname()} ${process.pid} ${randomUUID()}`);
  const events = createSiteEvents(container);
  let isHolder = false;

  const loop = startLoop({ name: 'relay', pauseMs: SWEEP_MS, log }, async (signal) => {
    const published = await publishOutbox(container, events, lease, signal);
    const holds = published !== 'held-by-another';
    if (holds !== isHolder) log.info(holds ? 'this relay publishes' : 'another relay publishes');
    isHolder = holds;
  });
  const listening = listenForEvents(container, () => loop.wake());
  const pruning = startLoop({ name: 'prune', pauseMs: PRUNE_MS, log }, async () => {
    await pruneOutbox(container);
  });

  const leaving: AsyncDisposable = {
    async [Symbol.asyncDispose]() {
      await lease
        .leave()
        .catch((error: unknown) => log.warn({ err: error }, 'the next relay waits for the lease'));
    },
  };
  // Disposed of from the last to the first.
  return [events, leaving, pruning, loop, listening];
}
