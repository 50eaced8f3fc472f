/**
 * What happens by the clock alone, without anything new from EVE.
 *
 * @module
 */
import { DECIDED_STATUSES, FINISHED_STATUSES } from '#lib/core/matching/checks/terms.ts';
import type { Container } from '#lib/server/container.ts';
import { matchPending } from './match-pending.ts';
import { NOBODY_ID } from './quote-sides.ts';
import { HOLD_MS } from './read-may-be-accepted.ts';
import { settleAlone } from './rematch.ts';

const BATCH = 500;

/**
 * Move on quotes whose window has ended or whose contract is right no more, have contracts matched again that
 * ran out in game or whose quote has other owners now, and pick up whatever a worker that died left behind.
 */
export async function maintainContracts(container: Container, signal: AbortSignal): Promise<void> {
  await markRunOut(container);
  await markOtherOwners(container);
  await markFree(container);
  // After the marks: a quote that still waits for a match is left to it.
  await moveOnQuotes(container, signal);
  await matchPending(container, signal);
}

async function moveOnQuotes(container: Container, signal: AbortSignal): Promise<void> {
  const { pool, clock, log } = container;
  const { rows } = await pool.query<{ id: string }>({
    name: 'ended-quotes',
    // While a right contract waits the quote stays as it is: when that ends, its match decides; or, where it
    // may have been accepted before that, EVE's next list.
    text: `select id from quote
      where (state = 'contracted' or state in ('open', 'partly-completed') and expires_at < $1)
        and (not exists (select from contract
          where contract.quote_id = quote.id and contract.relation = 'named'
            and contract.verdict = 'valid' and contract.gone_at is null
            and (contract.status <> 'outstanding' and state = 'contracted'
              or contract.status = 'outstanding' and (contract.date_expired > $1 or contract.last_seen_at <= contract.date_expired)))
          -- An account has a guest's quote by a contract of its own: not when the character has left it.
          or state = 'contracted' and claim_hash is not null and account_id is not null
            and not exists (select from settlement where settlement.quote_id = quote.id)
            and not exists (select from contract
              join character on character.id = contract.issuer_id
                and character.account_id = quote.account_id
                and (owner_changed_at is null or contract.date_issued > owner_changed_at)
              where contract.quote_id = quote.id and contract.relation = 'named'
                and contract.verdict = 'valid' and contract.gone_at is null))
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
 * What was judged beside another contract that waited, and of which the trader was told: it had to wait for
 * EVE's next list, which shows by now what became of the other.
 */
async function markFree({ pool, clock }: Container): Promise<void> {
  await pool.query({
    name: 'mark-free',
    text: `update contract set needs_match = true
      where status = any($1) and gone_at is null and not needs_match
        and quote_id is not null and relation = 'named' and verdict = 'fix-needed'
        and (
          select findings @> '[{"code": "quote-not-free-yet"}]' and created_at < $3 and not exists (
            -- What still waits on our word holds it up for as long as that.
            select from jsonb_array_elements(input -> 'otherContracts') judged
            join contract other on other.id = (judged -> 'contract' ->> 'contract_id')::bigint
            where judged ? 'isPromised' and other.verdict = 'valid' and other.gone_at is null
              and other.status <> all($2))
          or exists (
            select from jsonb_array_elements(input -> 'otherContracts') judged
            join contract other on other.id = (judged -> 'contract' ->> 'contract_id')::bigint
            where judged ?| '{isPromised,isLossUnseen}'
              and judged -> 'contract' ->> 'status' <> all($2)
              and (other.gone_at is not null or other.status = any($2)
                or other.verdict <> 'valid' and other.last_seen_at > (
                  select max(verdict.created_at) from verdict
                  where verdict.contract_id = other.id)))
          from verdict
          where verdict.contract_id = contract.id order by created_at desc, id desc limit 1)`,
    values: [
      ['outstanding', ...FINISHED_STATUSES],
      DECIDED_STATUSES,
      new Date(clock().getTime() - HOLD_MS),
    ],
  });
}

/**
 * A guest's quote is its account's now, or an account has a character more or less: who may deliver it is
 * another matter now. The last match tells whom it took for the owner's characters, and whether it waits
 * for a list from after that.
 */
async function markOtherOwners({ pool, clock }: Container): Promise<void> {
  await pool.query({
    name: 'mark-other-owners',
    text: `update contract set needs_match = true
      from quote
      where quote.id = contract.quote_id and quote.side = 'buys' and contract.status = 'outstanding'
        and contract.gone_at is null and contract.date_expired > $1 and not contract.needs_match
        and (
          select input -> 'isLeaveUnseen' is not null and contract.last_seen_at > created_at
            or input -> 'program' -> 'issuerIds' is distinct from case
              when quote.account_id is null or quote.claim_hash is not null
                and not exists (select from settlement where settlement.quote_id = quote.id) then '[]'
              else coalesce((
                select jsonb_agg(character.id
                  order by character.id = account.main_character_id desc, character.id)
                from character join account on account.id = character.account_id
                where account.id = quote.account_id), '[${NOBODY_ID}]') end
          from verdict
          where verdict.contract_id = contract.id order by created_at desc, id desc limit 1)`,
    values: [clock()],
  });
}
