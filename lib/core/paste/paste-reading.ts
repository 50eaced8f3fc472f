/**
 * What reading a paste takes and gives.
 *
 * @module
 */

/** A type with its name as EVE writes it. */
export type NamedType = { typeId: number; name: string };

/** What a name means to a {@link NameResolver}. */
export type NameMatch =
  | { kind: 'type'; typeId: number | null; name: string; blueprintCopy?: boolean }
  | { kind: 'ambiguous'; candidates: readonly NamedType[] }
  /** `suggestions` may be a getter: it is read for names that are reported, and few of them. */
  | { kind: 'unknown'; readonly suggestions: readonly NamedType[] };

/** Finds the type that a name means. Asked several times a line, so it must be quick. */
export type NameResolver = {
  resolve(name: string): NameMatch;
  /**
   * Set where `resolve` takes every name for a type: then a number at either end of a line is a
   * count, because "is this a name?" decides nothing.
   */
  acceptsEveryName?: boolean;
};

/** Equal items of all lines, added up. */
export type PastedItem = {
  /** Null only from a resolver that accepts every name. */
  typeId: number | null;
  name: string;
  /** 1 to 2^53 − 1. */
  quantity: number;
  /** A blueprint copy is never worth what the original is. */
  blueprintCopy: boolean;
  /** Numbers of the lines, from 1, ascending. */
  lines: number[];
};

/** Why a line was not read; sentences stand in `describe-unread.ts`. */
export type UnreadReason =
  | 'unknown-name'
  | 'ambiguous-name'
  | 'no-name'
  | 'bad-quantity'
  | 'no-quantity'
  | 'volume-only'
  | 'sum-too-large'
  | 'too-long'
  | 'broken-killmail'
  | 'not-an-item';

/** A line that became no item, and what may help. */
export type UnreadLine = {
  /** From 1. */
  line: number;
  /** The line as pasted, cut where it is too long. */
  text: string;
  reason: UnreadReason;
  /** The types that an ambiguous name may mean, or the real names nearest to an unknown one. */
  suggestions: NamedType[];
  /** The count that stood beside an unknown or ambiguous name. */
  quantity: number | null;
};

/** What a whole paste says. */
export type PasteReading = {
  /** The layout that was found: `inventory`, `listing`, …; `mixed` for several, `none` for none. */
  format: string;
  /** In order of first appearance. */
  items: PastedItem[];
  /** In order of lines. */
  unread: UnreadLine[];
  /** Numbers of the lines that count nothing by themselves: headings, sums, empty slots, talk. */
  layout: number[];
  /** Lines that are not blank. */
  lineCount: number;
};
