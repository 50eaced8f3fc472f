import type { ProgramTerms } from '#lib/core/program/terms.ts';

/** One thing to know of a program before pasting. */
export type Condition = { readonly name: string; readonly value: string };

/** One program as the first page shows it. */
export type Offer = {
  readonly terms: ProgramTerms;
  /** Names of the categories and groups it buys. */
  readonly kinds: readonly string[];
  readonly conditions: readonly Condition[];
  readonly prices: {
    readonly asOf: Date | null;
    readonly nextAt: Date | null;
    readonly isStale: boolean;
  };
  /** Median time from contract to acceptance, of so many contracts; null while there are too few. */
  readonly acceptance: { readonly medianMs: number; readonly contracts: number } | null;
  /** What the trader can pay beyond what is quoted, hundredths of ISK; null where that is not told. */
  readonly funds: { readonly freeIsk: bigint; readonly asOf: Date } | null;
};
