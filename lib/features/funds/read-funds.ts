import type { Container } from '#lib/server/container.ts';
import { ALLOWED } from './refresh-funds.ts';

/** What the trader can still promise to pay. */
export type Funds = {
  /** What the wallet holds beyond all quotes that may still be paid, in hundredths of ISK; 0 at least. */
  readonly freeIsk: bigint;
  /** As of when EVE told what the wallet holds. */
  readonly asOf: Date;
};

/** What a wallet held longer ago says nothing of today. */
const LOOKED_BACK_MS = 3_600_000;

/**
 * What the receiver of a program's contracts can pay: the wallet without what quotes have promised that are
 * open, contracted or paid in part. Null where nobody allows us to tell, or EVE has not told for an hour.
 */
export async function readFunds(
  { pool, clock }: Pick<Container, 'pool' | 'clock'>,
  assigneeId: number,
): Promise<Funds | null> {
  const { rows } = await pool.query<{ balance: string; read_at: Date; promised: string }>({
    name: 'read-funds',
    // What was paid since EVE told has left the wallet, too.
    text: `select balance, read_at, (
        select coalesce(sum(total - coalesce((
          select sum(amount) from settlement where quote_id = quote.id), 0)), 0)
        from quote
        where side = 'buys' and state in ('open', 'contracted', 'partly-completed')
          and (terms ->> 'assigneeId')::bigint = $1) + (
        select coalesce(sum(amount), 0)
        from settlement join quote on quote.id = quote_id
        where quote.side = 'buys' and settlement.created_at > read_at and (terms ->> 'assigneeId')::bigint = $1) as promised
      from funds join (${ALLOWED}) allowed using (party_id, character_id)
      where party_id = $1 and read_at > $2`,
    values: [assigneeId, new Date(clock().getTime() - LOOKED_BACK_MS)],
  });
  const [row] = rows;
  if (!row) return null;
  const free = BigInt(row.balance) - BigInt(row.promised);
  return { freeIsk: free > 0n ? free : 0n, asOf: row.read_at };
}
