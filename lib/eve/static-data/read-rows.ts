import * as z from 'zod';
import { ExportUnreadableError } from './errors.ts';
import { type ExportSource, MAX_FILE_BYTES } from './export-source.ts';
import { type Line, readLines } from './read-lines.ts';

type Keyed = { readonly _key: number };

/** How to read one file of an export. */
export type ReadOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Called after each file with how many rows of it are used. */
  readonly onFile?: ((file: string, rows: number) => void) | undefined;
};

/**
 * Read a `.jsonl` file of an export, in the order of its keys.
 *
 * @param keep Tells by the line alone that a row is not needed, so that it is neither checked nor
 *   held.
 * @throws {ExportUnreadableError} Naming file and line of what is not as the schema wants it, or
 *   stands there for the second time.
 */
export async function readRows<Row extends Keyed>(
  source: ExportSource,
  name: string,
  schema: z.ZodType<Row>,
  options: ReadOptions,
  keep: (line: Line, place: string) => boolean = () => true,
): Promise<Row[]> {
  const file = `${name}.jsonl`;
  const rows = new Map<number, Row>();
  const stream = await source.open(file);
  try {
    for await (const line of readLines(stream, file, MAX_FILE_BYTES)) {
      options.signal?.throwIfAborted();
      const place = `${file}, line ${line.number}`;
      if (!keep(line, place)) continue;
      const row = parseText(place, line.text, schema);
      if (rows.has(row._key)) {
        throw new ExportUnreadableError(place, `key ${row._key} stands in the file twice`);
      }
      rows.set(row._key, row);
    }
  } catch (error) {
    throw asUnreadable(error, file);
  } finally {
    stream.destroy();
  }
  options.onFile?.(file, rows.size);
  return [...rows.values()].sort((a, b) => a._key - b._key);
}

/** Read a small file that holds one JSON value. */
export async function readValue<Shape>(
  source: ExportSource,
  file: string,
  schema: z.ZodType<Shape>,
): Promise<Shape> {
  const lines: string[] = [];
  const stream = await source.open(file);
  try {
    for await (const { text } of readLines(stream, file, MAX_VALUE_BYTES)) lines.push(text);
  } catch (error) {
    throw asUnreadable(error, file);
  } finally {
    stream.destroy();
  }
  return parseText(file, lines.join('\n'), schema);
}

const MAX_VALUE_BYTES = 2 ** 24;

/** @throws {ExportUnreadableError} With the first thing that is wrong, in one line. */
export function parseText<Shape>(place: string, text: string, schema: z.ZodType<Shape>): Shape {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ExportUnreadableError(place, 'it is not JSON', { cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = z.core.toDotPath(issue?.path ?? []);
  const reason = `${field === '' ? 'the line' : `"${field}"`}: ${issue?.message ?? 'not usable'}`;
  throw new ExportUnreadableError(place, reason, { cause: parsed.error });
}

/** A file that is cut short or damaged fails in the middle of unpacking. */
function asUnreadable(error: unknown, file: string): unknown {
  if (error instanceof ExportUnreadableError || !(error instanceof Error)) return error;
  if (error.name === 'AbortError') return error;
  return new ExportUnreadableError(file, `it is damaged (${error.message})`, { cause: error });
}
