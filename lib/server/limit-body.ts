import type { IncomingMessage } from 'node:http';

export type BodyLimit = {
  /** Whether the body says of itself that it is too large. Then: `refuse`. */
  readonly isDeclaredTooLarge: boolean;
  refuse(): void;
  /** Resolves when no more of it comes, or is let in. */
  readonly ended: Promise<void>;
};

/** What has gone past us this long after a body grew too large is cut off. */
const LINGER_MS = 2_000;

/**
 * Take a body in whole, and count it meanwhile. What is beyond the maximum reaches nobody and is kept
 * nowhere.
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
  let onEnd = (): void => {};
  const ended = new Promise<void>((resolve) => {
    onEnd = resolve;
  });
  request.once('close', onEnd);

  const end = (): void => {
    close();
    // Whoever reads the body must not take the part of it for the whole.
    request.destroy();
  };
  const refuse = (): void => {
    isOver = true;
    onEnd();
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
    if (isOver) {
      if (chunk === null) end();
      return true;
    }
    bytes += chunk?.byteLength ?? 0;
    if (bytes > maximumBytes) {
      refuse();
      return true;
    }
    if (chunk === null) onEnd();
    push(chunk, encoding);
    // Told to wait, the parser would bring no more until somebody reads, which is after the end.
    return true;
  };
  return {
    isDeclaredTooLarge: Number(request.headers['content-length'] ?? 0) > maximumBytes,
    refuse,
    ended,
  };
}
