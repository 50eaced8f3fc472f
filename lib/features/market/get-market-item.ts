import { itemKind } from '#lib/core/item-kind.ts';
import { isStale, priceItems } from '#lib/core/pricing/price-items.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { StaticData, StaticType } from '#lib/eve/static-data/index.ts';
import type { Container } from '#lib/server/container.ts';
import { type PriceBook, readPriceBook } from '#lib/server/price-book.ts';
import { readProgramTerms } from '#lib/server/program-terms.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { findMarketHub, type MarketHub } from './market-hub.ts';
import type { ItemMarket, ItemOffer, MarketItem } from './schema.ts';

/** Where no program says how old a price may be. */
const STALE_AFTER_MINUTES = 60;

/** What the site itself knows of a type; null for an id that no type has. */
export async function getMarketItem(
  container: Container,
  typeId: number,
): Promise<MarketItem | null> {
  const staticData = await getStaticData(container);
  const type = staticData.type(typeId);
  if (!type) return null;

  const programs = (await readProgramTerms(container, { isOpen: true })).filter(
    ({ side }) => side === 'buys',
  );
  const hub = await findMarketHub(container, programs);
  const books = await readBooks(container, typeId, [
    ...(hub ? [hub.hubId] : []),
    ...programs.map(({ basis }) => basis.hubId),
  ]);
  const now = container.clock();

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
    market: hub && toMarket(hub, books.get(hub.hubId), { type, staticData, programs, now }),
    offers: programs.map((program) =>
      toOffer(program, books.get(program.basis.hubId), type, staticData, now),
    ),
  };
}

async function readBooks(
  container: Container,
  typeId: number,
  hubIds: readonly number[],
): Promise<Map<number, PriceBook>> {
  const distinct = [...new Set(hubIds)];
  const books = await Promise.all(
    distinct.map(
      async (hubId) => [hubId, await readPriceBook(container, hubId, [typeId])] as const,
    ),
  );
  return new Map(books);
}

function toMarket(
  hub: MarketHub,
  book: PriceBook | undefined,
  {
    type,
    staticData,
    programs,
    now,
  }: {
    readonly type: StaticType;
    readonly staticData: StaticData;
    readonly programs: readonly ProgramTerms[];
    readonly now: Date;
  },
): ItemMarket {
  const price = book?.prices.get(type.typeId) ?? null;
  const limits = programs
    .filter(({ basis }) => basis.hubId === hub.hubId)
    .map(({ staleAfterMinutes }) => staleAfterMinutes);
  const limit = limits.length > 0 ? Math.min(...limits) : STALE_AFTER_MINUTES;
  return {
    hubName: hub.name,
    regionId: hub.regionId,
    regionName: staticData.region(hub.regionId)?.name ?? `Region ${hub.regionId}`,
    price,
    isStale: price !== null && isStale(price.bookAt, limit, now),
    nextAt: book?.nextAt ?? null,
  };
}

function toOffer(
  program: ProgramTerms,
  book: PriceBook | undefined,
  { typeId, name }: StaticType,
  staticData: StaticData,
  now: Date,
): ItemOffer {
  const one = { typeId, name, quantity: 1, blueprintCopy: false };
  const { lines, refused } = priceItems([one], program, book?.prices ?? new Map(), staticData, now);
  return {
    programId: program.programId,
    programName: program.name,
    rateBp: program.rateBp,
    basis: `${program.basis.hubName} ${program.basis.side}`,
    unitPriceIsk: lines[0]?.unitPrice ?? null,
    refusal: refused[0]?.reason ?? null,
  };
}
