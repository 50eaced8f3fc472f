import { ProcedureAbortedError, ProcedureTimeoutError } from './errors.ts';
import type { ProcedureCall } from './procedure-call.ts';

type Limits = {
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** Timers of more wait no time at all. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Wait for an answer no longer than the caller wants to; the procedure hears of it by its signal.
 *
 * @throws {ProcedureTimeoutError} After `timeoutMs`.
 * @throws {ProcedureAbortedError} When `signal` is aborted.
 */
export function limitCall(
  call: ProcedureCall<unknown>,
  answer: PromiseLike<unknown>,
  { timeoutMs = Number.POSITIVE_INFINITY, signal }: Limits,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    const giveUp = (error: Error) => {
      end();
      reject(error);
      call.cancel(error);
    };
    const abort = () => giveUp(new ProcedureAbortedError(call.name, { cause: signal?.reason }));
    if (timeoutMs <= LONGEST_TIMER_MS) {
      timer = setTimeout(() => giveUp(new ProcedureTimeoutError(call.name, timeoutMs)), timeoutMs);
    }
    signal?.addEventListener('abort', abort);
    const fail = (error: unknown) => {
      end();
      reject(error);
    };
    try {
      answer.then((value) => {
        end();
        resolve(value);
      }, fail);
    } catch (error) {
      fail(error);
    }
    // The procedure itself may have had the signal aborted.
    if (signal?.aborted) abort();
  });
}
