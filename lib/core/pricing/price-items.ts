/**
 * Items times prices: what a program pays for what somebody pasted.
 *
 * @module
 */
import { applyRateBp, floorToWholeIsk } from '#lib/core/isk.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import { divideHalfUp } from './book-statistics.ts';
import type { LineEvidence, RuleEvidence } from './evidence.ts';
import type { Basis, HubPrice } from './hub-price.ts';
import { createRuleFinder, type MarketGroupLookup, type RuledType } from './rules/find-rule.ts';
import type { PricingRule } from './rules/rule.ts';
import { toLineEvidence, toRuleEvidence } from './to-evidence.ts';

/** What a program's terms say about prices. A `ProgramTerms` fits. */
export type PricingTerms = Pick<
  ProgramTerms,
  'basis' | 'rateBp' | 'staleAfterMinutes' | 'acceptedCategoryIds' | 'acceptedGroupIds'
>;

/** Units of one type, stacks merged or not. */
export type ItemToPrice = {
  readonly typeId: number;
  readonly name: string;
  readonly quantity: number;
  readonly blueprintCopy: boolean;
};

/** Facts of a type. `StaticData` of the static data kit fits. */
export type TypeLookup = {
  readonly type: (typeId: number) =>
    | (RuledType & {
        readonly packagedVolumeM3: number;
        /** False: no longer in the game. */
        readonly published?: boolean;
      })
    | undefined;
  readonly marketGroup: MarketGroupLookup;
};

/** What is known of the books: hub, then type. A type whose book was never read is missing. */
export type PriceBooks = ReadonlyMap<number, ReadonlyMap<number, HubPrice>>;

/** What items are priced with, beside the terms. */
export type PricingFacts = {
  /** The program's, in any order; those that do not hold now count for nothing. */
  readonly rules: readonly PricingRule[];
  readonly types: TypeLookup;
  readonly now: Date;
};

/** One line of a quote. */
export type PricedLine = ItemToPrice & {
  /** Hundredths of ISK, rounded once, half up. */
  readonly unitPrice: bigint;
  /** Unit price × quantity, exactly. */
  readonly total: bigint;
  /** Packaged, of all units. */
  readonly volumeM3: number;
  readonly evidence: LineEvidence;
};

/** Why the trader does not buy an item. */
export type RefusalReason =
  | 'unknown-type'
  | 'unpublished'
  | 'blueprint-copy'
  | 'blueprint-original'
  | 'not-accepted'
  | 'refused-by-rule'
  | 'no-price'
  | 'stale-price'
  | 'no-orders';

/** An item that the trader does not buy now, and why. */
export type RefusedLine = ItemToPrice & {
  readonly reason: RefusalReason;
  /** Of the price that could not be used; null when there is none. */
  readonly bookAt: Date | null;
  /** The market that would have made its price. */
  readonly hubName: string;
  /** The rule for it; null: the program's own terms. */
  readonly rule: RuleEvidence | null;
};

/** A whole list, priced. */
export type PricedItems = {
  readonly lines: PricedLine[];
  readonly refused: RefusedLine[];
  /** Sum of the lines, exactly. */
  readonly lineSum: bigint;
  /** The sum cut to whole ISK: what is quoted. */
  readonly total: bigint;
  readonly volumeM3: number;
};

const BLUEPRINT_CATEGORY_ID = 9;
const MINUTE_MS = 60_000;

/**
 * Price items by a program's terms and rules.
 *
 * Equal types with equal copy flags are merged first, so that splitting a stack changes nothing. A
 * split basis is the middle of buy and sell, rounded half up to a hundredth. An item is refused rather
 * than priced by an empty or stale book; never is anything priced at 0.
 *
 * @param items Quantities are positive safe integers.
 * @param books Those of `listBooks`.
 */
export function priceItems(
  items: readonly ItemToPrice[],
  terms: PricingTerms,
  books: PriceBooks,
  { rules, types, now }: PricingFacts,
): PricedItems {
  const lines: PricedLine[] = [];
  const refused: RefusedLine[] = [];
  const findRule = createRuleFinder(rules, now, types.marketGroup);
  for (const item of mergeItems(items)) {
    const type = types.type(item.typeId);
    const rule = type ? findRule(item.typeId, type) : null;
    const offer = toOffer(terms, rule);
    const price = books.get(offer.basis.hubId)?.get(item.typeId);
    const outcome = type ? priceItem(item, type, offer, price, terms, now) : 'unknown-type';
    if (typeof outcome !== 'string') lines.push(outcome);
    else refused.push(toRefused(item, outcome, offer, price));
  }
  const lineSum = lines.reduce((sum, line) => sum + line.total, 0n);
  const volumeM3 = roundVolume(lines.reduce((sum, line) => sum + line.volumeM3, 0));
  return { lines, refused, lineSum, total: floorToWholeIsk(lineSum), volumeM3 };
}

