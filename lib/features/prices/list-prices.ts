import type { Container } from '#lib/server/container.ts';
import { fromId, toId } from '#lib/server/ids.ts';
import { type NamedType, nameTypes } from '#lib/server/named-types.ts';
import { readPriceBook } from '#lib/server/price-book.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import type { ListedPrice, PriceList } from './schema.ts';

export type ListPricesOutcome =
  | { readonly ok: true; readonly list: PriceList }
  | {
      readonly ok: false;
      readonly reason: 'no-such-hub' | 'no-such-item';
      readonly sentence: string;
    };

/**
 * What is known of types at a hub.
 *
 * @param hubId Null: the first hub that is read.
 * @param wanted Type ids or names, each once in the answer.
 */
export async function listPrices(
  container: Container,
  { hubId, wanted }: { readonly hubId: number | null; readonly wanted: readonly string[] },
): Promise<ListPricesOutcome> {
  const hub = await findHub(container, hubId);
  if (!hub) {
    const sentence = 'No market of this number is known here.';
    return { ok: false, reason: 'no-such-hub', sentence };
  }
  const named = nameTypes(await getStaticData(container), wanted);
  if (!named.ok) return { ok: false, reason: 'no-such-item', sentence: named.sentence };

  const types = [...new Map(named.types.map((type) => [type.typeId, type])).values()];
  const typeIds = types.map(({ typeId }) => typeId);
  const { prices, nextAt } = await readPriceBook(container, toId(hub.locationId), typeIds);
  const toPrice = ({ typeId, name }: NamedType): ListedPrice[] => {
    const price = prices.get(typeId);
    if (!price) return [];
    return [
      {
        typeId,
        name,
        buyBestIsk: price.buyBest,
        buyTop5Isk: price.buyTop5,
        sellBestIsk: price.sellBest,
        sellTop5Isk: price.sellTop5,
        buyVolume: price.buyVolume,
        sellVolume: price.sellVolume,
        buyOrders: price.buyOrders,
        sellOrders: price.sellOrders,
        bookAt: price.bookAt,
      },
    ];
  };
  return {
    ok: true,
    list: {
      hubId: toId(hub.locationId),
      hubName: hub.shortName,
      nextAt,
      prices: types.flatMap(toPrice),
      missing: types
        .filter(({ typeId }) => !prices.has(typeId))
        .map(({ typeId, name }) => ({ typeId, name })),
    },
  };
}

async function findHub({ db }: Pick<Container, 'db'>, hubId: number | null) {
  if (hubId !== null) return db.hub.findUnique({ where: { locationId: fromId(hubId) } });
  const program = await db.program.findFirst({
    where: { isOpen: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { hubId: true },
  });
  return db.hub.findFirst({
    where: program ? { locationId: program.hubId } : {},
    orderBy: { locationId: 'asc' },
  });
}
