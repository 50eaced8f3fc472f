import type { ProgramTerms } from '#lib/core/program/terms.ts';

/** One program as the first page shows it. */
export type Offer = {
  readonly terms: ProgramTerms;
  /** Names of the categories and groups it buys. */
  readonly kinds: readonly string[];
  readonly prices: {
    readonly asOf: Date | null;
    readonly nextAt: Date | null;
    readonly isStale: boolean;
  };
  /** Median time from contract to acceptance, of so many contracts; null while there are too few. */
  readonly acceptance: { readonly medianMs: number; readonly contracts: number } | null;
};
