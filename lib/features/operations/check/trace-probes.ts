import type { Probe } from './invariant.ts';

/** Whatever the trail of another thing names, by the kind of what is named. */
const NAMED = `
  select 'account' as entity, actor_id::text as named, entity || ' ' || entity_id as by from audit_event
  union select 'account', coalesce(after ->> 'accountId', before ->> 'accountId'), entity || ' ' || entity_id
    from audit_event where entity in ('quote', 'character')
  union select 'program', after ->> 'programId', 'quote ' || entity_id from audit_event where entity = 'quote'
  union select 'quote', after ->> 'quoteId', entity || ' ' || entity_id from audit_event
    where entity in ('contract', 'settlement')
  union select 'contract', after ->> 'contractId', 'settlement ' || entity_id
    from audit_event where entity = 'settlement'
  union select 'character', main_character_id::text, 'account ' || id from account
  union select 'character', character_id::text, 'the list of ' || owner_name from contract_feed`;

const THERE = `
  select 'account' as entity, id::text as named from account
  union all select 'program', id::text from program
  union all select 'quote', id::text from quote
  union all select 'contract', id::text from contract
  union all select 'character', id::text from character`;

/**
 * What is gone together with all that was told of it leaves its traces in what is told of others. A
 * contract that nothing was ever made of leaves none.
 */
export const TRACE_PROBES: readonly Probe[] = [
  {
    invariant: 'I4',
    name: 'named-is-there',
    sql: `select entity || ' ' || named as id, 'is named by ' || min(by) || ', and not there' as what
      from (${NAMED}) trace
      where named is not null
        and not exists (select from (${THERE}) thing
          where thing.entity = trace.entity and thing.named = trace.named)
      group by entity, named`,
  },
  {
    invariant: 'I4',
    name: 'account-has-signed-in',
    sql: `select 'account ' || id as id, 'is of nobody: no character was ever told to be its' as what
      from account where not exists (select from audit_event
        where entity = 'character' and after ->> 'accountId' = account.id::text)`,
  },
  {
    invariant: 'I4',
    name: 'contracted-by-a-contract',
    sql: `select distinct 'quote ' || entity_id as id, 'was contracted, and by no contract' as what
      from audit_event moved
      where entity = 'quote' and after ->> 'state' in ('contracted', 'partly-completed', 'completed')
        and not exists (select from audit_event judged
          where judged.entity = 'contract' and judged.after ->> 'quoteId' = moved.entity_id
            and judged.after ->> 'verdict' = 'valid')`,
  },
  {
    invariant: 'I1',
    name: 'accepted-is-settled',
    sql: `select contract.id::text as id,
        'was accepted while it was valid, and settles nothing of its quote' as what
      from contract
      where quote_id is not null and not needs_match
        and (verdict = 'valid' or exists (
          select from (
            select quote_id, verdict, created_at as since,
              lead(created_at, 1, 'infinity') over (order by created_at, id) as until
            from verdict
            where contract_id = contract.id and input #>> '{contract,status}' = 'outstanding') told
          where told.quote_id = contract.quote_id and told.verdict = 'valid'
            and coalesce(date_accepted, date_completed) 
              -- EVE tells whole seconds.
              between since - interval '1 second' and until))
        and status in ('finished', 'finished_issuer', 'finished_contractor')
        -- For nothing, within the tolerance: there is nothing to settle.
        and coalesce(price, 0) <> 0
        and not exists (select from settlement where contract_id = contract.id)`,
  },
];
