import { v7 as createId } from 'uuid';
import { itemKind } from '#lib/core/item-kind.ts';
import type { StaticData } from '#lib/eve/static-data/index.ts';
import type { Container } from '#lib/server/container.ts';
import { recordChange } from '#lib/server/events.ts';
import { fromId } from '#lib/server/ids.ts';
import { lockName } from '#lib/server/locks.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { type Tx, transact } from '#lib/server/transact.ts';
import type { Adjustment } from './schema.ts';

export type AdjustOutcome =
  | {
      readonly ok: true;
      readonly name: string;
      readonly quantity: number;
      /** Units that orders hold beyond what is there now. */
      readonly lacking: number;
    }
  | {
      readonly ok: false;
      readonly reason:
        | 'no-such-shop'
        | 'no-such-place'
        | 'unknown-item'
        | 'unstockable'
        | 'below-zero';
    };

/**
 * Count stock anew by hand: so much more or less, and why. A count below what is reserved is taken as it
 * is: then nothing is sold, and the orders say what lacks.
 *
 * @param actorId Account that acts; its role was checked by the caller.
 */
export async function adjustStock(
  container: Container,
  actorId: string,
  { programId, locationId, item, change, reason, key }: Adjustment,
  now: Date,
): Promise<AdjustOutcome> {
  const staticData = await getStaticData(container);
  const type = findItem(staticData, item);
  if (!type) return { ok: false, reason: 'unknown-item' };
  // Of those EVE does not tell in a contract what they are.
  if (itemKind(type) === 'blueprint') return { ok: false, reason: 'unstockable' };

  return transact(container, async (tx): Promise<AdjustOutcome> => {
    const program = await tx.program.findUnique({ where: { id: programId } });
    if (program?.side !== 'sells') return { ok: false, reason: 'no-such-shop' };
    if (!program.locationIds.includes(fromId(locationId))) {
      return { ok: false, reason: 'no-such-place' };
    }
    const place = { programId, locationId: fromId(locationId), typeId: type.typeId };
    await lockName(tx, `stock ${programId} ${locationId} ${type.typeId}`);
    const before = await lockRow(tx, place);
    const done = before && (await wasDone(tx, before.id, key));
    if (done) return { ok: true, name: type.name, ...told(before) };

    const quantity = (before?.quantity ?? 0n) + fromId(change);
    if (quantity < 0n) return { ok: false, reason: 'below-zero' };
    const id = before?.id ?? createId();
    const after = { quantity, reserved: before?.reserved ?? 0n };
    const version = (before?.version ?? 0) + 1;
    await tx.stock.upsert({
      where: { id },
      create: { id, ...place, ...after, version, updatedAt: now },
      update: { ...after, version, updatedAt: now },
    });
    await recordChange(tx, {
      entity: 'stock',
      entityId: id,
      version,
      action: 'adjusted',
      actorId,
      before: before && { quantity: before.quantity, reserved: before.reserved },
      after: { ...after, ...place, change, reason, key },
      at: now,
      payload: { stockId: id, programId, typeId: type.typeId, version },
    });
    return { ok: true, name: type.name, ...told(after) };
  });
}

function findItem(staticData: StaticData, name: string) {
  const found = staticData.resolveName(name);
  const type = found.kind === 'type' ? staticData.type(found.typeId) : undefined;
  return type?.published === false || type?.marketGroupId === null ? undefined : type;
}

async function lockRow(
  tx: Tx,
  { programId, locationId, typeId }: { programId: string; locationId: bigint; typeId: number },
) {
  const [row] = await tx.$queryRaw<
    { id: string; quantity: bigint; reserved: bigint; version: number }[]
  >`
    select id::text, quantity, reserved, version from stock
    where program_id = ${programId}::uuid and location_id = ${locationId} and type_id = ${typeId}
    for no key update`;
  return row ?? null;
}

/** The same form sent twice. */
async function wasDone(tx: Tx, stockId: string, key: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select from audit_event
    where entity = 'stock' and entity_id = ${stockId} and after ->> 'key' = ${key} limit 1`;
  return rows.length > 0;
}

function told({ quantity, reserved }: { quantity: bigint; reserved: bigint }) {
  const lacking = reserved > quantity ? reserved - quantity : 0n;
  return { quantity: Number(quantity), lacking: Number(lacking) };
}
