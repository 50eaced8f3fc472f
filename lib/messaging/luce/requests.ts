/**
 * Requests that wait for their answers; used at both ends of a socket.
 *
 * @module
 */
import { LuceAnswerError, LuceClosedError, LuceTimeoutError } from './errors.ts';

export type RequestOptions = {
  /** 10 s by default. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
};

export type Requests = {
  /**
   * Send `{ cmd, id, data }` and wait for the answer with that id.
   *
   * @throws {LuceTimeoutError} {@link LuceClosedError} {@link LuceAnswerError}, or the reason of `signal`.
   */
  ask(cmd: string, data: unknown, options?: RequestOptions): Promise<unknown>;
  /** Settle the request that this answers. Late ones, and those of nobody, are dropped. */
  settle(answer: Answer): void;
  /** The socket is gone: everything that waits is rejected. */
  end(): void;
};

/** `{ id, ok: true, data? }`, or `{ id, ok: false, data: { code, message, details? } }`. */
export type Answer = {
  readonly id?: unknown;
  readonly ok: boolean;
  readonly data?: unknown;
};

const TIMEOUT_MS = 10_000;

/** @param send May throw: the request is then rejected with that. */
export function createRequests(
  send: (request: { cmd: string; id: number; data: unknown }) => unknown,
): Requests {
  const waiting = new Map<number, { resolve(data: unknown): void; reject(error: Error): void }>();
  let lastId = 0;

  return {
    async ask(cmd, data, { timeoutMs = TIMEOUT_MS, signal } = {}) {
      signal?.throwIfAborted();
      lastId += 1;
      const id = lastId;
      let timer: ReturnType<typeof setTimeout> | undefined;
      let abandon = () => {};
      try {
        return await new Promise((resolve, reject) => {
          waiting.set(id, { resolve, reject });
          timer = setTimeout(() => reject(new LuceTimeoutError(cmd, timeoutMs)), timeoutMs);
          abandon = () => reject(signal?.reason);
          signal?.addEventListener('abort', abandon);
          send({ cmd, id, data });
        });
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abandon);
        waiting.delete(id);
      }
    },
    settle({ id, ok, data }) {
      const request = waiting.get(id as number);
      if (ok) request?.resolve(data);
      else request?.reject(toError(data));
    },
    end() {
      for (const { reject } of waiting.values()) reject(new LuceClosedError(true));
    },
  };
}

function toError(data: unknown): LuceAnswerError {
  // Of a peer: any of it may be missing, or of another type.
  const { code, message, details } = (data ?? {}) as Record<string, unknown>;
  return new LuceAnswerError(
    typeof code === 'string' ? code : '',
    typeof message === 'string' ? message : 'The request failed',
    details,
  );
}
