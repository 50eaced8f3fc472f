import { toIskText } from '#lib/core/isk.ts';
import { toDecimalText } from '#lib/core/reprocessing/decimal.ts';
import type { RefiningTypes } from '#lib/core/reprocessing/recipe.ts';
import { divideHalfUp } from './book-statistics.ts';
import type {
  FigureSourceEvidence,
  LineEvidence,
  LotEvidence,
  PartEvidence,
  RuleEvidence,
  SellCapEvidence,
} from './evidence.ts';
import type { Basis, HubPrice } from './hub-price.ts';
import type { FigureSource, SellCap, UsablePrice } from './judge-price.ts';
import type { Method } from './method.ts';
import type { PricingRule } from './rules/rule.ts';
import type { Lot, LotValue, PricedPart } from './value-lot.ts';

type Made = {
  readonly basis: Basis;
  readonly rateBp: number;
  readonly unitPrice: bigint;
  readonly rule: PricingRule | null;
};

/** Keep what made a unit price. */
export function toLineEvidence(
  price: HubPrice,
  { amount, cap, sources }: UsablePrice,
  { basis, rateBp, unitPrice, rule }: Made,
): LineEvidence {
  return {
    basis,
    bookAt: price.bookAt.toISOString(),
    buyBestIsk: textOrNull(price.buyBest),
    buyTop5Isk: textOrNull(price.buyTop5),
    sellBestIsk: textOrNull(price.sellBest),
    sellTop5Isk: textOrNull(price.sellTop5),
    buyVolume: price.buyVolume,
    sellVolume: price.sellVolume,
    buyOrders: price.buyOrders,
    sellOrders: price.sellOrders,
    basePriceIsk: toIskText(amount),
    rateBp,
    unitPriceIsk: toIskText(unitPrice),
    rule: rule && toRuleEvidence(rule),
    cap: cap && toCapEvidence(cap),
    sources: sources.map(toSource),
    lot: null,
  };
}

type Described = {
  readonly item: Lot;
  readonly method: Method;
  readonly book: ReadonlyMap<number, HubPrice>;
  readonly types: RefiningTypes;
};

/** Keep what made the unit price of a lot that was valued as a whole. */
export function toLotLineEvidence(
  value: LotValue,
  { item, method, book, types }: Described,
  made: Made,
): LineEvidence {
  const { chosen } = value;
  const own = book.get(item.typeId) ?? NO_BOOK;
  const perUnit = divideHalfUp(chosen.value, BigInt(item.quantity));
  const parts = chosen.parts.map((part) => toPart(part, book, types));
  const { leftover } = chosen;
  const ages = [
    ...parts.map(({ bookAt }) => bookAt),
    ...(leftover?.price ? [own.bookAt.toISOString()] : []),
  ];
  const [oldest = own.bookAt.toISOString()] = ages.toSorted();
  return {
    ...toLineEvidence(own, { amount: perUnit, cap: null, sources: [] }, made),
    bookAt: oldest,
    lot: {
      method,
      way: chosen.way,
      tried: value.tried.map(({ way, value: worth, reason }) => ({
        way,
        valueIsk: textOrNull(worth),
        reason,
      })),
      standsInFor: value.standsInFor,
      parts,
      refined: chosen.refined && {
        ...chosen.refined,
        share: toDecimalText(chosen.refined.share),
      },
      leftover: leftover && toLeftover(leftover),
      valueIsk: toIskText(chosen.value),
    },
  };
}

/** Keep the rule that decided. */
export function toRuleEvidence({ ruleId, scope, ...rule }: PricingRule): RuleEvidence {
  return {
    ruleId,
    scopeKind: scope.kind,
    scopeId: scope.id,
    scopeName: scope.name,
    validFrom: rule.validFrom?.toISOString() ?? null,
    validUntil: rule.validUntil?.toISOString() ?? null,
    note: rule.note,
  };
}

/** Of a thing whose own book was never read: another form of it was paid for. */
const NO_BOOK: HubPrice = {
  buyBest: null,
  buyTop5: null,
  sellBest: null,
  sellTop5: null,
  buyVolume: 0,
  sellVolume: 0,
  buyOrders: 0,
  sellOrders: 0,
  bookAt: new Date(0),
};

function toPart(
  { typeId, quantity, price }: PricedPart,
  book: ReadonlyMap<number, HubPrice>,
  types: RefiningTypes,
): PartEvidence {
  return {
    typeId,
    name: types.type(typeId)?.name ?? `Type ${typeId}`,
    quantity,
    priceIsk: toIskText(price.amount),
    bookAt: (book.get(typeId) ?? NO_BOOK).bookAt.toISOString(),
    cap: price.cap && toCapEvidence(price.cap),
    sources: price.sources.map(toSource),
  };
}

function toLeftover({
  quantity,
  remainder,
  price,
}: NonNullable<LotValue['chosen']['leftover']>): LotEvidence['leftover'] {
  return {
    quantity,
    remainder,
    priceIsk: price && toIskText(price.amount),
    cap: price?.cap ? toCapEvidence(price.cap) : null,
    sources: (price?.sources ?? []).map(toSource),
  };
}

function toSource(source: FigureSource): FigureSourceEvidence {
  if (source.kind === 'walk') {
    const taken = source.taken.map(
      ({ priceIsk, units }) => [toIskText(priceIsk), units] as [string, number],
    );
    return { kind: 'walk', side: source.side, taken };
  }
  if (source.kind === 'middle') {
    return { kind: 'middle', buyIsk: toIskText(source.buy), sellIsk: toIskText(source.sell) };
  }
  const days = source.days.map(
    ({ date, average, volume }) => [date, toIskText(average), volume] as [string, string, number],
  );
  return { kind: 'days', days, fetchedAt: source.fetchedAt.toISOString() };
}

function toCapEvidence({ buy, sell, capBp }: SellCap): SellCapEvidence {
  return { buyIsk: toIskText(buy), sellIsk: toIskText(sell), capBp };
}

function textOrNull(amount: bigint | null): string | null {
  return amount === null ? null : toIskText(amount);
}
