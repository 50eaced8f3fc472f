/**
 * Days at a trader's: quotes, and the contracts that pilots make for them, right and wrong.
 *
 * @module
 */
import fc from 'fast-check';

/** A quote for four quarters. */
export type DayQuote = {
  readonly isGuests: boolean;
  readonly isCancelled: boolean;
};

/** Some contracts that are alike. */
export type DayOffer = {
  /** Of the quotes that its title names; several of them for who muddles them up. */
  readonly names: readonly number[];
  readonly writing: 'as-is' | 'slip' | 'no-code';
  readonly issuer: 'pilot' | 'alt' | 'stranger';
  readonly quarters: number;
  /** Above what the quarters are worth, in hundredths of ISK. */
  readonly off: bigint;
  readonly isElsewhere: boolean;
  readonly areItemsKnown: boolean;
  readonly times: number;
  /** Since the quotes were made. */
  readonly issuedAtHours: number;
  /** In which of the two lists it is first seen. */
  readonly seenIn: 0 | 1;
  /** What the second list says of it. */
  readonly fate: 'outstanding' | 'finished' | 'rejected' | 'unlisted';
};

export type Day = {
  readonly quotes: readonly DayQuote[];
  readonly offers: readonly DayOffer[];
  /** When the second list comes: before the quotes run out, or after. */
  readonly secondAtHours: number;
};

const anyQuote: fc.Arbitrary<DayQuote> = fc.record({
  isGuests: oneIn(3),
  isCancelled: oneIn(6),
});

function anyOffer(quotes: number): fc.Arbitrary<DayOffer> {
  const anyName = fc.nat({ max: quotes - 1 });
  return fc.record({
    names: fc.oneof(
      { weight: 6, arbitrary: fc.tuple(anyName) },
      { weight: 1, arbitrary: fc.tuple(anyName, anyName) },
    ),
    writing: usually<DayOffer['writing']>('as-is', 'slip', 'no-code'),
    issuer: usually<DayOffer['issuer']>('pilot', 'alt', 'stranger'),
    quarters: fc.constantFrom(4, 4, 2, 2, 1, 3),
    off: usually(0n, 1n, -1n, -500_000_000n, 100_000_000n),
    isElsewhere: oneIn(8),
    areItemsKnown: oneIn(8).map((isUnknown) => !isUnknown),
    times: usually(1, 2, 8),
    issuedAtHours: usually(1, 2, 80),
    seenIn: usually<DayOffer['seenIn']>(0, 1),
    fate: fc.constantFrom('outstanding', 'finished', 'finished', 'rejected', 'unlisted'),
  });
}

export function anyDay({ most }: { readonly most: number }): fc.Arbitrary<Day> {
  return fc.array(anyQuote, { minLength: 1, maxLength: 4 }).chain((quotes) =>
    fc.record({
      quotes: fc.constant(quotes),
      offers: fc.array(anyOffer(quotes.length), { minLength: 2, maxLength: most }),
      secondAtHours: fc.constantFrom(4, 73, 81),
    }),
  );
}

function oneIn(times: number): fc.Arbitrary<boolean> {
  return fc.nat({ max: times - 1 }).map((number) => number === times - 1);
}

/** The first, or in every third case one of the others. */
function usually<T>(first: T, ...others: T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(first) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}
