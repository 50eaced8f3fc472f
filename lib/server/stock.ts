/**
 * Stock, and what quotes hold of it: changed only here, in the transaction of whatever moves the quote.
 *
 * Rows of `stock` are locked in the order of their ids and after those of quotes, so that no two
 * transactions wait for each other.
 *
 * @module
 */
import { type Held, holdAgain, release, take } from '#lib/core/stock/move-hold.ts';
import { findShortages, type Shortage } from '#lib/core/stock/shortage.ts';
import { type Change, recordChanges } from './events.ts';
import { fromId, toId } from './ids.ts';
import { type SqlValue, toSqlArray } from './sql-arrays.ts';
import { ConcurrentChangeError } from './transact.ts';
import type { SqlTx } from './transact-sql.ts';

type StockRow = {
  readonly id: string;
  readonly programId: string;
  readonly typeId: number;
  readonly version: number;
  readonly quantity: bigint;
  readonly reserved: bigint;
};

/** Units of types; each type once. */
export type WantedUnits = readonly { readonly typeId: number; readonly quantity: number }[];

/** Where stock is. */
export type StockPlace = { readonly programId: string; readonly locationId: number };

export type LockedStock =
  | { readonly ok: true; readonly rows: ReadonlyMap<number, StockRow> }
  | { readonly ok: false; readonly shortages: readonly Shortage[] };

/** Lock what somebody wants until the transaction ends, if all of it is free. */
export async function lockWanted(
  tx: SqlTx,
  { programId, locationId }: StockPlace,
  wanted: WantedUnits,
): Promise<LockedStock> {
  const rows = await tx.$queryRaw<StockRow[]>`
    select id::text, program_id::text as "programId", type_id as "typeId", version, quantity, reserved
    from stock
    where program_id = ${programId}::uuid and location_id = ${fromId(locationId)}
      and type_id = any(${toSqlArray(wanted.map(({ typeId }) => typeId))}::int[])
    order by id for no key update`;
  const byType = new Map(rows.map((row) => [row.typeId, row]));
  const levels = new Map(
    rows.map(({ typeId, quantity, reserved }) => [
      typeId,
      { quantity: toId(quantity), reserved: toId(reserved) },
    ]),
  );
  const shortages = findShortages(wanted, levels);
  return shortages.length > 0 ? { ok: false, shortages } : { ok: true, rows: byType };
}

/** Hold for a new quote what `lockWanted` has found to be free, in the same transaction. */
export async function holdStock(
  tx: SqlTx,
  quoteId: string,
  { rows, wanted, at }: { rows: ReadonlyMap<number, StockRow>; wanted: WantedUnits; at: Date },
): Promise<void> {
  const moves = wanted.flatMap(({ typeId, quantity }) => {
    const row = rows.get(typeId);
    if (!row) return [];
    const units = fromId(quantity);
    return [{ row, units, next: { ...row, reserved: row.reserved + units } }];
  });
  await tx.$executeRaw`
    insert into stock_hold (quote_id, stock_id, wanted, held)
    select ${quoteId}::uuid, stock_id, units, units from unnest(
      ${toSqlArray(moves.map(({ row }) => row.id))}::uuid[],
      ${toSqlArray(moves.map(({ units }) => units))}::bigint[]) as hold(stock_id, units)`;
  await writeStock(
    tx,
    moves.map(({ row, next }) => ({ ...row, ...next, version: row.version + 1 })),
    at,
  );
  await recordChanges(
    tx,
    moves.map(({ row, next }) =>
      toChange('reserved', row, next, { quoteId, version: row.version + 1, at }),
    ),
  );
}

/** What becomes of all that a quote holds, in this order. */
export type HoldMove = {
  readonly quoteId: string;
  /** It had run out and given back, and a contract that was made in time has turned up. */
  readonly isHeldAgain?: boolean;
  /** What contracts that were just settled have handed over. */
  readonly taken?: WantedUnits;
  /** It is over: what it still holds is handed over, or free again. Absent: it goes on. */
  readonly end?: 'taken' | 'released';
};

type HoldRow = {
  readonly quoteId: string;
  readonly stockId: string;
  readonly wanted: bigint;
  readonly held: bigint;
  readonly taken: bigint;
};

