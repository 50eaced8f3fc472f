import { itemKind } from '#lib/core/item-kind.ts';
import { applyFees } from '#lib/core/pricing/fees/apply-fees.ts';
import { listBooks } from '#lib/core/pricing/list-books.ts';
import { priceItems } from '#lib/core/pricing/price-items.ts';
import type { Place, ProgramTerms } from '#lib/core/program/terms.ts';
import type { Container } from '#lib/server/container.ts';
import { fromId } from '#lib/server/ids.ts';
import { pricesOf, readPriceBooks } from '#lib/server/price-book.ts';
import { readProgramRules } from '#lib/server/program-rules.ts';
import { readProgramTerms } from '#lib/server/program-terms.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import type { ShopItem } from './schema.ts';

/** One place of one program that sells, and what is free there. */
export type Shelf = {
  readonly terms: ProgramTerms;
  readonly place: Place;
  readonly items: readonly ShopItem[];
  /** Age of the oldest price shown; null when nothing has one. */
  readonly pricesAt: Date | null;
};

/** What every open shop has to sell, place by place. What is reserved is not shown as free. */
export async function getShop(container: Container, now: Date): Promise<Shelf[]> {
  const programs = await readProgramTerms(container, { isOpen: true, side: 'sells' });
  const shelves = await Promise.all(
    programs.flatMap((terms) =>
      terms.locations.map((place) => readShelf(container, terms, place, now)),
    ),
  );
  return shelves;
}

async function readShelf(
  container: Container,
  terms: ProgramTerms,
  place: Place,
  now: Date,
): Promise<Shelf> {
  const { programId } = terms;
  const [rows, staticData, ruled] = await Promise.all([
    container.db.stock.findMany({
      where: { programId, locationId: fromId(place.locationId), quantity: { gt: 0 } },
      orderBy: { typeId: 'asc' },
    }),
    getStaticData(container),
    readProgramRules(container, [programId]),
  ]);
  const items = rows.map(({ typeId }) => ({
    typeId,
    name: staticData.type(typeId)?.name ?? `Type ${typeId}`,
    quantity: 1,
    blueprintCopy: false,
  }));
  const facts = { rules: ruled.get(programId) ?? [], types: staticData, refining: staticData, now };
  const books = await readPriceBooks(container, listBooks(items, terms, facts));
  const { lines } = applyFees(priceItems(items, terms, pricesOf(books), facts), terms, facts);
  const prices = new Map(lines.map((line) => [line.typeId, line]));
  const times = lines.map(({ evidence }) => new Date(evidence.bookAt).getTime());
  return {
    terms,
    place,
    items: rows.map(({ typeId, quantity, reserved }) => {
      const type = staticData.type(typeId);
      return {
        typeId,
        name: type?.name ?? `Type ${typeId}`,
        kind: type ? itemKind(type) : ('loot' as const),
        available: quantity > reserved ? Number(quantity - reserved) : 0,
        unitPriceIsk: prices.get(typeId)?.unitPrice ?? null,
        volumeM3: type?.packagedVolumeM3 ?? 0,
      };
    }),
    pricesAt: times.length === 0 ? null : new Date(Math.min(...times)),
  };
}
