/**
 * The durable feed of what has happened: a Redis stream that the relay writes, and from which gateways replay
 * what a browser has missed.
 *
 * @module
 */
import type { Redis } from 'ioredis';
import * as z from 'zod';
import { type OutboxEvent, outboxEventSchema } from './outbox.ts';

/** Of the stream. Redis may come back without it: whoever needs more then reads the state itself. */
export const FEED_KEY = 'ageira:events';
const FENCE_KEY = 'ageira:events:fence';
/** About so many are kept; a sync of a hundred thousand contracts runs over it, and browsers then look anew. */
const MOST_KEPT = 20_000;

/** Somebody else publishes by now, or Redis knows of a time that the database has forgotten. */
export class FencedOutError extends Error {
  override readonly name = 'FencedOutError';
  /** The highest fence that was published under. */
  readonly known: number;

  constructor(known: number) {
    super(`Events were published under the fence ${known}`);
    this.known = known;
  }
}

// One that was frozen between its look at the lease and this must not write after whoever came next: events of
// one entity would be out of order.
const PUBLISH = `
  local fence = tonumber(ARGV[1])
  local known = tonumber(redis.call('get', KEYS[2]) or '0')
  if fence < known then return known end
  if fence > known then redis.call('set', KEYS[2], ARGV[1]) end
  local ids = {}
  for at = 3, #ARGV do
    ids[at - 2] = redis.call('xadd', KEYS[1], 'maxlen', '~', ARGV[2], '*', 'event', ARGV[at])
  end
  return ids`;

const answerSchema = z.union([z.array(z.string()), z.int()]);
const textSchema = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
});
const feedEventSchema = textSchema.pipe(outboxEventSchema);

/**
 * Append events, in their order.
 *
 * @param fence Of the lease under which they were read.
 * @returns The ids that Redis gave them.
 * @throws {FencedOutError} When another one has published since.
 */
export async function appendEvents(
  redis: Redis,
  events: readonly OutboxEvent[],
  fence: number,
): Promise<string[]> {
  const written = events.map((event) => JSON.stringify(event));
  const answer = answerSchema.parse(
    await redis.eval(PUBLISH, 2, FEED_KEY, FENCE_KEY, fence, MOST_KEPT, ...written),
  );
  if (typeof answer === 'number') throw new FencedOutError(answer);
  return answer;
}

/** Read an entry's field; null for what nobody of us has written. */
export function readFeedEvent(text: string | undefined): OutboxEvent | null {
  return feedEventSchema.safeParse(text).data ?? null;
}
