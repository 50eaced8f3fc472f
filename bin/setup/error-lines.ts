import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import * as z from 'zod';

const lineSchema = z.object({
  level: z.enum(['error', 'fatal']),
  msg: z.string().optional(),
  err: z.object({ message: z.string().optional() }).optional(),
});

const LOOK_EVERY_MS = 1_000;
/** The same trouble is said once a minute, not once a second. */
const SAME_AGAIN_MS = 60_000;
const CHUNK_BYTES = 65_536;
/** Every process meets a full disk, and each question in words of its own: it is said once for all. */
const DISK_FULL =
  'The disk of PostgreSQL is full: free some space, and the site goes on by itself. Until then it keeps nothing new.';
const OF_FULL_DISK =
  /No space left on device|Disk quota exceeded|"53100"|disk of PostgreSQL is full/;

/**
 * Say each error that is written to the log files from now on, one short line each. The rest of a
 * log is for those who open it.
 */
export function followErrors(
  logPaths: readonly string[],
  say: (text: string) => void,
  { everyMs = LOOK_EVERY_MS }: { everyMs?: number } = {},
): Disposable {
  const offsets = new Map(logPaths.map((path) => [path, sizeOf(path)]));
  const saidAt = new Map<string, number>();

  const look = () => {
    for (const path of logPaths) {
      for (const line of readNew(path, offsets)) {
        const sentence = toSentence(path, line);
        if (!sentence) continue;
        if (performance.now() - (saidAt.get(sentence) ?? -SAME_AGAIN_MS) < SAME_AGAIN_MS) continue;
        saidAt.set(sentence, performance.now());
        say(sentence);
      }
    }
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      look();
    },
  };
}

/** The last reason for an end that a log names. @returns Nothing where none of its lines is one. */
export function readReason(log: string): string | undefined {
  const lines = log.split('\n').map(readLine);
  const last = lines.findLast((line) => line?.level === 'fatal') ?? lines.findLast(Boolean);
  return last && toText(last);
}

function readNew(path: string, offsets: Map<string, number>): string[] {
  const size = sizeOf(path);
  const from = offsets.get(path) ?? 0;
  // A log that grew too long was put aside: the new one starts at nothing.
  const start = size < from ? 0 : from;
  const length = Math.min(size - start, CHUNK_BYTES);
  if (length <= 0) return [];
  const buffer = Buffer.alloc(length);
  const file = openSync(path, 'r');
  try {
    readSync(file, buffer, 0, length, start);
  } finally {
    closeSync(file);
  }
  const end = buffer.lastIndexOf('\n') + 1;
  // A line longer than the buffer is no message to a person: skip it.
  offsets.set(path, start + (end === 0 && length === CHUNK_BYTES ? length : end));
  return buffer.subarray(0, end).toString('utf8').split('\n');
}

function toSentence(path: string, line: string): string | undefined {
  const found = readLine(line);
  if (found && OF_FULL_DISK.test(line)) return DISK_FULL;
  return found && `${basename(path, '.log')}: ${toText(found)}`;
}

type ErrorLine = z.output<typeof lineSchema>;

function toText({ msg, err }: ErrorLine): string {
  return [msg, err?.message].filter((part) => part && part !== '').join(': ');
}

function readLine(line: string): ErrorLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