/** ISK a m³, cut to a hundredth of ISK. Null for what has no volume. */
export function densityOf(amount: bigint, volumeM3: number): bigint | null {
  // Volumes have at most six decimals, so this integer is exact up to nine billion m³.
  const millionths = BigInt(Math.round(volumeM3 * 1e6));
  return millionths <= 0n ? null : (amount * 1_000_000n) / millionths;
}

/** Whether a price is too old to quote from. A book from the future is as good as new. */
export function isStale(bookAt: Date, staleAfterMinutes: number, now: Date): boolean {
  return now.getTime() - bookAt.getTime() > staleAfterMinutes * MINUTE_MS;
}

function mergeItems(items: readonly ItemToPrice[]): ItemToPrice[] {
  const merged = new Map<string, { -readonly [Field in keyof ItemToPrice]: ItemToPrice[Field] }>();
  for (const { typeId, name, quantity, blueprintCopy } of items) {
    const key = `${typeId} ${blueprintCopy}`;
    const before = merged.get(key);
    if (before) before.quantity += quantity;
    else merged.set(key, { typeId, name, quantity, blueprintCopy });
  }
  return [...merged.values()];
}

/** What is paid for one type: the program's own terms, or what its rule makes of them. */
type Offer = {
  readonly basis: Basis;
  readonly rateBp: number;
  readonly rule: PricingRule | null;
};

function toOffer({ basis, rateBp }: PricingTerms, rule: PricingRule | null): Offer {
  return { basis: rule?.basis ?? basis, rateBp: rule?.rateBp ?? rateBp, rule };
}

function toRefused(
  { typeId, name, quantity, blueprintCopy }: ItemToPrice,
  reason: RefusalReason,
  { basis, rule }: Offer,
  price: HubPrice | undefined,
): RefusedLine {
  return {
    typeId,
    name,
    quantity,
    blueprintCopy,
    reason,
    bookAt: price?.bookAt ?? null,
    hubName: basis.hubName,
    rule: rule && toRuleEvidence(rule),
  };
}

function priceItem(
  item: ItemToPrice,
  type: NonNullable<ReturnType<TypeLookup['type']>>,
  { basis, rateBp, rule }: Offer,
  price: HubPrice | undefined,
  terms: PricingTerms,
  now: Date,
): PricedLine | RefusalReason {
  if (type.published === false) return 'unpublished';
  if (item.blueprintCopy) return 'blueprint-copy';
  // EVE often does not say whether a contract holds an original or a copy: nobody could check it.
  if (type.categoryId === BLUEPRINT_CATEGORY_ID) return 'blueprint-original';
  if (rule?.action === 'refuse') return 'refused-by-rule';
  if (!rule && !isAccepted(type, terms)) return 'not-accepted';

  if (!price) return 'no-price';
  if (isStale(price.bookAt, terms.staleAfterMinutes, now)) return 'stale-price';
  const basePrice = basePriceOf(price, basis);
  if (basePrice === null) return 'no-orders';
  const unitPrice = applyRateBp(basePrice, rateBp);
  if (unitPrice <= 0n) return 'no-price';

  const { typeId, name, quantity, blueprintCopy } = item;
  // Field by field: a copy with more fields takes some 3 µs longer.
  return {
    typeId,
    name,
    quantity,
    blueprintCopy,
    unitPrice,
    total: unitPrice * BigInt(quantity),
    volumeM3: roundVolume(type.packagedVolumeM3 * quantity),
    evidence: toLineEvidence(price, { basis, rateBp, basePrice, unitPrice, rule }),
  };
}

function isAccepted(
  { categoryId, groupId }: RuledType,
  { acceptedCategoryIds, acceptedGroupIds }: PricingTerms,
): boolean {
  return acceptedCategoryIds.includes(categoryId) || acceptedGroupIds.includes(groupId);
}

function basePriceOf(price: HubPrice, { side, statistic }: Basis): bigint | null {
  const buy = statistic === 'best' ? price.buyBest : price.buyTop5;
  const sell = statistic === 'best' ? price.sellBest : price.sellTop5;
  if (side === 'buy') return buy;
  if (side === 'sell') return sell;
  return buy === null || sell === null ? null : divideHalfUp(buy + sell, 2n);
}

/** Take the noise of floating point off: no volume in EVE has more than six decimals. */
function roundVolume(volumeM3: number): number {
  return Math.round(volumeM3 * 1e6) / 1e6;
}
