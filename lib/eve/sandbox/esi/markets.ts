/**
 * The market routes.
 *
 * @module
 */
import { type EsiAnswer, type EsiAsk, ok, PAGE_SIZE, refuse } from './route.ts';

const ORDER_TYPES = ['buy', 'sell', 'all'];

export function listRegionOrders(ask: EsiAsk): EsiAnswer {
  const { markets, staticData } = ask.parts;
  const regionId = Number(ask.params.region_id);
  if (!staticData.region(regionId)) return refuse(404, 'Region not found!');

  const orderType = ask.query.get('order_type') ?? '';
  if (!ORDER_TYPES.includes(orderType)) {
    return refuse(400, 'order_type is required: buy, sell or all');
  }
  const page = readPage(ask.query);
  if (page === null) return refuse(400, 'page must be a number from 1 on');

  const typeText = ask.query.get('type_id');
  if (typeText === null) {
    // Without a type the real route gives both sides whatever order_type says.
    const pages = markets.countPages(regionId, PAGE_SIZE);
    if (page > pages) return refuse(404, 'Requested page does not exist!');
    return ok(markets.ordersOfPage(regionId, page, PAGE_SIZE, ask.lastModified), pages);
  }
  const typeId = Number(typeText);
  if (!Number.isSafeInteger(typeId) || !staticData.type(typeId)) {
    return refuse(404, 'Type not found!');
  }
  if (page > 1) return refuse(404, 'Requested page does not exist!');
  const orders = markets.ordersOfType(regionId, typeId, ask.lastModified);
  const wanted = orders.filter(
    ({ is_buy_order }) => orderType === 'all' || is_buy_order === (orderType === 'buy'),
  );
  return ok(wanted, 1);
}

export function listPrices({ parts }: EsiAsk): EsiAnswer {
  return ok(
    parts.markets.prices.map(({ typeId, adjusted, average }) => ({
      ...(adjusted !== null && { adjusted_price: adjusted }),
      ...(average !== null && { average_price: average }),
      type_id: typeId,
    })),
  );
}

/** The page that was asked for: 1 when none was; null when it is not a page. */
export function readPage(query: URLSearchParams): number | null {
  const text = query.get('page') ?? '1';
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null;
}
