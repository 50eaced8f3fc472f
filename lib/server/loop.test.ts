import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLog } from './log.ts';
import { startLoop } from './loop.ts';

const log = createLog({ name: 'test', level: 'silent' });
const options = { name: 'test', pauseMs: 1_000, log };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A run that lasts until it is let go. */
function held() {
  const runs: { end: () => void; signal: AbortSignal }[] = [];
  const run = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      runs.push({ signal, end: resolve });
    });
  return { runs, run };
}

describe('a loop', () => {
  test('runs at once, and again after each pause, also when a run fails', async () => {
    const run = vi.fn(async () => {
      throw new Error('no');
    });
    await using _loop = startLoop(options, run);
    await vi.advanceTimersByTimeAsync(0);
    expect(run).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(999);
    expect(run).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2_001);
    expect(run).toHaveBeenCalledTimes(4);
  });

  test('that is woken runs now, and keeps no second timer', async () => {
    const run = vi.fn(async () => {});
    await using loop = startLoop(options, run);
    await vi.advanceTimersByTimeAsync(500);
    loop.wake();
    loop.wake();
    await vi.advanceTimersByTimeAsync(999);
    expect(run).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(run).toHaveBeenCalledTimes(3);
  });

  test('that is woken while it runs runs once more, and never twice at once', async () => {
    const { runs, run } = held();
    const loop = startLoop(options, run);
    await vi.advanceTimersByTimeAsync(0);
    loop.wake();
    loop.wake();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(runs).toHaveLength(1);
    runs[0]?.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(runs).toHaveLength(2);
    runs[1]?.end();
    await vi.advanceTimersByTimeAsync(999);
    expect(runs).toHaveLength(2);
    await loop[Symbol.asyncDispose]();
  });

  test('that is paused ends its run and begins no other until it is resumed', async () => {
    const { runs, run } = held();
    const loop = startLoop(options, run);
    await vi.advanceTimersByTimeAsync(0);
    const pausing = loop.pause();
    loop.wake();
    expect(runs[0]?.signal.aborted).toBe(false);
    runs[0]?.end();
    await pausing;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(runs).toHaveLength(1);
    loop.resume();
    await vi.advanceTimersByTimeAsync(0);
    expect(runs).toHaveLength(2);
    runs[1]?.end();
    await loop[Symbol.asyncDispose]();
  });

  test('that is disposed of tells its run, and waits for it', async () => {
    const { runs, run } = held();
    const loop = startLoop(options, run);
    await vi.advanceTimersByTimeAsync(0);
    let isOver = false;
    const ending = loop[Symbol.asyncDispose]().then(() => {
      isOver = true;
    });
    expect(runs[0]?.signal.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(10);
    expect(isOver).toBe(false);
    runs[0]?.end();
    await ending;
    loop.wake();
    loop.resume();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(runs).toHaveLength(1);
  });
});
