/**
 * Items times prices: what a program pays for what somebody pasted.
 *
 * @module
 */
import { applyRateBp, floorToWholeIsk } from '#lib/core/isk.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { RefiningTypes } from '#lib/core/reprocessing/recipe.ts';
import { divideHalfUp } from './book-statistics.ts';
import type { LineEvidence, RuleEvidence } from './evidence.ts';
import { createFormFinder, type Forms } from './forms.ts';
import type { Basis, HubPrice } from './hub-price.ts';
import { judgePrice, type PriceGuards } from './judge-price.ts';
import { AS_IS } from './method.ts';
import { createRuleFinder, type MarketGroupLookup, type RuledType } from './rules/find-rule.ts';
import type { PricingRule } from './rules/rule.ts';
import { toLineEvidence, toLotLineEvidence, toRuleEvidence } from './to-evidence.ts';
import { type LotValue, valueLot, type WayRefusal } from './value-lot.ts';

/** What a program's terms say about prices. A `ProgramTerms` fits. */
export type PricingTerms = Pick<
  ProgramTerms,
  'basis' | 'rateBp' | 'refineYield' | 'acceptedCategoryIds' | 'acceptedGroupIds'
> &
  PriceGuards;

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
  /** What types refine to and are compressed to. `StaticData` fits. */
  readonly refining: RefiningTypes;
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
  | WayRefusal;

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

/**
 * Price items by a program's terms and rules.
 *
 * Equal types with equal copy flags are merged first, so that splitting a stack changes nothing, and
 * are refined as one lot. An item is refused rather than priced by an empty, stale or thin book; never
 * is anything priced at 0.
 *
 * @param items Quantities are positive safe integers.
 * @param books Those of `listBooks`.
 */
export function priceItems(
  items: readonly ItemToPrice[],
  terms: PricingTerms,
  books: PriceBooks,
  facts: PricingFacts,
): PricedItems {
  const { rules, types, now } = facts;
  const lines: PricedLine[] = [];
  const refused: RefusedLine[] = [];
  const findRule = createRuleFinder(rules, now, types.marketGroup);
  const pricing = { terms, now, formsOf: createFormFinder(facts.refining), facts };
  for (const item of mergeItems(items)) {
    const type = types.type(item.typeId);
    const rule = type ? findRule(item.typeId, type) : null;
    const offer = toOffer(terms, rule);
    const book = books.get(offer.basis.hubId) ?? NO_PRICES;
    const outcome = type ? priceItem(item, type, { ...pricing, offer, book }) : 'unknown-type';
    if (typeof outcome !== 'string') lines.push(outcome);
    else refused.push(toRefused(item, outcome, offer, book.get(item.typeId)));
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

const NO_PRICES: ReadonlyMap<number, HubPrice> = new Map();

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

type Pricing = {
  readonly terms: PricingTerms;
  readonly offer: Offer;
  /** Of the offer's market. */
  readonly book: ReadonlyMap<number, HubPrice>;
  readonly formsOf: (typeId: number) => Forms;
  readonly facts: PricingFacts;
  readonly now: Date;
};
type Type = NonNullable<ReturnType<TypeLookup['type']>>;
type UnitPrice = { readonly unitPrice: bigint; readonly evidence: LineEvidence };

/** The steps of a line: is it taken, what is a unit worth, and what do all of them come to. */
function priceItem(item: ItemToPrice, type: Type, pricing: Pricing): PricedLine | RefusalReason {
  const refusal = refuseItem(item, type, pricing);
  if (refusal) return refusal;
  const priced = priceUnit(item, pricing);
  if (typeof priced === 'string') return priced;

  const { typeId, name, quantity, blueprintCopy } = item;
  const { unitPrice, evidence } = priced;
  // Field by field: a copy with more fields takes some 3 µs longer.
  return {
    typeId,
    name,
    quantity,
    blueprintCopy,
    unitPrice,
    total: unitPrice * BigInt(quantity),
    volumeM3: roundVolume(type.packagedVolumeM3 * quantity),
    evidence,
  };
}

/** Whether the program takes such a thing at all, whatever it is worth. */
function refuseItem(
  { blueprintCopy }: ItemToPrice,
  type: Type,
  { offer: { rule }, terms }: Pricing,
): RefusalReason | null {
  if (type.published === false) return 'unpublished';
  if (blueprintCopy) return 'blueprint-copy';
  // EVE often does not say whether a contract holds an original or a copy: nobody could check it.
  if (type.categoryId === BLUEPRINT_CATEGORY_ID) return 'blueprint-original';
  if (rule?.action === 'refuse') return 'refused-by-rule';
  return rule || isAccepted(type, terms) ? null : 'not-accepted';
}

/** What is paid for a unit of all those that are quoted together. */
function priceUnit(item: ItemToPrice, pricing: Pricing): UnitPrice | RefusalReason {
  const { offer, book, terms, now } = pricing;
  const { basis, rateBp, rule } = offer;
  const { method } = rule?.paying ?? AS_IS;
  if (method === 'as-is') {
    const own = book.get(item.typeId);
    const used = judgePrice(own, { basis, quantity: item.quantity, now }, terms);
    if (typeof used !== 'string' && own) {
      const unitPrice = applyRateBp(used.amount, rateBp);
      if (unitPrice <= 0n) return 'no-price';
      return { unitPrice, evidence: toLineEvidence(own, used, { basis, rateBp, unitPrice, rule }) };
    }
    if (typeof used === 'string' && !mayStandIn(terms)) return used;
  }
  return priceLot(item, pricing);
}

/** By another form of it, or by several: the lot is valued as a whole, and only then by its units. */
function priceLot(item: ItemToPrice, pricing: Pricing): UnitPrice | RefusalReason {
  const { offer, book, terms, now, formsOf, facts } = pricing;
  const { basis, rateBp, rule } = offer;
  const paying = rule?.paying ?? AS_IS;
  const value = valueLot(item, {
    paying,
    refineYield: terms.refineYield,
    forms: formsOf(item.typeId),
    mayStandIn: mayStandIn(terms),
    priceOf: (typeId, quantity) => judgePrice(book.get(typeId), { basis, quantity, now }, terms),
  });
  if (typeof value === 'string') return value;
  const unitPrice = divideByUnits(value, rateBp, item.quantity);
  if (unitPrice <= 0n) return 'no-price';
  const made = { basis, rateBp, unitPrice, rule };
  const described = { item, method: paying.method, book, types: facts.refining };
  return { unitPrice, evidence: toLotLineEvidence(value, described, made) };
}

/** Only whoever says what a thin book is has one that minerals can stand in for. */
function mayStandIn({ minimumVolume }: PricingTerms): boolean {
  return minimumVolume !== null;
}

/** Worth of the lot × rate ÷ units, rounded once, half up. */
function divideByUnits({ chosen }: LotValue, rateBp: number, quantity: number): bigint {
  return divideHalfUp(chosen.value * BigInt(rateBp), BigInt(quantity) * 10_000n);
}

function isAccepted(
  { categoryId, groupId }: RuledType,
  { acceptedCategoryIds, acceptedGroupIds }: PricingTerms,
): boolean {
  return acceptedCategoryIds.includes(categoryId) || acceptedGroupIds.includes(groupId);
}

/** Take the noise of floating point off: no volume in EVE has more than six decimals. */
function roundVolume(volumeM3: number): number {
  return Math.round(volumeM3 * 1e6) / 1e6;
}
