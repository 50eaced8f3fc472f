import { toEsiTime } from '../markets/create-orders.ts';
import { between } from '../markets/random.ts';
import { type EsiAnswer, type EsiAsk, ok, refuse } from './route.ts';

const JOBS = 24;
/** Rows of an answer. */
const LEAST = 10;
const MOST = 100;
const MODIFIED_EVERY_MS = 3_600_000;
/** Each job is another one on another day. */
const DAY_MS = 86_400_000;

/**
 * A list that comes by cursors: the newest part where none is given, each part oldest first, both cursors
 * with what is not empty. The jobs of a day are made from the day alone; nobody can take one.
 */
export function listFreelanceJobs({ query, lastModified }: EsiAsk): EsiAnswer {
  const before = readCursor(query.get('before'), JOBS);
  const after = readCursor(query.get('after'), 0);
  if (before === null || after === null) return refuse(400, 'The cursor is unknown');
  if (query.has('before') && query.has('after')) {
    return refuse(400, 'before and after exclude each other');
  }
  const limit = Number(query.get('limit') ?? LEAST);
  if (!Number.isInteger(limit) || limit < LEAST || limit > MOST) {
    return refuse(400, `limit must be ${LEAST} to ${MOST}`);
  }
  const start = query.has('after') ? after : Math.max(before - limit, 0);
  const end = query.has('after') ? Math.min(after + limit, JOBS) : before;
  if (start === end) return ok({ freelance_jobs: [] });
  const day = Math.floor(lastModified.getTime() / DAY_MS);
  return ok({
    cursor: { before: `c${start}`, after: `c${end}` },
    freelance_jobs: Array.from({ length: end - start }, (_, index) => jobOf(day, start + index)),
  });
}

/** How many jobs stand before a cursor; null when it is none of ours. `0` is the end to begin at. */
function readCursor(text: string | null, beginning: number): number | null {
  if (text === null || text === '0') return beginning;
  const position = Number(/^c(\d{1,2})$/.exec(text)?.[1] ?? Number.NaN);
  return position <= JOBS ? position : null;
}

function jobOf(day: number, index: number) {
  const desired = Math.round(between(10, 500, day, index, 1));
  const initial = Math.round(between(1e6, 1e9, day, index, 2));
  const current = Math.floor(between(0, desired, day, index, 3));
  return {
    id: `00000000-0000-4000-8000-${String(day * JOBS + index).padStart(12, '0')}`,
    last_modified: toEsiTime(new Date((day - 1) * DAY_MS + index * MODIFIED_EVERY_MS)),
    name: `Deliver ${desired} loads of ore`,
    progress: { current, desired },
    reward: { initial, remaining: Math.round(initial * (1 - current / desired)) },
    state: 'Active',
  };
}
