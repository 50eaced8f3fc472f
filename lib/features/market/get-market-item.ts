import { itemKind } from '#lib/core/item-kind.ts';
import { applyFees } from '#lib/core/pricing/fees/apply-fees.ts';
import { listBooks, listFigures } from '#lib/core/pricing/list-books.ts';
import type { OrderBook } from '#lib/core/pricing/order-book.ts';
import { type PricingFacts, priceItems } from '#lib/core/pricing/price-items.ts';
import { createRuleFinder } from '#lib/core/pricing/rules/find-rule.ts';
import type { PricingRule } from '#lib/core/pricing/rules/rule.ts';
import { describeBasis } from '#lib/core/pricing/statistic.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { StaticData, StaticType } from '#lib/eve/static-data/index.ts';
import type { Container } from '#lib/server/container.ts';
import { readOrderBook } from '#lib/server/order-books.ts';
import { type PriceBook, pricesOf, readPriceBooks } from '#lib/server/price-book.ts';
import { readProgramRules } from '#lib/server/program-rules.ts';
import { readProgramTerms } from '#lib/server/program-terms.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { toHubRow } from './hub-row.ts';
import { chooseHub, listMarketHubs, type MarketHub } from './market-hub.ts';
import type { HubRow, ItemMarket, ItemOffer, MarketItem } from './schema.ts';

/**
 * What the site itself knows of a type; null for an id that no type has.
 *
 * @param hubId The market to look at; without one, or with one that is no hub, the usual one.
 */
export async function getMarketItem(
  container: Container,
  typeId: number,
  hubId: number | null = null,
): Promise<MarketItem | null> {
  const staticData = await getStaticData(container);
  const type = staticData.type(typeId);
  if (!type) return null;

  const programs = (await readProgramTerms(container, { isOpen: true })).filter(
    ({ side }) => side === 'buys',
  );
  const [hubs, rules] = await Promise.all([
    listMarketHubs(container, programs),
    readProgramRules(
      container,
      programs.map(({ programId }) => programId),
    ),
  ]);
  const now = container.clock();
  const offers = programs.map((program) => {
    const facts = {
      rules: rules.get(program.programId) ?? [],
      types: staticData,
      refining: staticData,
      now,
    };
    const rule = createRuleFinder(facts.rules, now, staticData.marketGroup)(typeId, type);
    return { program, facts, rule, basis: rule?.basis ?? program.basis };
  });
  const hub = chooseHub(hubs, hubId);
  const figures = offers.map(({ program, facts }) => listFigures([{ typeId }], program, facts));
  const [books, orderBook] = await Promise.all([
    readPriceBooks(
      container,
      joinBooks([
        new Map(hubs.map((each) => [each.hubId, [typeId]])),
        ...offers.map(({ program, facts }) => listBooks([{ typeId }], program, facts)),
      ]),
      {
        levels: joinBooks(figures.map(({ levels }) => levels)),
        histories: joinBooks(figures.map(({ histories }) => histories)),
      },
    ),
    hub && readOrderBook(container, hub.hubId, typeId),
  ]);
  const rows = hubs.flatMap((each) =>
    toHubRow(each, books.get(each.hubId), { typeId, programs, now }),
  );

  return {
    typeId,
    name: type.name,
    kind: itemKind(type),
    groupName: staticData.group(type.groupId)?.name ?? '',
    categoryName: staticData.category(type.categoryId)?.name ?? '',
    volumeM3: type.volumeM3,
    packagedVolumeM3: type.packagedVolumeM3,
    portionSize: type.portionSize,
    isPublished: type.published,
    isMarketable: type.marketGroupId !== null,
    market:
      hub && toMarket(hub, { staticData, rows, orderBook, nextAt: books.get(hub.hubId)?.nextAt }),
    hubs: hubs.map(({ hubId, name }) => ({ hubId, name })),
    hubRows: rows,
    offers: offers.map((offer) => toOffer(offer, books, type)),
  };
}

function toMarket(
  { hubId, name, regionId }: MarketHub,
  {
    staticData,
    rows,
    orderBook,
    nextAt,
  }: {
    readonly staticData: StaticData;
    readonly rows: readonly HubRow[];
    readonly orderBook: OrderBook | null;
    readonly nextAt: Date | null | undefined;
  },
): ItemMarket {
  const row = rows.find((each) => each.hubId === hubId);
  return {
    hubId,
    hubName: name,
    regionId,
    regionName: staticData.region(regionId)?.name ?? `Region ${regionId}`,
    price: row?.price ?? null,
    book: orderBook,
    isStale: row?.isStale ?? false,
    nextAt: nextAt ?? null,
  };
}

type Offering = {
  readonly program: ProgramTerms;
  readonly facts: PricingFacts;
  readonly rule: PricingRule | null;
  /** The program's, or its rule's. */
  readonly basis: ProgramTerms['basis'];
};

/** What is asked for at each market, once. */
function joinBooks(
  lists: readonly ReadonlyMap<number, readonly number[]>[],
): Map<number, number[]> {
  const joined = new Map<number, Set<number>>();
  for (const [hubId, typeIds] of lists.flatMap((list) => [...list])) {
    joined.set(hubId, new Set([...(joined.get(hubId) ?? []), ...typeIds]));
  }
  return new Map([...joined].map(([hubId, typeIds]) => [hubId, [...typeIds]]));
}

/** A single unit of ore refines to nothing: a unit's price is that of one in a lot. */
const PORTIONS = 100;

function toOffer(
  { program, facts, rule, basis }: Offering,
  books: ReadonlyMap<number, PriceBook>,
  { typeId, name, portionSize }: StaticType,
): ItemOffer {
  const quantity = rule?.paying.method === 'as-is' || !rule ? 1 : portionSize * PORTIONS;
  const lot = { typeId, name, quantity, blueprintCopy: false };
  const priced = priceItems([lot], program, pricesOf(books), facts);
  const { lines, refused } = applyFees(priced, program, facts);
  return {
    programId: program.programId,
    programName: program.name,
    rateBp: rule?.rateBp ?? program.rateBp,
    basis: describeBasis(basis),
    unitPriceIsk: lines[0]?.unitPrice ?? null,
    refusal: refused[0]?.reason ?? null,
  };
}
