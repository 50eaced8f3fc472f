import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Admission, type Breaker, createBreaker } from './breaker.ts';
import {
  EsiForbiddenError,
  EsiNetworkError,
  EsiSchemaError,
  EsiServerError,
  EsiTimeoutError,
  EsiUnavailableError,
} from './errors.ts';

const NEVER = new AbortController().signal;
let nowMs = 0;
let breaker: Breaker;
beforeEach(() => {
  nowMs = Date.parse('2026-11-20T11:00:00Z');
  breaker = createBreaker(() => new Date(nowMs));
});

const down = new EsiServerError(503, 'x');
const enter = () => breaker.enter(NEVER);
/** So many calls at once, each to an address of its own, which all end alike. */
const fail = (times: number) => end(times, down);
async function end(times: number, error: unknown) {
  const calls = await Promise.all(Array.from({ length: times }, enter));
  calls.forEach((call, i) => void call.note(`/lists/${i}`, error));
}
/** In ms: 0 when it lets a call in, which is then under way. */
async function restOf(entering: Promise<Admission> = enter()): Promise<number> {
  try {
    await entering;
    return 0;
  } catch (error) {
    if (!(error instanceof EsiUnavailableError)) throw error;
    return error.retryAfterMs;
  }
}

describe('an outage', () => {
  test.each([
    new EsiServerError(500, 'x'),
    new EsiServerError(502, 'x'),
    new EsiServerError(504, 'x'),
    new EsiNetworkError('x'),
    new EsiTimeoutError('x'),
  ])('is one after eight faults in a row: $message', async (error) => {
    await end(7, error);
    expect(await restOf()).toBe(0);
    await end(1, error);
    expect(await restOf()).toBe(5_000);
  });

  test('is none of a few lists that are ill themselves', async () => {
    for (let round = 0; round < 20; round += 1) await fail(4);
    expect(await restOf()).toBe(0);
    await fail(5);
    expect(await restOf()).toBe(5_000);
  });

  test.each([
    undefined,
    new EsiForbiddenError('x'),
    new EsiServerError(520, 'x'),
    new EsiSchemaError('x'),
  ])('is none where an answer comes in between: %s', async (answer) => {
    await fail(7);
    await end(1, answer);
    await fail(7);
    expect(await restOf()).toBe(0);
  });

  test('lets one call look after a rest, and rests longer each time', async () => {
    await fail(8);
    for (const restMs of [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
      nowMs += restMs - 1;
      expect(await restOf()).toBe(1);
      nowMs += 1;
      await fail(1);
    }
    nowMs += 60_000;
    await end(1, undefined);
    expect([await restOf(), await restOf()]).toEqual([0, 0]);
  });

  test('is not made longer by calls that were on their way when it was seen', async () => {
    const calls = await Promise.all(Array.from({ length: 30 }, enter));
    calls.forEach((call, i) => void call.note(`/lists/${i}`, down));
    expect(await restOf()).toBe(5_000);
  });
});

describe('those that come while one looks', () => {
  let look: Admission;
  let waiting: Promise<number>;
  beforeEach(async () => {
    await fail(8);
    nowMs += 5_000;
    look = await enter();
    waiting = restOf();
  });

  test('go on when the server is back', async () => {
    look.note('/lists/1', undefined);
    expect(await waiting).toBe(0);
  });

  test('are told to rest when it is not', async () => {
    look.note('/lists/1', down);
    expect(await waiting).toBe(10_000);
  });

  test('look themselves when the caller of the look has left', async () => {
    look.note('/lists/1', new DOMException('left', 'AbortError'));
    expect(await waiting).toBe(0);
    const next = enter().then(() => 'let in');
    expect(await Promise.race([next, nextTurn('waits')])).toBe('waits');
  });

  test('leave when their own caller does', async () => {
    const leaving = new AbortController();
    const entered = breaker.enter(leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(entered).rejects.toThrow('gone');
    look.note('/lists/1', undefined);
  });
});

test('an outage ends though our clock is set back', async () => {
  await fail(8);
  nowMs -= 3_600_000;
  expect(await restOf()).toBe(0);
});
