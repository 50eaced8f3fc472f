import type { Probe } from './invariant.ts';

const SERVED = `jsonb_to_recordset($1::jsonb) as served("contractId" bigint, status text, items jsonb)`;

/** The newest sighting of each contract. */
const LAST_SIGHTING = `select distinct on (contract_id) contract_id, feed_id, last_seen_at
  from contract_sighting order by contract_id, last_seen_at desc`;

/** What came from EVE: nothing lost, nothing made up. */
export const CONTRACT_PROBES: readonly Probe[] = [
  {
    invariant: 'I2',
    name: 'listed-is-not-gone',
    sql: `select contract.id::text as id, 'is gone since before the last walk that lists it' as what
      from contract
      join contract_sighting seen on seen.contract_id = contract.id
      join contract_feed feed on feed.id = seen.feed_id
      where contract.gone_at <= seen.last_seen_at and seen.last_seen_at = feed.last_complete_at`,
  },
  {
    invariant: 'I2',
    name: 'unlisted-is-gone',
    sql: `select contract.id::text as id, 'is ' || status || ', but the last walk does not list it' as what
      from contract
      join (${LAST_SIGHTING}) seen on seen.contract_id = contract.id
      join contract_feed feed on feed.id = seen.feed_id
      where contract.gone_at is null and status in ('outstanding', 'in_progress')
        and feed.is_active and feed.last_complete_at > seen.last_seen_at`,
  },
  {
    invariant: 'I2',
    name: 'served-is-kept',
    needsServed: true,
    sql: `select served."contractId"::text as id,
        coalesce('is ' || contract.status, 'is missing') || ', EVE says ' || served.status as what
      from ${SERVED} left join contract on contract.id = served."contractId"
      where served.status is not null and contract.status is distinct from served.status`,
  },
  {
    invariant: 'I3',
    name: 'kept-was-seen',
    sql: `select contract.id::text as id, 'no feed ever showed it' as what
      from contract left join contract_sighting seen on seen.contract_id = contract.id
      where seen.contract_id is null`,
  },
  {
    invariant: 'I3',
    name: 'items-as-read',
    sql: `with told as (
        select entity_id::bigint as contract_id, (after ->> 'count')::int as count,
          after ->> 'digest' as digest
        from audit_event where entity = 'contract' and action = 'items-read'),
      kept as (
        select contract_id, count(*)::int as count, encode(sha256(convert_to(string_agg(concat(
          record_id, ' ', type_id, ' ', quantity, ' ', coalesce(raw_quantity::text, '-'), ' ',
          is_included, ' ', is_singleton, ','), '' order by record_id), 'UTF8')), 'hex') as digest
        from contract_item group by contract_id)
      select contract_id::text as id, case
          when told is null then kept.count || ' items are kept, and none was read'
          when told.count <> coalesce(kept.count, 0)
            then told.count || ' items were read, and ' || coalesce(kept.count, 0) || ' are kept'
          else 'the items that are kept are not those that were read' end as what
        from told full join kept using (contract_id)
        where told.count is distinct from coalesce(kept.count, 0)
          or kept.digest is distinct from told.digest and told.count > 0
      union all
      select contract.id::text, 'its items are said to be ' || items_state
        from contract left join (
          -- EVE may tell what it has denied before.
          select distinct on (entity_id) entity_id, action from audit_event
          where entity = 'contract' and action in ('items-read', 'items-unavailable')
          order by entity_id, version desc) audit on entity_id = contract.id::text
        where items_state <> case action when 'items-read' then 'read'
            when 'items-unavailable' then 'unavailable'
            else case items_state when 'not-needed' then 'not-needed' else 'unread' end end`,
  },
  {
    invariant: 'I3',
    name: 'kept-was-served',
    needsServed: true,
    sql: `select contract.id::text as id, 'EVE never served it' as what
      from contract left join ${SERVED} on served."contractId" = contract.id
      where served."contractId" is null`,
  },
  {
    invariant: 'I3',
    name: 'items-were-served',
    needsServed: true,
    sql: `select contract_id::text as id, 'item ' || record_id || ' was never served' as what
      from contract_item item
      where not exists (
        select from ${SERVED}
        where served."contractId" = contract_id and served.items @> jsonb_build_array(
          jsonb_build_object('recordId', record_id, 'typeId', type_id, 'quantity', quantity,
            'isIncluded', is_included)))`,
  },
];
