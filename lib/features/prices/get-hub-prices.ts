import type { HubPrice } from '#lib/core/pricing/hub-price.ts';
import type { Container } from '#lib/server/container.ts';
import { readPriceBook } from '#lib/server/price-book.ts';

/** The stored prices of these types at a hub. A type that was never read is missing, never 0. */
export async function getHubPrices(
  container: Container,
  hubId: number,
  typeIds: readonly number[],
): Promise<Map<number, HubPrice>> {
  const { prices } = await readPriceBook(container, hubId, typeIds);
  return prices;
}
