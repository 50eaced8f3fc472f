import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ProcedureAbortedError, ProcedureTimeoutError } from './errors.ts';
import { procedure } from './procedure.ts';
import { ProcedureCall } from './procedure-call.ts';
import { ProcedureCaller } from './procedure-caller.ts';

const NEVER = new Promise<never>(() => {});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function createTable(timeoutMs?: number) {
  const seen: { signal?: AbortSignal } = {};
  const table = new ProcedureCaller().define(
    'wait',
    procedure({
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      run: (_input, { signal }) => {
        seen.signal = signal;
        return NEVER;
      },
    }),
  );
  return { table, seen };
}

describe('a call', () => {
  test('ends after the time of its caller, and the procedure hears of it', async () => {
    const { table, seen } = createTable();
    const answer = table.callWith<Promise<unknown>>({ timeoutMs: 100 }, 'wait');
    const refused = expect(answer).rejects.toThrow(ProcedureTimeoutError);

    await vi.advanceTimersByTimeAsync(99);
    expect(seen.signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await refused;
    expect(seen.signal?.reason).toBeInstanceOf(ProcedureTimeoutError);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('that answers a promise which is none fails, and leaves no timer', async () => {
    const none = Object.fromEntries([
      [
        'then',
        () => {
          throw new Error('no promise');
        },
      ],
    ]);
    const table = new ProcedureCaller().define('odd', () => none);
    const answer = table.callWith<Promise<unknown>>({ timeoutMs: 100 }, 'odd');
    await expect(answer).rejects.toThrow('no promise');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('ends after the time of the procedure, though its caller has more', async () => {
    const { table, seen } = createTable(50);
    const answer = table.callWith<Promise<unknown>>({ timeoutMs: 100 }, 'wait');
    const refused = expect(answer).rejects.toThrow('50 ms');
    await vi.advanceTimersByTimeAsync(50);
    await refused;
    expect(seen.signal?.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is taken back by a signal at once', async () => {
    const { table, seen } = createTable();
    const stop = new AbortController();
    const answer = table.callWith<Promise<unknown>>({ signal: stop.signal }, 'wait');
    stop.abort('enough');

    await expect(answer).rejects.toMatchObject({ code: 'ERR_PROCEDURE_ABORTED', cause: 'enough' });
    expect(seen.signal?.aborted).toBe(true);
  });

  test('of an aborted signal is not begun', () => {
    const { table, seen } = createTable();
    const signal = AbortSignal.abort('before');
    expect(() => table.callWith({ signal }, 'wait')).toThrow(ProcedureAbortedError);
    expect(seen.signal).toBeUndefined();
  });

  test('that ends in time leaves neither timer nor listener', async () => {
    const stop = new AbortController();
    const remove = vi.spyOn(stop.signal, 'removeEventListener');
    const table = new ProcedureCaller()
      .define('ok', async () => 'ok')
      .define('fail', async () => {
        throw new Error('broken');
      });
    const options = { signal: stop.signal, timeoutMs: 1_000 };

    expect(await table.callWith(options, 'ok')).toBe('ok');
    await expect(table.callWith(options, 'fail')).rejects.toThrow('broken');
    expect(vi.getTimerCount()).toBe(0);
    expect(remove).toHaveBeenCalledTimes(2);
  });

  test('may wait for ever where the limit is more than a timer holds', async () => {
    const { table } = createTable();
    void table.callWith({ timeoutMs: Number.POSITIVE_INFINITY }, 'wait');
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('a call of a transport aborts a signal that is asked for only afterwards', () => {
  const call = new ProcedureCall('name', [], undefined);
  call.cancel('first');
  call.cancel('second');
  expect(call.isCancelled).toBe(true);
  expect(call.signal.reason).toBe('first');
});
