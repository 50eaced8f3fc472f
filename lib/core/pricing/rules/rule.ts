/**
 * A rule: what a program makes of some items for some time, in place of its own terms.
 *
 * @module
 */
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { Paying } from '../method.ts';

/** What a rule may be for, the most specific first: that is also which of several rules counts. */
export const SCOPE_KINDS = ['item', 'group', 'market-group', 'category'] as const;
export type ScopeKind = (typeof SCOPE_KINDS)[number];

/** The items that a rule is for. A market group has all below it. */
export type RuleScope = {
  readonly kind: ScopeKind;
  /** EVE's id of the type, group, market group or category. */
  readonly id: number;
  /** English: "Veldspar". */
  readonly name: string;
};

/** From the first moment on, up to the last and not in it. Null: without an end on that side. */
export type RuleTimes = { readonly validFrom: Date | null; readonly validUntil: Date | null };

export type PricingRule = RuleTimes & {
  readonly ruleId: string;
  readonly scope: RuleScope;
  /** `accept` takes also what the program by itself would not. */
  readonly action: 'accept' | 'refuse';
  /** Null: the program's. */
  readonly basis: ProgramTerms['basis'] | null;
  /** Basis points; null: the program's. */
  readonly rateBp: number | null;
  /** What of the items is paid for. */
  readonly paying: Paying;
  /** For pilots; empty where there is none. */
  readonly note: string;
};

/** Whether a rule holds at a moment. */
export function isHolding({ validFrom, validUntil }: RuleTimes, at: Date): boolean {
  return (validFrom === null || validFrom <= at) && (validUntil === null || at < validUntil);
}
