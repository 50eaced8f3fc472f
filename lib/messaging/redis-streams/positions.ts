/**
 * Where reading begins, and whether what came after a position is still there.
 *
 * @module
 */
import type { Redis } from 'ioredis';
import { StreamsUnavailableError } from './errors.ts';
import type { Gap } from './local-events.ts';
import { compareIds, isBeforeAll, START_ID } from './stream-id.ts';

/** What Redis knows of a stream. */
export type StreamFacts = {
  /** How many entries there are. */
  readonly length: number;
  /** How many there ever were; undefined before Redis 7. */
  readonly added: number | undefined;
  /** The last one that was added, also where it is there no more. */
  readonly newestId: string;
  readonly firstId: string | null;
};

const NOTHING: StreamFacts = { length: 0, added: 0, newestId: START_ID, firstId: null };

export async function findFacts(redis: Redis, name: string): Promise<StreamFacts> {
  try {
    return toFacts(await redis.xinfo('STREAM', name));
  } catch (error) {
    if (isMissing(error)) return NOTHING;
    throw error;
  }
}

export type PositionCheck = {
  readonly gap: Gap | null;
  /** Where to go on: from the start in a stream that was made anew. */
  readonly id: string;
  readonly facts: StreamFacts;
};

const MOST_AT_ONCE = 200;

/**
 * Look at many streams at once. Where Redis refuses to answer, nothing is said of the stream.
 *
 * @throws StreamsUnavailableError where it does not answer at all.
 */
export async function checkPositions(
  redis: Redis,
  positions: readonly { readonly name: string; readonly id: string }[],
): Promise<Map<string, PositionCheck>> {
  const checks = new Map<string, PositionCheck>();
  for (let at = 0; at < positions.length; at += MOST_AT_ONCE) {
    const some = positions.slice(at, at + MOST_AT_ONCE);
    const pipeline = redis.pipeline();
    for (const { name } of some) pipeline.xinfo('STREAM', name);
    const answers = (await pipeline.exec()) ?? [];
    for (const [index, { name, id }] of some.entries()) {
      const [error, info] = answers[index] ?? [];
      if (!error) checks.set(name, judge(name, id, toFacts(info)));
      else if (isMissing(error)) checks.set(name, judge(name, id, NOTHING));
      else if (error.name !== 'ReplyError') {
        throw new StreamsUnavailableError('a position could not be looked at', { cause: error });
      }
    }
  }
  return checks;
}

function judge(name: string, id: string, facts: StreamFacts): PositionCheck {
  const { newestId, firstId } = facts;
  if (isBeforeAll(id)) return { gap: null, id, facts };
  const gap = { stream: name, afterId: id, firstId };
  const order = compareIds(newestId, id);
  // Ids only grow: a stream that never had ours is another one of the same name.
  if (order < 0) return { gap, id: START_ID, facts };
  const isThere = order === 0 || (firstId !== null && compareIds(firstId, id) <= 0);
  return { gap: isThere ? null : gap, id, facts };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && /no such key/i.test(error.message);
}

/** Of names and values in turn, as Redis gives them. */
function toFacts(info: unknown): StreamFacts {
  const facts = new Map<unknown, unknown>();
  if (Array.isArray(info)) {
    for (let index = 1; index < info.length; index += 2) facts.set(info[index - 1], info[index]);
  }
  const [first, added] = [facts.get('first-entry'), facts.get('entries-added')];
  return {
    length: Number(facts.get('length')),
    added: added === undefined ? undefined : Number(added),
    newestId: String(facts.get('last-generated-id')),
    firstId: Array.isArray(first) ? String(first[0]) : null,
  };
}
