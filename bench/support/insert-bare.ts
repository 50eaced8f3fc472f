import type pg from 'pg';
import type { MatchItem } from '#lib/core/matching/match-input.ts';
import type { SentContract } from './market-day.ts';

/** Rows a statement. */
const ROWS = 5_000;

/** The least that can be stored of contracts and their items: one row each, nothing beside. */
export async function insertBare(pool: pg.Pool, sent: readonly SentContract[]): Promise<void> {
  for (let at = 0; at < sent.length; at += ROWS) {
    const rows = sent.slice(at, at + ROWS).map(({ contract }) => contract);
    await pool.query(
      `insert into contract (id, type, status, availability, issuer_id, issuer_corporation_id,
         assignee_id, acceptor_id, for_corporation, title, price, date_issued, date_expired,
         content_hash, first_seen_at, last_seen_at)
       select id, 'item_exchange', 'outstanding', 'personal', issuer_id, 98000002, assignee_id, 0,
         false, title, price, now(), now(), '\\x00', now(), now()
       from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[])
         as row(id, issuer_id, assignee_id, title, price)
       on conflict (id) do update set status = excluded.status`,
      [
        rows.map(({ contractId }) => contractId),
        rows.map(({ issuerId }) => issuerId),
        rows.map(({ assigneeId }) => assigneeId),
        rows.map(({ title }) => title ?? null),
        rows.map(({ price }) => price ?? null),
      ],
    );
  }
  const items = sent.flatMap(({ contract: { contractId }, items: own }) =>
    own.map((item): [number, MatchItem] => [contractId, item]),
  );
  for (let at = 0; at < items.length; at += ROWS) {
    const rows = items.slice(at, at + ROWS);
    await pool.query(
      `insert into contract_item
         (contract_id, record_id, type_id, quantity, is_included, is_singleton)
       select contract_id, record_id, type_id, quantity, true, false
       from unnest($1::bigint[], $2::bigint[], $3::int[], $4::bigint[])
         as row(contract_id, record_id, type_id, quantity)
       on conflict do nothing`,
      [
        rows.map(([contractId]) => contractId),
        rows.map(([, { recordId }]) => recordId),
        rows.map(([, { typeId }]) => typeId),
        rows.map(([, { quantity }]) => quantity),
      ],
    );
  }
}
