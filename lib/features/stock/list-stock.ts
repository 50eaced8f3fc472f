import { itemKind } from '#lib/core/item-kind.ts';
import { availableOf } from '#lib/core/stock/shortage.ts';
import type { Container } from '#lib/server/container.ts';
import { toId } from '#lib/server/ids.ts';
import { placeName } from '#lib/server/program-terms.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import type { StockRow } from './schema.ts';

/** All stock, by program, place and name. */
export async function listStock(container: Container): Promise<StockRow[]> {
  const [rows, staticData] = await Promise.all([
    container.db.stock.findMany({
      include: { program: { select: { name: true } } },
      orderBy: [{ programId: 'asc' }, { locationId: 'asc' }, { typeId: 'asc' }],
    }),
    getStaticData(container),
  ]);
  return rows.map((row) => {
    const type = staticData.type(row.typeId);
    const locationId = toId(row.locationId);
    const level = { quantity: toId(row.quantity), reserved: toId(row.reserved) };
    return {
      stockId: row.id,
      programId: row.programId,
      programName: row.program.name,
      place: { locationId, name: placeName(staticData, locationId) },
      typeId: row.typeId,
      name: type?.name ?? `Type ${row.typeId}`,
      kind: type ? itemKind(type) : 'loot',
      ...level,
      available: availableOf(level),
      updatedAt: row.updatedAt,
    };
  });
}
