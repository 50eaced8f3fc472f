/**
 * What a reader of one layout gets and gives.
 *
 * @module
 */
import type { UnreadReason } from '../paste-reading.ts';
import type { PastedLine } from '../split-lines.ts';

/** One item as one line names it. */
export type FoundItem = {
  kind: 'item';
  line: PastedLine;
  /** As written; marks of copies and asterisks still on it. */
  name: string;
  /** At least 1. */
  quantity: number;
  /** Something beside the name says that it is a blueprint copy. */
  isCopy?: boolean;
  /** Counts once in the whole text, however often it is named (links in a chat). */
  isOnce?: boolean;
};

/** A line that a reader knows to be an item's, and cannot read. */
export type FoundFault = { kind: 'fault'; line: PastedLine; reason: UnreadReason };

/** Lines that a reader takes for itself. Lines without a finding are layout and are passed over. */
export type Claim = {
  format: string;
  /** From the line that was asked about on. None: the layout does not begin here after all. */
  lineCount: number;
  found: (FoundItem | FoundFault)[];
};

/** What a reader may look at. */
export type ReadContext = {
  lines: readonly PastedLine[];
  isKnown(name: string): boolean;
  acceptsEveryName: boolean;
};

/** Reads one layout. Null: the line at `index` is not of this layout. */
export type Reader = (index: number, context: ReadContext) => Claim | null;

/** Claim one line with one item, or with a fault where the count is not one. */
export function claimItem(
  format: string,
  line: PastedLine,
  name: string,
  quantity: number | null,
  options: { isCopy?: boolean } = {},
): Claim {
  if (quantity === null || quantity < 1) return claimFault(format, line, 'bad-quantity');
  const isCopy = options.isCopy ?? false;
  return { format, lineCount: 1, found: [{ kind: 'item', line, name, quantity, isCopy }] };
}

/** Claim one line that could not be read. */
export function claimFault(format: string, line: PastedLine, reason: UnreadReason): Claim {
  return { format, lineCount: 1, found: [{ kind: 'fault', line, reason }] };
}

/** Claim lines that hold nothing to count. */
export function claimNothing(format: string, lineCount = 1): Claim {
  return { format, lineCount, found: [] };
}
