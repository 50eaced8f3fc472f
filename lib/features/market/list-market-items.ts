import { itemKind } from '#lib/core/item-kind.ts';
import type { StaticData, StaticType } from '#lib/eve/static-data/index.ts';
import type { Container } from '#lib/server/container.ts';
import { readPriceBook } from '#lib/server/price-book.ts';
import { readProgramTerms } from '#lib/server/program-terms.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { chooseHub, listMarketHubs } from './market-hub.ts';
import type { MarketList } from './schema.ts';

const MOST_LISTED = 50;
const MOST_WANTED = 20;
const LONGEST_QUERY = 100;

/**
 * Items of the market whose name has every word of the query: the name itself first, then those that
 * begin with it, short names before long ones. A name in another of the client's languages finds its item too, and a misspelled one
 * the nearest. Without a query: what the market we read wants most, by the value of its buy orders.
 *
 * @param hubId The market to look at; without one, or with one that is no hub, the usual one.
 */
export async function listMarketItems(
  container: Container,
  query: string,
  hubId: number | null = null,
): Promise<MarketList> {
  const [staticData, programs] = await Promise.all([
    getStaticData(container),
    readProgramTerms(container, { isOpen: true }),
  ]);
  const hubs = await listMarketHubs(
    container,
    programs.filter(({ side }) => side === 'buys'),
  );
  const hub = chooseHub(hubs, hubId);
  const wanted = query.trim().slice(0, LONGEST_QUERY);
  const found = wanted
    ? findItems(staticData, wanted)
    : await listMostWanted(container, staticData, hub?.hubId ?? 0);
  const types = found.slice(0, MOST_LISTED);
  const book = await readPriceBook(
    container,
    hub?.hubId ?? 0,
    types.map(({ typeId }) => typeId),
  );
  return {
    hub,
    hubs: hubs.map((each) => ({ hubId: each.hubId, name: each.name })),
    bookAt: book.newestBookAt,
    isCut: found.length > types.length,
    items: types.map((type) => {
      const price = book.prices.get(type.typeId);
      return {
        typeId: type.typeId,
        name: type.name,
        kind: itemKind(type),
        groupName: staticData.group(type.groupId)?.name ?? '',
        buyBestIsk: price?.buyBest ?? null,
        sellBestIsk: price?.sellBest ?? null,
        buyVolume: price?.buyVolume ?? null,
        sellVolume: price?.sellVolume ?? null,
      };
    }),
  };
}

function findItems(staticData: StaticData, query: string): StaticType[] {
  const whole = query.toLowerCase();
  const words = whole.split(/\s+/);
  const rankOf = (name: string) => (name === whole ? 0 : name.startsWith(whole) ? 1 : 2);
  const ids = staticData.tables.types
    .filter(({ published, marketGroupId }) => published && marketGroupId !== null)
    .map(({ id, names }) => ({ id, name: names.en.toLowerCase() }))
    .filter(({ name }) => words.every((word) => name.includes(word)))
    .toSorted((a, b) => rankOf(a.name) - rankOf(b.name) || compare(a.name, b.name))
    .map(({ id }) => id);
  const listed = ids.length > 0 ? ids : guessIds(staticData, query);
  return listed.flatMap((id) => staticData.type(id) ?? []);
}

function compare(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

function guessIds(staticData: StaticData, query: string): number[] {
  const match = staticData.resolveName(query);
  if (match.kind === 'type') return [match.typeId];
  const named = match.kind === 'ambiguous' ? match.candidates : match.suggestions;
  return named.map(({ typeId }) => typeId);
}

async function listMostWanted(
  { pool }: Pick<Container, 'pool'>,
  staticData: StaticData,
  hubId: number,
): Promise<StaticType[]> {
  const { rows } = await pool.query<{ type_id: number }>({
    name: 'most-wanted',
    text: `select type_id from price where hub_id = $1 and buy_top5 is not null
      order by buy_top5::numeric * buy_volume desc, type_id limit $2`,
    values: [hubId, MOST_WANTED],
  });
  return rows.flatMap(({ type_id: typeId }) => staticData.type(typeId) ?? []);
}