/** Move what quotes hold, whose rows must be locked, with audit and outbox. Quotes that hold nothing are passed over. */
export async function moveHolds(tx: SqlTx, moves: readonly HoldMove[], at: Date): Promise<void> {
  if (moves.length === 0) return;
  const quoteIds = toSqlArray(moves.map(({ quoteId }) => quoteId));
  const locked = await tx.$queryRaw<StockRow[]>`
    select id::text, program_id::text as "programId", type_id as "typeId", version, quantity, reserved
    from stock where id in (select stock_id from stock_hold where quote_id = any(${quoteIds}::uuid[]))
    order by id for no key update`;
  if (locked.length === 0) return;
  const holds = await tx.$queryRaw<HoldRow[]>`
    select quote_id::text as "quoteId", stock_id::text as "stockId", wanted, held, taken
    from stock_hold where quote_id = any(${quoteIds}::uuid[]) order by quote_id, stock_id`;

  const stocks = new Map(locked.map((row) => [row.id, row]));
  const changes: Change[] = [];
  const moved: HoldRow[] = [];
  for (const move of moves) {
    for (const hold of holds.filter(({ quoteId }) => quoteId === move.quoteId)) {
      const { stock, hold: next, steps } = moveHold(stocks.get(hold.stockId), hold, move, at);
      if (steps.length === 0) continue;
      stocks.set(stock.id, stock);
      changes.push(...steps);
      moved.push(next);
    }
  }
  await writeHolds(tx, moved);
  const before = new Map(locked.map(({ id, version }) => [id, version]));
  await writeStock(
    tx,
    [...stocks.values()].filter(({ id, version }) => before.get(id) !== version),
    at,
  );
  await recordChanges(tx, changes);
}

function moveHold(
  found: StockRow | undefined,
  hold: HoldRow,
  { quoteId, isHeldAgain = false, taken = [], end }: HoldMove,
  at: Date,
): { stock: StockRow; hold: HoldRow; steps: Change[] } {
  if (!found) throw new ConcurrentChangeError('Stock that a quote holds is not there');
  let stock = found;
  let state: Held = { ...stock, ...hold };
  const steps: Change[] = [];
  const step = (action: 'reserved' | 'taken' | 'released', next: Held) => {
    const isSame = next.held === state.held && next.quantity === state.quantity;
    state = next;
    if (isSame) return;
    const after = { ...stock, quantity: next.quantity, reserved: next.reserved };
    const version = stock.version + 1;
    steps.push(toChange(action, stock, after, { quoteId, version, at }));
    stock = { ...after, version };
  };
  if (isHeldAgain) step('reserved', holdAgain(state));
  const units = taken.find(({ typeId }) => typeId === stock.typeId)?.quantity ?? 0;
  if (units > 0) step('taken', take(state, fromId(units)));
  if (end === 'taken') step('taken', take(state, state.held));
  if (end === 'released') step('released', release(state));
  const isMoved = state.held !== hold.held || state.taken !== hold.taken;
  if (isMoved && steps.length === 0) {
    // Nothing was there any more: only the hold tells what was handed over.
    const version = stock.version + 1;
    steps.push(toChange('taken', stock, stock, { quoteId, version, at }));
    stock = { ...stock, version };
  }
  return { stock, hold: { ...hold, held: state.held, taken: state.taken }, steps };
}

async function writeHolds(tx: SqlTx, holds: readonly HoldRow[]): Promise<void> {
  const all = (pick: (hold: HoldRow) => SqlValue) => toSqlArray(holds.map(pick));
  await tx.$executeRaw`
    update stock_hold set held = next.held, taken = next.taken
    from unnest(
      ${all(({ quoteId }) => quoteId)}::uuid[], ${all(({ stockId }) => stockId)}::uuid[],
      ${all(({ held }) => held)}::bigint[], ${all(({ taken }) => taken)}::bigint[]
    ) as next(quote_id, stock_id, held, taken)
    where stock_hold.quote_id = next.quote_id and stock_hold.stock_id = next.stock_id`;
}

async function writeStock(tx: SqlTx, rows: readonly StockRow[], at: Date): Promise<void> {
  const all = (pick: (row: StockRow) => SqlValue) => toSqlArray(rows.map(pick));
  await tx.$executeRaw`
    update stock set quantity = next.quantity, reserved = next.reserved, version = next.version,
      updated_at = ${at}
    from unnest(
      ${all(({ id }) => id)}::uuid[], ${all(({ quantity }) => quantity)}::bigint[],
      ${all(({ reserved }) => reserved)}::bigint[], ${all(({ version }) => version)}::int[]
    ) as next(id, quantity, reserved, version)
    where stock.id = next.id`;
}

function toChange(
  action: string,
  before: Pick<StockRow, 'id' | 'quantity' | 'reserved' | 'programId' | 'typeId'>,
  after: Pick<StockRow, 'quantity' | 'reserved'>,
  { quoteId, version, at }: { quoteId: string; version: number; at: Date },
): Change {
  return {
    entity: 'stock',
    entityId: before.id,
    version,
    action,
    actorId: null,
    before: { quantity: before.quantity, reserved: before.reserved },
    after: { quantity: after.quantity, reserved: after.reserved, quoteId },
    at,
    payload: { stockId: before.id, programId: before.programId, typeId: before.typeId, version },
  };
}
