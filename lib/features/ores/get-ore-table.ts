import type { Ore, OrePrice } from '#lib/core/ores/ore.ts';
import type { Container } from '#lib/server/container.ts';
import { toId } from '#lib/server/ids.ts';
import { readPriceBook } from '#lib/server/price-book.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { listOres } from './list-ores.ts';

export type OreHub = {
  readonly hubId: number;
  /** "Jita" */
  readonly name: string;
};

/** Every ore, and what a hub's books say of it and its materials. */
export type OreTable = {
  readonly ores: readonly Ore[];
  readonly prices: ReadonlyMap<number, OrePrice>;
  /** Hubs to choose from; those whose books were ever read. */
  readonly hubs: readonly OreHub[];
  /** Whose prices these are; null where no hub is read. */
  readonly hub: OreHub | null;
  /** The newest book; null when none was ever read. */
  readonly asOf: Date | null;
  readonly nextAt: Date | null;
  /** Books from before this are old. */
  readonly staleBefore: Date;
};

/** As programs do unless they say otherwise. */
const STALE_AFTER_MS = 2 * 60 * 60_000;

/** @param hubId Null, or a hub that is not read: the one that the first open program prices by. */
export async function getOreTable(container: Container, hubId: number | null): Promise<OreTable> {
  const [staticData, hubs] = await Promise.all([getStaticData(container), listHubs(container)]);
  const hub = hubs.find((known) => known.hubId === hubId) ?? hubs[0] ?? null;
  const ores = listOres(staticData);
  const book = await readPriceBook(container, hub?.hubId ?? 0, listTypeIds(ores));
  const prices = [...book.prices].map(
    ([typeId, { buyTop5, sellTop5, bookAt }]) =>
      [typeId, { buy: buyTop5, sell: sellTop5, bookAt }] as const,
  );
  return {
    ores,
    prices: new Map(prices),
    hubs,
    hub,
    asOf: newest(prices.map(([, { bookAt }]) => bookAt)),
    nextAt: book.nextAt,
    staleBefore: new Date(container.clock().getTime() - STALE_AFTER_MS),
  };
}

/** That of the oldest open program first, for it is the trader's own. */
async function listHubs({ pool }: Pick<Container, 'pool'>): Promise<OreHub[]> {
  const { rows } = await pool.query<{ location_id: string; short_name: string }>({
    name: 'ore-hubs',
    text: `select location_id::text, short_name from hub
      where exists (select from price where price.hub_id = hub.location_id)
      order by (select min(created_at) from program
        where program.hub_id = hub.location_id and program.is_open) nulls last, location_id`,
  });
  return rows.map(({ location_id, short_name }) => ({
    hubId: toId(BigInt(location_id)),
    name: short_name,
  }));
}

function listTypeIds(ores: readonly Ore[]): number[] {
  const ids = ores.flatMap(({ typeId, compressed, materials }) => [
    typeId,
    ...(compressed ? [compressed.typeId] : []),
    ...materials.map((material) => material.typeId),
  ]);
  return [...new Set(ids)];
}

function newest(moments: readonly Date[]): Date | null {
  return moments.length === 0 ? null : new Date(Math.max(...moments.map((at) => at.getTime())));
}
