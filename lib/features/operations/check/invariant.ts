/**
 * What must hold in the database, whatever ran: each invariant by one or more queries that find
 * what breaks it.
 *
 * @module
 */

/** The invariants, in the order in which they are reported. */
export const INVARIANTS = {
  I1: 'no contract and no part of a quote is settled twice, and no quote beyond its total',
  I2: 'no contract that EVE served is lost',
  I3: 'no contract and no item is there that EVE never served',
  I4: 'the audit trail is whole, unchanged, and tells how everything came to be',
  I5: 'quotes and contracts went only where they may',
  I6: 'money is conserved: ledger, settlements and lines add up',
  I7: 'every settlement was for a contract as quoted',
  stock: 'what is reserved is what orders hold, and nothing is sold twice',
  verdicts: 'every verdict can be made again from what is stored with it',
} as const;
export type InvariantId = keyof typeof INVARIANTS;

/** One question to the database. */
export type Probe = {
  readonly invariant: InvariantId;
  /** Kebab-case; unique. */
  readonly name: string;
  /**
   * Rows of `(id, what)`: whatever breaks the invariant, and how. Written apart from the code that
   * it judges. With `needsServed`, `$1` is what EVE served, as JSON of `ServedContract[]`.
   */
  readonly sql: string;
  readonly needsServed?: boolean;
};

/** What is known to have come out of EVE: only a test that plays EVE can tell. */
export type ServedContract = {
  readonly contractId: number;
  /** As last served in a complete walk; null: served, but perhaps not in a complete one. */
  readonly status: string | null;
  /** Null: never asked for. */
  readonly items:
    | readonly {
        readonly recordId: number;
        readonly typeId: number;
        readonly quantity: number;
        readonly isIncluded: boolean;
      }[]
    | null;
};

/** One thing that breaks an invariant. */
export type Breach = {
  readonly invariant: InvariantId;
  readonly probe: string;
  /** Of the quote, contract, settlement or verdict. */
  readonly id: string;
  readonly what: string;
};
