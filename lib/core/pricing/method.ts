/**
 * What of a thing is paid for: the thing itself, or what can be made of it.
 *
 * @module
 */

/** What a lot is worth money as. */
export const WAYS = ['as-is', 'compressed', 'refined'] as const;
export type Way = (typeof WAYS)[number];

/** How a rule chooses among the ways. */
export const METHODS = [...WAYS, 'best-of', 'least-of'] as const;
export type Method = (typeof METHODS)[number];

/** What is paid for units that fill no portion: nothing, or their price as they are. */
export const REMAINDERS = ['unpaid', 'as-is'] as const;
export type Remainder = (typeof REMAINDERS)[number];

/** The method, and what it needs to know. */
export type Paying = {
  readonly method: Method;
  /** A share of 1 as a decimal: `"0.9063"`. Null: the program's. */
  readonly refineYield: string | null;
  readonly remainder: Remainder;
  /** Whether what is no ore, ice or gas is paid for refined, too. */
  readonly takesScrap: boolean;
};

/** What everything is paid by that no rule says otherwise of. */
export const AS_IS: Paying = {
  method: 'as-is',
  refineYield: null,
  remainder: 'unpaid',
  takesScrap: false,
};

/** Whether a method can come to what a lot refines to, and so needs a yield. */
export function mayRefine(method: Method): boolean {
  return method !== 'as-is' && method !== 'compressed';
}
