import { LIVING_STATUSES } from '#lib/core/matching/checks/terms.ts';
import type { Container } from '#lib/server/container.ts';
import { readContractViews } from './read-contract-views.ts';
import type { ContractView } from './schema.ts';

export type QuoteContractsAsked = {
  readonly now: Date;
  /** The looker's characters: theirs come before those of others. */
  readonly issuers: readonly {
    readonly characterId: number;
    /** What it made before was another owner's. */
    readonly ownerChangedAt: Date | null;
  }[];
  /** Leave out what others issued. */
  readonly ownOnly: boolean;
};

/** Whoever has the code makes as many as they like: a look must not take longer for that. */
const MOST_SHOWN = 10;

/**
 * The contracts of a quote that its page may have to show: those that name it, and those that come
 * near. First what waits and is right, then what was paid, then the looker's own, then what waits; of
 * equals what was seen last. The first is told with its earlier verdicts, and all in short: without
 * findings and items.
 */
export async function getQuoteContracts(
  container: Container,
  quoteId: string,
  { now, issuers, ownOnly }: QuoteContractsAsked,
): Promise<ContractView[]> {
  const { rows } = await container.pool.query<{ id: string }>({
    name: 'quote-contracts',
    text: `select id::text from (
        select id, verdict, first_seen_at,
          exists (select from unnest($2::bigint[], $7::timestamptz[]) as own(id, since)
            where own.id = issuer_id and (since is null or date_issued > since)) as is_own,
          status = any($4::text[]) and gone_at is null and date_expired > $5 as is_living,
          exists (select from settlement where contract_id = contract.id) as is_paid
        from contract where quote_id = $1::uuid) found
      where is_own or not $3::boolean
      order by
        (is_living and verdict is not distinct from 'valid') desc,
        is_paid desc, is_own desc, is_living desc,
        array_position(array['valid', 'fix_needed', 'unmatched', null, 'suspicious'], verdict::text),
        first_seen_at desc, id desc
      limit $6`,
    values: [
      quoteId,
      issuers.map(({ characterId }) => characterId),
      ownOnly,
      LIVING_STATUSES,
      now,
      MOST_SHOWN,
      issuers.map(({ ownerChangedAt }) => ownerChangedAt),
    ],
  });
  return readContractViews(
    container,
    rows.map(({ id }) => BigInt(id)),
    'in-short',
  );
}
