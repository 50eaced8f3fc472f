/**
 * What was sent in place of what was quoted, at the quote's own prices.
 *
 * @module
 */
import { floorToWholeIsk } from '#lib/core/isk.ts';
import { toDonation } from '#lib/core/pricing/fees/donation.ts';

/** One type of a contract beside its quote; stacks summed. */
export type SentItem = {
  readonly typeId: number;
  readonly blueprintCopy: boolean;
  /** Units; 0 for what was not quoted. */
  readonly quoted: number;
  /** Units; 0 for what is missing. */
  readonly sent: number;
};

/** A line of the quote, which says what a unit is worth. */
export type PricedUnits = {
  readonly typeId: number;
  readonly blueprintCopy: boolean;
  readonly quantity: number;
  /** Hundredths of ISK. */
  readonly unitPriceIsk: bigint;
  /** Packaged, of all units. */
  readonly volumeM3: number;
};

/** Why what was sent has no price in the quote. */
export type RequoteRefusal =
  /** It is what was quoted. */
  | 'as-quoted'
  /** Some of it was never quoted. */
  | 'not-quoted'
  /** More than was quoted: only the trader may buy more at a price of before. */
  | 'more-than-quoted'
  /** Nothing of it was sent, or nobody can say how much. */
  | 'nothing-sent';

export type Requote<Line extends PricedUnits> = {
  /** What was sent, in the quote's order. */
  readonly lines: readonly (Line & { readonly totalIsk: bigint })[];
  /** Sum of the lines, exactly. */
  readonly lineSumIsk: bigint;
  /** The sum cut to whole ISK, without what is given away. */
  readonly totalIsk: bigint;
  readonly donationIsk: bigint;
  readonly volumeM3: number;
};

export type RequoteOutcome<Line extends PricedUnits> =
  | { readonly ok: true; readonly requote: Requote<Line> }
  | {
      readonly ok: false;
      readonly reason: RequoteRefusal;
      /** Of which types that is so; empty where it is of none in particular. */
      readonly typeIds: readonly number[];
    };

/**
 * Work out what was sent at a quote's own prices.
 *
 * A price was locked for what was quoted. Whoever could have more of it bought by it would wait until
 * prices have fallen, so only the trader may say yes to more.
 *
 * @param mayBeMore Whether more than was quoted of a type is taken.
 * @param donationBp Share of the sum that is given away, as in the quote. Basis points.
 */
export function requoteSent<Line extends PricedUnits>(
  lines: readonly Line[],
  items: readonly SentItem[],
  { mayBeMore, donationBp }: { readonly mayBeMore: boolean; readonly donationBp: number },
): RequoteOutcome<Line> {
  const sent = items.filter((item) => item.sent !== 0);
  if (
    sent.length === 0 ||
    !sent.every((item) => Number.isSafeInteger(item.sent) && item.sent > 0)
  ) {
    return refuse('nothing-sent', []);
  }
  if (items.every((item) => item.sent === item.quoted)) return refuse('as-quoted', []);
  const lineOf = new Map(lines.map((line) => [keyOf(line), line]));
  const unpriced = sent.filter((item) => !lineOf.has(keyOf(item)));
  if (unpriced.length > 0) return refuse('not-quoted', unpriced);
  const more = sent.filter((item) => item.sent > (lineOf.get(keyOf(item))?.quantity ?? 0));
  if (more.length > 0 && !mayBeMore) return refuse('more-than-quoted', more);

  const unitsOf = new Map(sent.map((item) => [keyOf(item), item.sent]));
  const requoted = lines.flatMap((line) => {
    const quantity = unitsOf.get(keyOf(line));
    if (quantity === undefined) return [];
    return [
      {
        ...line,
        quantity,
        totalIsk: line.unitPriceIsk * BigInt(quantity),
        volumeM3: roundVolume((line.volumeM3 / line.quantity) * quantity),
      },
    ];
  });
  const lineSumIsk = requoted.reduce((sum, { totalIsk }) => sum + totalIsk, 0n);
  const wholeIsk = floorToWholeIsk(lineSumIsk);
  const donationIsk = toDonation(wholeIsk, donationBp)?.amount ?? 0n;
  return {
    ok: true,
    requote: {
      lines: requoted,
      lineSumIsk,
      totalIsk: wholeIsk - donationIsk,
      donationIsk,
      volumeM3: roundVolume(requoted.reduce((sum, { volumeM3 }) => sum + volumeM3, 0)),
    },
  };
}

function refuse(
  reason: RequoteRefusal,
  items: readonly SentItem[],
): { ok: false; reason: RequoteRefusal; typeIds: number[] } {
  return { ok: false, reason, typeIds: items.map(({ typeId }) => typeId) };
}

function keyOf({ typeId, blueprintCopy }: Pick<SentItem, 'typeId' | 'blueprintCopy'>): string {
  return `${typeId} ${blueprintCopy}`;
}

/** Take the noise of floating point off: no volume in EVE has more than six decimals. */
function roundVolume(volumeM3: number): number {
  return Math.round(volumeM3 * 1e6) / 1e6;
}
