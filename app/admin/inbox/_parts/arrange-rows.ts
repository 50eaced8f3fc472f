import type { Inbox, InboxRow, ShownVerdict } from '#lib/features/contracts/schema.ts';

export type InboxSort = 'verdict' | 'asks' | 'waiting';

/** A row as the list shows it; one that is gone keeps its place until the list is shown anew. */
export type ShownRow = InboxRow & { readonly isGone: boolean };
export type Arrangement = {
  readonly rows: readonly ShownRow[];
  /** Rows that came meanwhile and wait to be shown. */
  readonly arrived: readonly InboxRow[];
};

/** In this order the trader acts: accept, then answer, then decide, then beware. */
export const VERDICT_ORDER: readonly ShownVerdict[] = [
  'valid',
  'fix-needed',
  'near-miss',
  'suspicious',
  'unmatched',
];

/** Sort as the head of the list says; within that the newest first. */
export function sortRows(rows: readonly InboxRow[], sort: InboxSort): InboxRow[] {
  return rows.toSorted(COMPARE[sort]);
}

/** Keep the rows that a verdict and a search leave. The search takes codes with and without hyphens. */
export function filterRows(
  rows: readonly InboxRow[],
  { verdict, search }: { readonly verdict: ShownVerdict | null; readonly search: string },
): InboxRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (verdict && row.verdict !== verdict) return false;
    const { pilotName, code, shownCode, title, differsIn } = row;
    const text = [pilotName, code, shownCode, title, ...differsIn].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** How many contracts wait beyond those that the inbox lists, of one verdict or of all. */
export function countUnlisted(
  { rows, counts }: Pick<Inbox, 'rows' | 'counts'>,
  verdict: ShownVerdict | null,
): number {
  return counts[verdict ?? 'all'] - filterRows(rows, { verdict, search: '' }).length;
}

/**
 * Put fresh rows into the order that is on the screen.
 *
 * While the trader looks at a contract (`held` is what the list showed then) nothing moves: known
 * rows keep their places and get their new values, rows that are gone stay as such, new ones wait.
 */
export function arrangeRows(
  fresh: readonly InboxRow[],
  held: readonly InboxRow[] | null,
): Arrangement {
  if (!held) return { rows: fresh.map((row) => ({ ...row, isGone: false })), arrived: [] };
  const freshById = new Map(fresh.map((row) => [row.contractId, row]));
  const heldIds = new Set(held.map(({ contractId }) => contractId));
  return {
    rows: held.map((row) => {
      const now = freshById.get(row.contractId);
      return now ? { ...now, isGone: false } : { ...row, isGone: true };
    }),
    arrived: fresh.filter(({ contractId }) => !heldIds.has(contractId)),
  };
}

/** "3 new: 2 valid, 1 needs fixing" */
export function describeArrived(
  arrived: readonly InboxRow[],
  words: Readonly<Record<ShownVerdict, { readonly word: string }>>,
): string {
  const counts = VERDICT_ORDER.map((verdict) => ({
    count: arrived.filter((row) => row.verdict === verdict).length,
    word: words[verdict].word.toLowerCase(),
  })).filter(({ count }) => count > 0);
  return `${arrived.length} new: ${counts.map(({ count, word }) => `${count} ${word}`).join(', ')}`;
}

const COMPARE: Record<InboxSort, (a: InboxRow, b: InboxRow) => number> = {
  verdict: (a, b) => order(a) - order(b) || newerFirst(a, b),
  asks: (a, b) => compareBigints(b.priceIsk ?? 0n, a.priceIsk ?? 0n) || newerFirst(a, b),
  waiting: (a, b) => newerFirst(b, a),
};

function order({ verdict }: InboxRow): number {
  return VERDICT_ORDER.indexOf(verdict);
}

function newerFirst(a: InboxRow, b: InboxRow): number {
  return b.issuedAt.getTime() - a.issuedAt.getTime() || b.contractId - a.contractId;
}

function compareBigints(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
