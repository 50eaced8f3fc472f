/**
 * What happens by the clock alone, without anything new from EVE.
 *
 * @module
 */
import type { Container } from '#lib/server/container.ts';
import { matchPending } from './match-pending.ts';
import { settleAlone } from './rematch.ts';

const BATCH = 500;
const OUTBOX_DAYS = 7;

/**
 * Let quotes expire whose window has ended, have contracts matched again that ran out in game or whose
 * quote has other owners now, and pick up whatever a worker that died left behind.
 */
export async function maintainContracts(container: Container, signal: AbortSignal): Promise<void> {
  await markRunOut(container);
  await markOtherOwners(container);
  // After the marks: a quote that still waits for a match is left to it.
  await expireQuotes(container, signal);
  await matchPending(container, signal);
}

/** Drop events that are older than a week: whoever missed them reads the state itself. */
export async function pruneOutbox({ pool, clock }: Container): Promise<number> {
  const { rowCount } = await pool.query({
    name: 'prune-outbox',
    text: `delete from outbox_event where id in (
      select id from outbox_event
      where created_at < $1::timestamptz - interval '${OUTBOX_DAYS} days' order by id limit 10000)`,
    values: [clock()],
  });
  return rowCount ?? 0;
}

async function expireQuotes(container: Container, signal: AbortSignal): Promise<void> {
  const { pool, clock, log } = container;
  const { rows } = await pool.query<{ id: string }>({
    name: 'ended-quotes',
    // While a right contract waits the quote stays as it is: when that ends, its match decides.
    text: `select id from quote where state in ('open', 'partly-completed') and expires_at < $1
        and not exists (select from contract
          where contract.quote_id = quote.id and contract.relation = 'named'
            and contract.verdict = 'valid' and contract.status = 'outstanding'
            and contract.gone_at is null
            and (contract.date_expired > $1 or contract.last_seen_at <= contract.date_expired))
      order by expires_at limit ${BATCH}`,
    values: [clock()],
  });
  for (const { id } of rows) {
    if (signal.aborted) return;
    try {
      await settleAlone(container, id);
    } catch (error) {
      log.error({ err: error, quoteId: id }, 'a quote could not be moved on');
    }
  }
}

/**
 * EVE leaves a contract that ran out `outstanding`: only the clock tells, and the first list from after that
 * tells that nobody had accepted it. Each once.
 */
async function markRunOut({ pool, clock }: Container): Promise<void> {
  await pool.query({
    name: 'mark-run-out',
    text: `update contract set needs_match = true
      where status = 'outstanding' and gone_at is null and not needs_match
        and quote_id is not null and date_expired <= $1
        and (date_expired > (
            select max(created_at) from verdict where verdict.contract_id = contract.id)
          or last_seen_at > date_expired and (
            select findings @> '[{"code": "expiry-passed-unseen"}]' from verdict
            where verdict.contract_id = contract.id order by created_at desc, id desc limit 1))`,
    values: [clock()],
  });
}

/**
 * A guest's quote was claimed, or its account has a character more or less: who may deliver it is
 * another matter now. The last match tells whom it took for the owner's characters, and whether it waits
 * for a list from after that.
 */
async function markOtherOwners({ pool, clock }: Container): Promise<void> {
  await pool.query({
    name: 'mark-other-owners',
    text: `update contract set needs_match = true
      from quote
      where quote.id = contract.quote_id and contract.status = 'outstanding'
        and contract.gone_at is null and contract.date_expired > $1 and not contract.needs_match
        and (
          select input -> 'isLeaveUnseen' is not null and contract.last_seen_at > created_at
            or input -> 'program' -> 'issuerIds' is distinct from coalesce((
              select jsonb_agg(character.id
                order by character.id = account.main_character_id desc, character.id)
              from character join account on account.id = character.account_id
              where account.id = quote.account_id), '[]')
          from verdict
          where verdict.contract_id = contract.id order by created_at desc, id desc limit 1)`,
    values: [clock()],
  });
}
