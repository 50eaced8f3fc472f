/**
 * Lists that do not come by the number of a page.
 *
 * @module
 */
import type { EsiCall, EsiClient } from './client.ts';
import { EsiSchemaError } from './errors.ts';
import type { EsiOperation } from './operation.ts';

type Asker = Pick<EsiClient, 'request'>;

/** More calls than these for one list are an error. */
const MOST_CALLS = 1_000;

/**
 * Read a list from its newest row back, by `from_id`. Each answer begins with the row that it was asked
 * from; when that is alone, or was there before, the list is at its end.
 *
 * @param isEnough Asked of each row: the walk ends before the first for which it holds, as one that is
 *   known already.
 * @returns The newest first, each id once.
 */
export async function requestFromId<Row>(
  esi: Asker,
  list: EsiOperation<Row[]>,
  {
    idOf,
    isEnough = () => false,
  }: { idOf: (row: Row) => number; isEnough?: (row: Row) => boolean },
  call: EsiCall,
): Promise<Row[]> {
  const rows = new Map<number, Row>();
  let query = list.query ?? {};
  for (let calls = 0; calls < MOST_CALLS; calls += 1) {
    const { data } = await esi.request({ ...list, query }, call);
    const more = data.filter((row) => !rows.has(idOf(row)));
    const last = more.at(-1);
    if (!last) return [...rows.values()];
    for (const row of more) {
      if (isEnough(row)) return [...rows.values()];
      rows.set(idOf(row), row);
    }
    query = { ...list.query, from_id: Math.min(...more.map(idOf)) };
  }
  throw new EsiSchemaError(`${list.route} does not end`);
}

/** A part of a list that comes by cursors, and where to go on. They are opaque and live long. */
export type CursorPart<Row> = {
  /** Oldest first, each id once. */
  readonly rows: readonly Row[];
  /** For what is older than all of these; null when there was nothing. */
  readonly before: string | null;
  /** For what comes or changes later. */
  readonly after: string | null;
};

type Cursors = {
  readonly cursor?:
    | { readonly after?: string | undefined; readonly before?: string | undefined }
    | undefined;
};

/**
 * Read a list that comes by cursors, until ESI has no more: from a cursor on to what is newer (`after`),
 * back to what is older (`before`), or, without one, the newest part and then back.
 *
 * A row that comes twice has changed in between: going on the later one stands, going back the first.
 */
export async function requestByCursor<Body extends Cursors, Row>(
  esi: Asker,
  list: EsiOperation<Body>,
  { rowsOf, idOf }: { rowsOf: (body: Body) => readonly Row[]; idOf: (row: Row) => string | number },
  call: EsiCall,
): Promise<CursorPart<Row>> {
  const isForward = list.query?.after !== undefined;
  const rows = new Map<string | number, Row>();
  const ends = {
    before: toText(list.query?.before),
    after: toText(list.query?.after),
  };
  let query = list.query ?? {};
  for (let calls = 0; calls < MOST_CALLS; calls += 1) {
    const { data } = await esi.request({ ...list, query }, call);
    const part = rowsOf(data);
    const { before, after } = data.cursor ?? {};
    // The first part has both ends; each further one only its own.
    if (isForward || calls === 0) ends.after = after ?? ends.after;
    if (!isForward || calls === 0) ends.before = before ?? ends.before;
    const next = isForward ? after : before;
    const asked = isForward ? query.after : query.before;
    if (part.length === 0) return { rows: sorted(rows, isForward), ...ends };
    for (const row of isForward ? part : part.toReversed()) {
      const id = idOf(row);
      if (isForward) rows.delete(id);
      if (isForward || !rows.has(id)) rows.set(id, row);
    }
    if (next === undefined || next === asked) return { rows: sorted(rows, isForward), ...ends };
    const { after: _after, before: _before, ...rest } = query;
    query = { ...rest, ...(isForward ? { after: next } : { before: next }) };
  }
  throw new EsiSchemaError(`${list.route} does not end`);
}

function sorted<Row>(rows: ReadonlyMap<string | number, Row>, isForward: boolean): Row[] {
  const all = [...rows.values()];
  return isForward ? all : all.toReversed();
}

function toText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
