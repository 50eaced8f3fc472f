/**
 * The market routes that are open to everybody.
 *
 * @module
 */
import { readPage } from './read-page.ts';
import { type EsiAnswer, type EsiAsk, ok, PAGE_SIZE, refuse } from './route.ts';

const ORDER_TYPES = ['buy', 'sell', 'all'];
const NO_PAGE = 'Requested page does not exist!';

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
    if (page > pages) return refuse(404, NO_PAGE);
    return ok(markets.ordersOfPage(regionId, page, PAGE_SIZE, ask.lastModified), pages);
  }
  const typeId = Number(typeText);
  if (!Number.isSafeInteger(typeId) || !staticData.type(typeId)) {
    return refuse(404, 'Type not found!');
  }
  if (page > 1) return refuse(404, NO_PAGE);
  const orders = markets.ordersOfType(regionId, typeId, ask.lastModified);
  const wanted = orders.filter(
    ({ is_buy_order }) => orderType === 'all' || is_buy_order === (orderType === 'buy'),
  );
  return ok(wanted, 1);
}

export function listHistory({ parts, params, query, lastModified }: EsiAsk): EsiAnswer {
  const regionId = Number(params.region_id);
  if (!parts.staticData.region(regionId)) return refuse(404, 'Region not found!');
  const typeText = query.get('type_id') ?? '';
  if (!/^\d{1,10}$/.test(typeText)) return refuse(400, 'type_id is required');
  const typeId = Number(typeText);
  if (!parts.staticData.type(typeId)) return refuse(404, 'Type not found!');
  if (!parts.markets.isTradable(typeId)) return refuse(400, 'Type not tradable on market!');
  return ok(parts.markets.historyOf(regionId, typeId, lastModified));
}

export function listRegionTypes({ parts, params }: EsiAsk): EsiAnswer {
  const regionId = Number(params.region_id);
  if (!parts.staticData.region(regionId)) return refuse(404, 'Region not found!');
  return ok(parts.markets.typesOf(regionId));
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

export function listMarketGroups({ parts }: EsiAsk): EsiAnswer {
  return ok(parts.staticData.tables.marketGroups.map(({ id }) => id));
}

export function getMarketGroup({ parts, params, language }: EsiAsk): EsiAnswer {
  const { tables } = parts.staticData;
  const marketGroupId = Number(params.market_group_id);
  const group = tables.marketGroups.find(({ id }) => id === marketGroupId);
  if (!group) return refuse(404, 'Market group not found!');
  return ok({
    description: '',
    market_group_id: marketGroupId,
    name: group.names[language] ?? group.names.en,
    ...(group.parentId !== null && { parent_group_id: group.parentId }),
    types: tables.types
      .filter((type) => type.marketGroupId === marketGroupId && type.published)
      .map(({ id }) => id),
  });
}
