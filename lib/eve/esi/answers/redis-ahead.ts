import * as z from 'zod';
import { orNothing } from './or-nothing.ts';

/** Clocks drift by milliseconds in that time. */
const KNOWN_MS = 30_000;
/** What took longer to come says too little, and is asked for again the next time. */
const PROMPT_MS = 100;
/** By so much our clock may differ from what has passed, before it was set. */
const STEP_MS = 500;
/** Seconds, and microseconds of the next. */
const timeSchema = z.tuple([z.coerce.number(), z.coerce.number()]);

/** By how much Redis's clock is ahead of ours, in ms: the truth is between the two. */
export type Ahead = { readonly atLeastMs: number; readonly atMostMs: number };

/**
 * What all processes with this Redis have in common is its clock. It is asked for now and then.
 *
 * @returns Null when Redis does not say.
 */
export function createRedisAhead({
  redis,
  clock,
  timeoutMs,
}: {
  readonly redis: { time(): Promise<unknown> };
  readonly clock: () => Date;
  readonly timeoutMs: number;
}): () => Promise<Ahead | null> {
  let known: { readonly ahead: Ahead; readonly askedMs: number; readonly atMs: number } | null =
    null;
  let asking: Promise<Ahead | null> | null = null;

  async function ask(): Promise<Ahead | null> {
    const askedMs = performance.now();
    const sentMs = clock().getTime();
    const said = timeSchema.safeParse(await orNothing(redis.time(), timeoutMs)).data;
    if (!said) return null;
    const [seconds, microseconds] = said;
    const tookMs = performance.now() - askedMs;
    const aheadMs = seconds * 1_000 + microseconds / 1_000 - sentMs;
    // Our clock says whole milliseconds: it was up to one later when we asked.
    const ahead = { atMostMs: Math.ceil(aheadMs), atLeastMs: Math.floor(aheadMs - tookMs) - 1 };
    known = tookMs > PROMPT_MS ? null : { ahead, askedMs, atMs: sentMs };
    return ahead;
  }

  function isStanding({ askedMs, atMs }: NonNullable<typeof known>): boolean {
    const passedMs = performance.now() - askedMs;
    const isSet = Math.abs(clock().getTime() - atMs - passedMs) > STEP_MS;
    return passedMs < KNOWN_MS && !isSet;
  }

  return async () => {
    if (known && isStanding(known)) return known.ahead;
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
}
