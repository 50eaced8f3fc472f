import type { Container } from '#lib/server/container.ts';

/** How long the trader takes, by what was accepted lately. */
export type AcceptanceTime = {
  /** From the contract's issue to its acceptance. */
  readonly medianMs: number;
  /** Contracts that it is made from. */
  readonly contracts: number;
};

const MOST_CONTRACTS = 100;
const LOOKED_BACK_MS = 30 * 86_400_000;
/** The median of fewer says little, and much of single pilots. */
const FEWEST_CONTRACTS = 5;

/**
 * The median time from contract to acceptance of a program's last hundred contracts within 30 days; null
 * when there were fewer than five. Only contracts that were paid count.
 */
export async function readAcceptanceTime(
  { pool, clock }: Pick<Container, 'pool' | 'clock'>,
  programId: string,
): Promise<AcceptanceTime | null> {
  const { rows } = await pool.query<{ contracts: number; median_ms: number | null }>({
    name: 'acceptance-time',
    text: `select count(*)::int as contracts,
        (percentile_cont(0.5) within group (order by extract(epoch from accepted_at - date_issued))
          * 1000)::float8 as median_ms
      from (
        select date_issued, coalesce(date_accepted, date_completed) as accepted_at
        from settlement
        join quote on quote.id = settlement.quote_id
        join contract on contract.id = settlement.contract_id
        where quote.program_id = $1 and settlement.created_at > $2
        order by settlement.id desc
        limit $3
      ) as latest
      where accepted_at >= date_issued`,
    values: [programId, new Date(clock().getTime() - LOOKED_BACK_MS), MOST_CONTRACTS],
  });
  const { contracts = 0, median_ms: medianMs = null } = rows[0] ?? {};
  return medianMs === null || contracts < FEWEST_CONTRACTS ? null : { medianMs, contracts };
}
