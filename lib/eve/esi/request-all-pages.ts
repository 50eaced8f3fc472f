import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EsiCall, EsiClient } from './client.ts';
import { EsiNotFoundError, EsiSchemaError, EsiTornReadError } from './errors.ts';
import { IdSet } from './id-set.ts';
import type { PagedEsiOperation } from './operation.ts';
import { pause } from './pause.ts';
import type { EsiPages, EsiResponse } from './response.ts';

const PARALLEL = 4;
const MAX_READS = 3;
/** With less than this left, the pages would come from before and after the change. */
const ABOUT_TO_EXPIRE_MS = 2_000;
/** Longer than this a torn read is not worth waiting for: the next poll will do. */
const MAX_WAIT_MS = 15_000;

type Parts = { request: EsiClient['request']; clock: () => Date };

/** See {@link EsiClient.requestAllPages}. */
export async function requestAllPages<Row>(
  { request, clock }: Parts,
  operation: PagedEsiOperation<Row>,
  call: EsiCall,
): Promise<EsiPages<Row>> {
  for (let reads = 1; ; reads++) {
    let first = await request(toPage(operation, 1), call);
    if (first.pages > 1 && !first.isStale && remainingMs(first, clock) < ABOUT_TO_EXPIRE_MS) {
      await pause(remainingMs(first, clock), call.signal);
      first = await request(toPage(operation, 1), call);
    }
    const rest = await readRest(request, operation, first.pages, call);
    if (rest && isOneMoment([first, ...rest])) {
      refuseContradiction(operation, [first, ...rest]);
      return join(operation, [first, ...rest], call.signal);
    }

    const what = `The pages of ${operation.path} are of different moments`;
    // Old news beside new: ESI cannot be asked for better now.
    const isLost = [first, ...(rest ?? [])].some(({ isStale }) => isStale);
    if (reads === MAX_READS || isLost) throw new EsiTornReadError(what);
    // Each page stays what it is until it expires: asking sooner is forbidden, and would not help.
    const waitMs = rest ? untilOldExpire([first, ...rest], clock) : remainingMs(first, clock);
    if (waitMs > MAX_WAIT_MS) throw new EsiTornReadError(what);
    await pause(waitMs, call.signal);
  }
}

/** Undefined when the list became shorter under our hands. */
async function readRest<Row>(
  request: EsiClient['request'],
  operation: PagedEsiOperation<Row>,
  pages: number,
  call: EsiCall,
): Promise<EsiResponse<Row[]>[] | undefined> {
  const answers: EsiResponse<Row[]>[] = [];
  let next = 2;
  const read = async (): Promise<void> => {
    while (next <= pages) {
      const page = next++;
      answers[page - 2] = await request(toPage(operation, page), call);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(PARALLEL, pages - 1) }, read));
    return answers;
  } catch (error) {
    // Stops the other readers, which would go on asking for pages that nobody wants.
    next = pages + 1;
    if (error instanceof EsiNotFoundError) return undefined;
    throw error;
  }
}

/**
 * What no list in several pages of ESI is: without rows on one of them, or of no time, by which alone
 * pages of different moments are told apart. Asking again would bring the same until it expires.
 */
function refuseContradiction<Row>(
  { route }: PagedEsiOperation<Row>,
  answers: readonly EsiResponse<Row[]>[],
): void {
  for (const { pages, data, lastModified, requestId } of answers) {
    if (pages === 1) continue;
    const isEmpty = data.length === 0;
    if (!isEmpty && lastModified) continue;
    const what = isEmpty ? 'with nothing on it' : 'without a Last-Modified';
    throw new EsiSchemaError(`ESI sent a page of ${pages} of ${route} ${what}`, { requestId });
  }
}

function isOneMoment(answers: readonly EsiResponse<unknown>[]): boolean {
  const [first] = answers;
  return answers.every(
    ({ pages, lastModified }) =>
      pages === first?.pages && lastModified?.getTime() === first.lastModified?.getTime(),
  );
}

function untilOldExpire(answers: readonly EsiResponse<unknown>[], clock: () => Date): number {
  const modifiedMs = (answer: EsiResponse<unknown>) => answer.lastModified?.getTime() ?? 0;
  const newestMs = Math.max(...answers.map(modifiedMs));
  const old = answers.filter((answer) => modifiedMs(answer) < newestMs);
  // Equal times but other page counts: all of them must come again.
  const stale = old.length > 0 ? old : answers;
  return Math.max(...stale.map((answer) => remainingMs(answer, clock)));
}

function remainingMs({ expiresAt }: EsiResponse<unknown>, clock: () => Date): number {
  return Math.max(expiresAt.getTime() - clock().getTime(), 0);
}

function toPage<Row>(operation: PagedEsiOperation<Row>, page: number): PagedEsiOperation<Row> {
  return { ...operation, query: { ...operation.query, page } };
}

/** Hundreds of pages are a long list: each is taken over in a turn of the event loop of its own. */
async function join<Row>(
  { idOf }: PagedEsiOperation<Row>,
  answers: readonly [EsiResponse<Row[]>, ...EsiResponse<Row[]>[]],
  signal: AbortSignal,
): Promise<EsiPages<Row>> {
  const known = new IdSet();
  const rows: Row[] = [];
  for (const { data } of answers) {
    if (answers.length > 1) await nextTurn();
    signal.throwIfAborted();
    for (const row of data) {
      if (known.add(idOf(row))) rows.push(row);
    }
  }
  const [first] = answers;
  return {
    data: rows,
    isStale: answers.some(({ isStale }) => isStale),
    fetchedAt: earliest(answers.map(({ fetchedAt }) => fetchedAt)),
    lastModified: first.lastModified,
    expiresAt: earliest(answers.map(({ expiresAt }) => expiresAt)),
    pages: first.pages,
  };
}

function earliest(times: readonly Date[]): Date {
  return new Date(Math.min(...times.map((time) => time.getTime())));
}
