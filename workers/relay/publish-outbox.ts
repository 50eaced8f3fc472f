import type { Container } from '#lib/server/container.ts';
import { appendEvents, FencedOutError } from '#lib/server/event-feed.ts';
import { markPublished, readUnpublished } from '#lib/server/outbox.ts';
import type { SiteEvents } from '#lib/server/site-events.ts';
import type { Lease } from './lease.ts';

const BATCH = 500;

export type Published = 'nothing' | 'some' | 'held-by-another';

/**
 * Publish all that waits: to the feed, which keeps it, and to all processes at once. Where this process ends between
 * that and the note of it, the next one publishes it again.
 */
export async function publishOutbox(
  container: Pick<Container, 'pool' | 'redis' | 'checkpoint' | 'log'>,
  events: Pick<SiteEvents, 'emit'>,
  lease: Lease,
  signal: AbortSignal,
): Promise<Published> {
  let published: Published = 'nothing';
  while (!signal.aborted) {
    const fence = await lease.hold();
    if (fence === null) return 'held-by-another';
    const batch = await readUnpublished(container, BATCH);
    if (batch.length === 0) return published;
    try {
      await appendEvents(container.redis, batch, fence);
    } catch (error) {
      if (!(error instanceof FencedOutError)) throw error;
      if (!(await lease.forget(error.known))) return 'held-by-another';
      container.log.warn(
        { fence, known: error.known },
        'Redis knows of a later relay than the database, which was restored; this one goes on above it',
      );
      continue;
    }
    for (const event of batch) events.emit('changed', event);
    await container.checkpoint('published');
    await markPublished(
      container,
      batch.map(({ id }) => id),
      fence,
    );
    published = 'some';
  }
  return published;
}
