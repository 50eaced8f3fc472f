import type { QuoteState } from '#lib/core/quote/states.ts';
import { toId } from '#lib/server/ids.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import { type HoldMove, moveHolds, type WantedUnits } from '#lib/server/stock.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';
import type { QuoteRow } from './quote-facts.ts';

type Moved = {
  readonly quote: QuoteRow;
  /** Contracts that were just settled. */
  readonly due: readonly { readonly contractId: number }[];
  readonly moves: readonly QuoteState[];
};

/** What orders hold of the stock goes with their contracts, and is free when they end. */
export async function moveOrderStock(
  tx: SqlTx,
  advances: readonly Moved[],
  now: Date,
): Promise<void> {
  const orders = advances.filter(
    ({ quote, due, moves }) => quote.terms.side === 'sells' && due.length + moves.length > 0,
  );
  if (orders.length === 0) return;
  const givenBy = await readGiven(
    tx,
    orders.flatMap(({ due }) => due.map(({ contractId }) => contractId)),
  );
  const moves = orders.map(({ quote, due, moves: states }): HoldMove => {
    const end = END_OF_HOLD[states.at(-1) ?? quote.state];
    return {
      quoteId: quote.id,
      isHeldAgain: quote.state === 'expired' && states.length > 0,
      taken: sumByType(due.flatMap(({ contractId }) => givenBy.get(contractId) ?? [])),
      ...(end && states.length > 0 && { end }),
    };
  });
  await moveHolds(tx, moves, now);
}

const END_OF_HOLD: Partial<Record<QuoteState, NonNullable<HoldMove['end']>>> = {
  completed: 'taken',
  expired: 'released',
  cancelled: 'released',
};

async function readGiven(
  tx: SqlTx,
  contractIds: readonly number[],
): Promise<Map<number, { typeId: number; quantity: number }[]>> {
  if (contractIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: bigint; type_id: number; units: bigint }[]>`
    select contract_id as id, type_id, sum(quantity)::bigint as units from contract_item
    where contract_id = any(${toSqlArray(contractIds)}::bigint[]) and is_included
    group by contract_id, type_id`;
  const given = new Map<number, { typeId: number; quantity: number }[]>();
  for (const { id, type_id, units } of rows) {
    const items = given.get(toId(id)) ?? [];
    items.push({ typeId: type_id, quantity: toId(units) });
    given.set(toId(id), items);
  }
  return given;
}

function sumByType(items: WantedUnits): WantedUnits {
  const sums = new Map<number, number>();
  for (const { typeId, quantity } of items) {
    sums.set(typeId, (sums.get(typeId) ?? 0) + quantity);
  }
  return [...sums].map(([typeId, quantity]) => ({ typeId, quantity }));
}
