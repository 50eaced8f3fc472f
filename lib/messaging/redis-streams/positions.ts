/**
 * Where reading begins, and whether what came after a position is still there.
 *
 * @module
 */
import type { Redis } from 'ioredis';
import type { Gap } from './local-events.ts';
import { compareIds, START_ID } from './stream-id.ts';

/** @returns The newest id, or '0-0' where the stream is empty or not there. */
export async function findNewestId(redis: Redis, name: string): Promise<string> {
  const [newest] = await redis.xrevrange(name, '+', '-', 'COUNT', 1);
  return newest?.[0] ?? START_ID;
}

export type PositionCheck = {
  readonly gap: Gap | null;
  /** Where to go on: from the start in a stream that was made anew. */
  readonly id: string;
};

const MOST_AT_ONCE = 200;

/** Look at many streams at once. Where Redis refuses to answer, nothing is said of the stream. */
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
      if (!error) checks.set(name, judge(name, id, info));
      else if (/no such key/i.test(error.message)) checks.set(name, judge(name, id, null));
    }
  }
  return checks;
}

function judge(name: string, id: string, info: unknown): PositionCheck {
  const isAtStart = compareIds(id, START_ID) === 0;
  if (info === null) {
    return isAtStart
      ? { gap: null, id }
      : { gap: { stream: name, afterId: id, firstId: null }, id: START_ID };
  }
  const facts = toMap(info);
  const newestId = String(facts.get('last-generated-id'));
  const first = facts.get('first-entry');
  const firstId = Array.isArray(first) ? String(first[0]) : null;
  const gap = { stream: name, afterId: id, firstId };
  // Ids only grow: a stream that never had ours is another one of the same name.
  if (compareIds(newestId, id) < 0) return { gap, id: START_ID };
  if (isAtStart || compareIds(newestId, id) === 0) return { gap: null, id };
  return { gap: firstId === null || compareIds(firstId, id) > 0 ? gap : null, id };
}

/** Names and values in turn, as Redis gives them. */
function toMap(info: unknown): Map<unknown, unknown> {
  const facts = new Map<unknown, unknown>();
  if (!Array.isArray(info)) return facts;
  for (let index = 1; index < info.length; index += 2) facts.set(info[index - 1], info[index]);
  return facts;
}

/** Whether an entry is there. */
export async function isThere(redis: Redis, name: string, id: string): Promise<boolean> {
  return (await redis.xrange(name, id, id)).length > 0;
}
