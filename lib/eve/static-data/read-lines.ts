import type { Readable } from 'node:stream';
import { ExportUnreadableError } from './errors.ts';

/** A type's line has some 10 kB, most of it descriptions. */
const MAX_LINE_BYTES = 2 ** 20;
/** EVE's moons, of which there are most, are some 350,000. */
const MAX_LINES = 1_000_000;
const LINE_END = 0x0a;

export type Line = {
  /** From 1. */
  readonly number: number;
  readonly text: string;
};

/**
 * Read a stream line by line; blank lines are left out. Holds one line and one chunk at a time.
 *
 * @param file For messages.
 * @param maxBytes The stream may have no more.
 * @throws {ExportUnreadableError} Naming the line that is not UTF-8 or has no end in sight; or when there
 *   are more than a million.
 */
export async function* readLines(
  stream: Readable,
  file: string,
  maxBytes: number,
): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let bytes = 0;
  let number = 0;

  function take(last: Buffer): Line | null {
    const line = pending.length > 0 ? Buffer.concat([...pending, last]) : last;
    pending = [];
    pendingBytes = 0;
    number += 1;
    if (number > MAX_LINES)
      throw new ExportUnreadableError(file, `it has more than ${MAX_LINES} lines`);
    let text: string;
    try {
      text = decoder.decode(line).trim();
    } catch (cause) {
      throw new ExportUnreadableError(`${file}, line ${number}`, 'it is not UTF-8', { cause });
    }
    return text === '' ? null : { number, text };
  }

  for await (const chunk of stream) {
    // A stream without an encoding gives buffers.
    let rest = chunk as Buffer;
    bytes += rest.length;
    if (bytes > maxBytes)
      throw new ExportUnreadableError(file, `it has more than ${maxBytes} bytes`);
    for (let end = rest.indexOf(LINE_END); end >= 0; end = rest.indexOf(LINE_END)) {
      const line = take(rest.subarray(0, end));
      if (line) yield line;
      rest = rest.subarray(end + 1);
    }
    pendingBytes += rest.length;
    if (pendingBytes > MAX_LINE_BYTES) {
      throw new ExportUnreadableError(`${file}, line ${number + 1}`, 'the line is too long');
    }
    if (rest.length > 0) pending.push(rest);
  }
  const line = take(Buffer.alloc(0));
  if (line) yield line;
}
