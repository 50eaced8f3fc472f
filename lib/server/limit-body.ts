import type { IncomingMessage } from 'node:http';

export type BodyLimit = {
  /** Whether the body says of itself that it is too large. Then: `refuse`. */
  readonly isDeclaredTooLarge: boolean;
  refuse(): void;
};

/** What has gone past us this long after a body grew too large is cut off. */
const LINGER_MS = 2_000;

/**
 * Count a body while it arrives. What is beyond the maximum reaches nobody and is kept nowhere.
 *
 * To be called before anything is awaited: what has arrived by then would not be counted.
 *
 * @param answer Says so to the caller, who may still be sending.
 * @param close Ends the exchange, once the caller has had the time to hear it.
 */
export function limitBody(
  request: IncomingMessage,
  maximumBytes: number,
  { answer, close }: { answer: () => void; close: () => void },
): BodyLimit {
  const push = request.push.bind(request);
  let bytes = 0;
  let isOver = false;

  const end = (): void => {
    close();
    // Whoever reads the body must not take the part of it for the whole.
    request.destroy();
  };
  const refuse = (): void => {
    isOver = true;
    answer();
    if (request.complete) {
      end();
      return;
    }
    const late = setTimeout(end, LINGER_MS);
    request.once('close', () => clearTimeout(late));
    // Nobody reads any more, and a parser that is held up would not see the end.
    request.resume();
  };

  // The parser hands each piece over here, before anything is buffered.
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding): boolean => {
    if (!isOver) {
      bytes += chunk?.byteLength ?? 0;
      if (bytes <= maximumBytes) return push(chunk, encoding);
      refuse();
    } else if (chunk === null) {
      end();
    }
    return true;
  };
  return {
    isDeclaredTooLarge: Number(request.headers['content-length'] ?? 0) > maximumBytes,
    refuse,
  };
}
