import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createRefresher } from './create-refresher.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a page that is told of changes', () => {
  test('looks at once, and once more for all that comes meanwhile', async () => {
    const look = vi.fn(async () => {});
    const { note } = createRefresher(look);
    note();
    expect(look).toHaveBeenCalledTimes(1);
    note();
    note(1_000);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(look).toHaveBeenCalledTimes(2);
  });

  test('looks once for all that may wait', async () => {
    const look = vi.fn(async () => {});
    const { note } = createRefresher(look);
    note(1_000);
    note(1_000);
    note(1_000);
    expect(look).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(look).toHaveBeenCalledTimes(1);
  });

  test('under news without end looks once in the time over which looks are spread', async () => {
    const look = vi.fn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    const { note } = createRefresher(look);
    for (let times = 0; times < 2_000; times += 1) {
      note(1_000);
      await vi.advanceTimersByTimeAsync(10);
    }
    // Half of a second on average, and the look itself.
    expect(look.mock.calls.length).toBeGreaterThan(20);
    expect(look.mock.calls.length).toBeLessThan(60);
  });

  test('looks at once for what is in a hurry, also when another look was put off', async () => {
    const look = vi.fn(async () => {});
    const { note } = createRefresher(look);
    vi.spyOn(Math, 'random').mockReturnValue(0.9);
    note(1_000);
    note();
    await vi.advanceTimersByTimeAsync(20);
    expect(look).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(look).toHaveBeenCalledTimes(1);
    vi.restoreAllMocks();
  });

  test('looks once more when something came while it looked, also when that failed', async () => {
    const ends: (() => void)[] = [];
    const look = vi.fn(
      () =>
        new Promise<void>((resolve) => {
          ends.push(resolve);
        }),
    );
    const { note } = createRefresher(look);
    note();
    await vi.advanceTimersByTimeAsync(20);
    note();
    note();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(look).toHaveBeenCalledTimes(1);
    ends[0]?.();
    await vi.advanceTimersByTimeAsync(20);
    expect(look).toHaveBeenCalledTimes(2);
    ends[1]?.();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(look).toHaveBeenCalledTimes(2);
  });

  test('does not look for what has been settled meanwhile, but for what comes later', async () => {
    const look = vi.fn(async () => {});
    const { note, settle } = createRefresher(look);
    note(1_000);
    settle();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(look).not.toHaveBeenCalled();
    note(1_000);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(look).toHaveBeenCalledTimes(1);
  });

  test('looks no more once it is left', async () => {
    const look = vi.fn(async () => {});
    const { note, start } = createRefresher(look);
    const end = start();
    note(1_000);
    end();
    note();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(look).not.toHaveBeenCalled();
    start();
    note();
    await vi.advanceTimersByTimeAsync(20);
    expect(look).toHaveBeenCalledTimes(1);
  });
});
