import type { Container } from '#lib/server/container.ts';

export type HubStatus = {
  /** The newest book of the hub; null when none was ever read. */
  readonly asOf: Date | null;
  /** When books are read next. */
  readonly nextAt: Date | null;
  /** Types with a price. */
  readonly types: number;
};

export async function hubStatus(
  { pool }: Pick<Container, 'pool'>,
  hubId: number,
): Promise<HubStatus> {
  const { rows } = await pool.query<{ as_of: Date | null; next_at: Date; types: number }>({
    name: 'hub-status',
    text: `select max(price.book_at) as as_of, hub.next_poll_at as next_at,
        count(price.type_id)::int as types
      from hub left join price on price.hub_id = hub.location_id
      where hub.location_id = $1 group by hub.location_id`,
    values: [hubId],
  });
  const [row] = rows;
  return { asOf: row?.as_of ?? null, nextAt: row?.next_at ?? null, types: row?.types ?? 0 };
}
