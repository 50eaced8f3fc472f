import type { Container } from '#lib/server/container.ts';
import { readPriceBook } from '#lib/server/price-book.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import type { ProgramExample } from './schema.ts';

/** Veldspar: every pilot knows it, and every program for ore buys it. */
const EXAMPLE_TYPE_ID = 1230;
const EXAMPLE_QUANTITY = 10_000;

/** What the form's example is worked out from: one item's books at each market we read. */
export async function readExample(
  container: Container,
  hubs: readonly { readonly locationId: number }[],
): Promise<ProgramExample> {
  const [staticData, books] = await Promise.all([
    getStaticData(container),
    Promise.all(
      hubs.map(async ({ locationId }) => ({
        hubId: locationId,
        price: (await readPriceBook(container, locationId, [EXAMPLE_TYPE_ID])).prices.get(
          EXAMPLE_TYPE_ID,
        ),
      })),
    ),
  ]);
  return {
    typeId: EXAMPLE_TYPE_ID,
    name: staticData.type(EXAMPLE_TYPE_ID)?.name ?? `Type ${EXAMPLE_TYPE_ID}`,
    quantity: EXAMPLE_QUANTITY,
    books: books.flatMap(({ hubId, price }) =>
      price
        ? [
            {
              hubId,
              bookAt: price.bookAt,
              buyBestIsk: price.buyBest,
              buyTop5Isk: price.buyTop5,
              sellBestIsk: price.sellBest,
              sellTop5Isk: price.sellTop5,
            },
          ]
        : [],
    ),
  };
}
