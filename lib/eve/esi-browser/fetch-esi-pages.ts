import type { EsiAnswer, EsiBrowser, EsiPagesCall } from './client.ts';
import { EsiNotFoundError, EsiSchemaError, EsiTornReadError } from './errors.ts';

const READINGS = 3;
const AT_ONCE = 4;
/** The largest list known has 400. */
const MAX_PAGES = 1_000;
/** A first page that ends so soon would not be of one moment with the last. */
const SOON_MS = 3_000;
const MAX_WAIT_MS = 15_000;

/**
 * All pages of a list, four at a time, all of one `Last-Modified` and one number of pages. What is
 * older than the rest is read again when it has expired: three readings, no wait longer than 15 s.
 *
 * @param esi Made by `createEsiBrowser`.
 * @param call `parse` is given one page. `data` of the answer is all rows; it expires with the first
 *   of the pages to do so.
 * @throws {EsiTornReadError} When the pages would not come from one moment.
 * @throws {EsiError} And what `fetchEsi` throws.
 */
export async function fetchEsiPages<Row = unknown>(
  esi: EsiBrowser,
  path: string,
  { query, signal, idOf, parse = toList, ...call }: EsiPagesCall<Row> = {},
): Promise<EsiAnswer<readonly Row[]>> {
  // When a page fails, the others need not go on.
  const stop = new AbortController();
  const stopped = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  try {
    const pages = await readPages(
      (page) => esi.fetchEsi(path, { ...call, parse, query: { ...query, page }, signal: stopped }),
      esi.clock,
      (ms) => esi.wait(ms, stopped),
    );
    const rows = pages.flatMap(({ data }) => data);
    return {
      data: idOf ? toFirsts(rows, idOf) : rows,
      expiresAt: new Date(Math.min(...pages.map(({ expiresAt }) => expiresAt.getTime()))),
      lastModified: pages[0]?.lastModified ?? null,
      isStale: pages.some(({ isStale }) => isStale),
      pages: pages.length,
    };
  } finally {
    stop.abort();
  }
}

type Page = EsiAnswer<readonly unknown[]>;

async function readPages<P extends Page>(
  readPage: (page: number) => Promise<P>,
  clock: () => Date,
  wait: (ms: number) => Promise<void>,
): Promise<P[]> {
  const leftMs = (page: P) => Math.max(page.expiresAt.getTime() - clock().getTime(), 0);
  for (let nth = 1; nth <= READINGS; nth++) {
    let first = await readPage(1);
    if (first.pages !== 1 && !first.isStale && leftMs(first) < SOON_MS) {
      await wait(leftMs(first));
      first = await readPage(1);
    }
    const pages = await readRest(first, readPage);
    const torn = pages ? findTorn(pages) : [first];
    if (pages && torn.length === 0) return pages;
    const waitMs = Math.max(...torn.map(leftMs));
    // ESI cannot be asked for a better one now.
    const isLost = torn.some(({ isStale }) => isStale);
    if (isLost || waitMs > MAX_WAIT_MS || nth === READINGS) break;
    await wait(waitMs);
  }
  throw new EsiTornReadError('The pages of this list would not come from one moment');
}

/** Undefined when a page is gone: the list has become shorter meanwhile. */
async function readRest<P extends Page>(
  first: P,
  readPage: (page: number) => Promise<P>,
): Promise<P[] | undefined> {
  const count = first.pages ?? 0;
  if (!(count >= 1 && count <= MAX_PAGES))
    throw new EsiSchemaError('ESI does not say how many pages this list has');
  const pages = [first];
  let next = 2;
  const readOn = async () => {
    for (let page = next++; page <= count; page = next++) {
      pages[page - 1] = await readPage(page);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, readOn));
  } catch (error) {
    if (error instanceof EsiNotFoundError) return undefined;
    throw error;
  }
  return pages;
}

/** Those not of the newest moment, of another number of pages than it has, or empty. */
function findTorn<P extends Page>(pages: readonly P[]): P[] {
  if (pages.length === 1) return [];
  const moments = pages.map(({ lastModified }) => {
    if (!lastModified) throw new EsiSchemaError('ESI does not say of what moment this list is');
    return lastModified.getTime();
  });
  const newest = Math.max(...moments);
  const count = pages[moments.indexOf(newest)]?.pages;
  return pages.filter(
    (page, index) => moments[index] !== newest || page.pages !== count || page.data.length === 0,
  );
}

function toFirsts<Row>(rows: readonly Row[], idOf: (row: Row) => unknown): readonly Row[] {
  const firsts = new Map<unknown, Row>();
  for (const row of rows) if (!firsts.has(idOf(row))) firsts.set(idOf(row), row);
  return [...firsts.values()];
}

function toList<Row>(value: unknown): readonly Row[] {
  if (!Array.isArray(value)) throw new TypeError('This is no list');
  return value;
}
