/**
 * What may still be asked of ESI, counted for all that share one set of budgets.
 *
 * @module
 */

/** A count that may not pass its limit within a window that floats. */
export type Meter = {
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
};

/** What a call takes of a meter: before it is made the worst that it may cost. */
export type Charge = { readonly meter: Meter; readonly cost: number };

/** What a call needs before it may be made. */
export type BudgetAsk = {
  /** Keys of what may rest: if any of them does, the call must wait. */
  readonly blocks: readonly string[];
  readonly charges: readonly Charge[];
};

export type BudgetAnswer =
  | {
      readonly ok: true;
      /** For {@link Budgets.settle}. */
      readonly id: string;
    }
  | {
      readonly ok: false;
      /** The block that stands, or the meter that is full. */
      readonly key: string;
      /** When it becomes free if nobody gives anything back. */
      readonly waitMs: number;
      /** Calls are under way that may give some of it back before that. */
      readonly isUnderWay: boolean;
    };

/** What a call has cost in the end, and what its answer said. */
export type BudgetOutcome = {
  readonly id: string;
  /** Of all meters that were charged. 0 gives the place back at once. */
  readonly charges: readonly Charge[];
  /** What the server counts on a meter: where that is more than we know of, others use it, too. */
  readonly used?: readonly Charge[];
  /** What must rest from now on, and how long. A longer rest that stands already stays. */
  readonly blocks?: readonly { readonly key: string; readonly forMs: number }[];
};

/**
 * Budgets in memory or in Redis: see `testing/budgets-contract.ts` for what each must keep.
 *
 * A reservation whose holder dies is given back when the longest call would have ended, and a window
 * later: it may have cost the worst.
 */
export type Budgets = {
  /**
   * Reserve all that a call may cost, or nothing.
   *
   * @throws {EsiBudgetsError} When the budgets cannot be reached: then no call may be made.
   */
  reserve(ask: BudgetAsk): Promise<BudgetAnswer>;
  /** Say what a call has cost. Never throws: what cannot be said is given back with time. */
  settle(outcome: BudgetOutcome): void;
};

/** The longest that a call can take: its reservation outlives it for sure. */
export const LEASE_MS = 60_000;
