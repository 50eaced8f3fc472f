import { type PriceHistory, paidDaysSchema } from '#lib/core/pricing/price-history.ts';
import type { Container } from './container.ts';

/** What was paid for these types in the hub's region; a type that was never read is missing. */
export async function readHistories(
  { pool }: Pick<Container, 'pool'>,
  hubId: number,
  typeIds: readonly number[],
): Promise<Map<number, PriceHistory>> {
  if (typeIds.length === 0) return new Map();
  const { rows } = await pool.query<{ type_id: number; days: unknown; fetched_at: Date }>({
    name: 'price-histories',
    text: `select type_id, days, fetched_at from price_history
      where region_id = (select region_id from hub where location_id = $1)
        and type_id = any($2::int[])`,
    values: [hubId, typeIds],
  });
  return new Map(
    rows.map(({ type_id, days, fetched_at }) => [
      type_id,
      { days: paidDaysSchema.parse(days), fetchedAt: fetched_at },
    ]),
  );
}
