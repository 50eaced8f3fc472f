import type { Probe } from './invariant.ts';

const utc = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** A contract as the audit tells it: money as text, times in ISO, what EVE left out absent. */
const CONTRACT_AS_TOLD = `jsonb_strip_nulls(jsonb_build_object(
  'contractId', contract.id, 'type', contract.type, 'availability', contract.availability,
  'issuerId', contract.issuer_id, 'issuerCorporationId', contract.issuer_corporation_id,
  'assigneeId', contract.assignee_id, 'acceptorId', contract.acceptor_id,
  'forCorporation', contract.for_corporation, 'title', contract.title,
  'price', contract.price::text, 'reward', contract.reward::text,
  'collateral', contract.collateral::text, 'buyout', contract.buyout::text,
  'volumeM3', contract.volume_m3, 'startLocationId', contract.start_location_id,
  'endLocationId', contract.end_location_id, 'daysToComplete', contract.days_to_complete,
  'dateIssued', ${utc('contract.date_issued')}, 'dateExpired', ${utc('contract.date_expired')},
  'dateAccepted', ${utc('contract.date_accepted')}, 'dateCompleted', ${utc('contract.date_completed')}))`;

/** A program as the audit tells it: large numbers as text. Trails of old told no defaults before the first change. */
const PROGRAM_AS_TOLD = `jsonb_build_object(
  'name', program.name, 'side', program.side, 'codePrefix', program.code_prefix,
  'isOpen', program.is_open, 'assigneeId', program.assignee_id::text,
  'assigneeKind', program.assignee_kind, 'assigneeName', program.assignee_name,
  'locationIds', program.location_ids::text[], 'hubId', program.hub_id::text,
  'basisSide', program.basis_side, 'basisStatistic', program.basis_statistic,
  'rateBp', program.rate_bp, 'refineYield', program.refine_yield,
  'minimumVolume', program.minimum_volume::text, 'sellCapBp', program.sell_cap_bp,
  'lifetimeHours', program.lifetime_hours,
  'toleranceBp', program.tolerance_bp, 'tolerance', program.tolerance::text,
  'minimumTotal', program.minimum_total::text, 'maximumTotal', program.maximum_total::text,
  'staleAfterMinutes', program.stale_after_minutes, 'instructions', program.instructions,
  'acceptedCategoryIds', program.accepted_category_ids, 'acceptedGroupIds', program.accepted_group_ids,
  'haulingPerM3', program.hauling_per_m3::text, 'densityLimit', program.density_limit::text,
  'densityTaxBp', program.density_tax_bp, 'saleBonusBp', program.sale_bonus_bp,
  'saleFrom', ${utc('program.sale_from')}, 'saleUntil', ${utc('program.sale_until')},
  'dailyCap', program.daily_cap::text, 'pilotDailyCap', program.pilot_daily_cap::text,
  'takesDonations', program.takes_donations)`;

/** A rule as the audit tells it: large numbers as text, times in ISO. */
const RULE_AS_TOLD = `jsonb_build_object(
  'id', rule.id, 'programId', rule.program_id, 'scopeKind', rule.scope_kind, 'scopeId', rule.scope_id,
  'action', rule.action, 'hubId', rule.hub_id::text, 'basisSide', rule.basis_side,
  'basisStatistic', rule.basis_statistic, 'rateBp', rule.rate_bp,
  'method', rule.method, 'refineYield', rule.refine_yield, 'remainder', rule.remainder,
  'takesScrap', rule.takes_scrap,
  'validFrom', ${utc('rule.valid_from')}, 'validUntil', ${utc('rule.valid_until')},
  'note', rule.note, 'createdAt', ${utc('rule.created_at')})`;

/** Whether a guest's browser made the quote its own account's: that alone takes its claim away. */
const CLAIMED_BY_BROWSER = `exists (select from audit_event claim where claim.entity = 'quote'
  and claim.entity_id = quote.id::text and claim.action = 'claimed' and claim.actor_id is not null)`;

/** Whose a quote was at first: of whoever made it, or of whose contract the trader quoted anew. */
const FIRST_OWNER = `case when created.after ? 'madeFor' then created.after ->> 'madeFor'
  else created.actor_id::text end`;

/** The last thing that the audit says of a field. */
const lastSaid = (entity: string, id: string, fields: string, which = 'true') => `
  left join lateral (
    select after, at from audit_event audit
    where audit.entity = '${entity}' and audit.entity_id = ${id} and after ?| array[${fields}]
      and ${which}
    order by version desc limit 1)`;

/** What is there, against what the trail tells of it. */
export const TOLD_PROBES: readonly Probe[] = [
  {
    invariant: 'I4',
    name: 'quote-as-told',
    sql: `select quote.id::text as id, 'is not what the trail makes of it' as what
      from quote
      join audit_event created on created.entity = 'quote' and created.entity_id = quote.id::text
        and created.version = 1
      ${lastSaid('quote', 'quote.id::text', "'state'")} state on true
      ${lastSaid('quote', 'quote.id::text', "'accountId'")} owner on true
      where quote.code is distinct from created.after ->> 'code'
        or quote.program_id::text is distinct from created.after ->> 'programId'
        or quote.total::text is distinct from created.after ->> 'total'
        or ${utc('quote.expires_at')} is distinct from created.after ->> 'expiresAt'
        or quote.created_at is distinct from created.at
        or quote.state::text is distinct from state.after ->> 'state'
        or quote.account_id::text is distinct from
          case when owner.after is null then ${FIRST_OWNER} else owner.after ->> 'accountId' end
        or (select count(*) from quote_line where quote_id = quote.id)::text
          is distinct from created.after ->> 'lines'
        or quote.claim_hash is not null and (${FIRST_OWNER} is not null or ${CLAIMED_BY_BROWSER})
        or quote.claim_hash is null and ${FIRST_OWNER} is null and quote.account_id is null
        or quote.former_codes is distinct from coalesce((
          select array_agg(code order by place)
          from jsonb_array_elements_text(created.after -> 'formerCodes') with ordinality as former(code, place)),
          array[]::text[])`,
  },
  {
    invariant: 'I4',
    name: 'promise-as-told',
    // Quotes older than this hash have none.
    sql: `select quote.id::text as id, 'has other lines or terms than it was made with' as what
      from quote
      join audit_event created on created.entity = 'quote' and created.entity_id = quote.id::text
        and created.version = 1 and created.after ? 'promiseHash'
      where created.after ->> 'promiseHash' <> encode(sha256(convert_to((jsonb_build_object(
        'side', quote.side, 'lineSum', quote.line_sum, 'locationId', quote.location_id,
        'terms', quote.terms,
        'lines', (select jsonb_agg(jsonb_build_array(line.type_id, line.blueprint_copy, line.quantity,
            line.unit_price, line.total, line.volume_m3, line.evidence) order by line.position)
          from quote_line line where line.quote_id = quote.id))
        -- Who gives nothing away has promised what was promised before one could; no receiver, likewise.
        || case when quote.donation_bp = 0 then '{}' else jsonb_build_object(
          'donation', quote.donation, 'donationBp', quote.donation_bp) end
        || case when quote.receiver_id is null then '{}'
          else jsonb_build_object('receiverId', quote.receiver_id) end)::text, 'UTF8')), 'hex')`,
  },
  {
    invariant: 'I4',
    name: 'claim-as-told',
    // Quotes older than this seal have none.
    sql: `select quote.id::text as id, 'is not for whom, or not since when, the trail makes it' as what
      from quote
      join audit_event created on created.entity = 'quote' and created.entity_id = quote.id::text
        and created.version = 1 and created.after ? 'claimSeal'
      -- A merge of two accounts makes no guest's quote somebody's.
      ${lastSaid('quote', 'quote.id::text', "'accountId'", "action <> 'merged'")} owner on true
      where encode(sha256(convert_to(quote.id::text, 'UTF8') || quote.claim_hash), 'hex')
          is distinct from case when not ${CLAIMED_BY_BROWSER} then created.after ->> 'claimSeal' end
        or quote.claimed_at is distinct from
          case when owner.after ->> 'accountId' is not null then owner.at end`,
  },
  {
    invariant: 'I4',
    name: 'program-as-told',
    sql: `select program.id::text as id,
        string_agg(told.key, ', ' order by told.key) || ' is not what the trail makes of it' as what
      from program
      cross join lateral (
        select after from audit_event audit
        where audit.entity = 'program' and audit.entity_id = program.id::text
        order by version desc limit 1) last
      cross join lateral jsonb_each(last.after) told
      cross join lateral (select ${PROGRAM_AS_TOLD} as fields) now_is
      where now_is.fields ? told.key and now_is.fields -> told.key is distinct from told.value
      group by program.id`,
  },
  {
    invariant: 'I4',
    name: 'rule-as-told',
    sql: `with told as (
        select distinct on (1) coalesce(after #>> '{rule,id}', before #>> '{rule,id}') as id,
          nullif(after -> 'rule', 'null') as rule
        from audit_event where entity = 'program' and (after ? 'rule' or before ? 'rule')
        order by 1, at desc, version desc)
      select coalesce(told.id, rule.id::text) as id, 'is not what the trail makes of it' as what
      from told full join rule on rule.id::text = told.id
      -- A trail of before a rule had a field tells nothing of it.
      where (told.rule is null) <> (rule.id is null) or not ${RULE_AS_TOLD} @> told.rule`,
  },
  {
    invariant: 'I4',
    name: 'contract-as-told',
    sql: `select contract.id::text as id, 'is not what the trail makes of it' as what
      from contract
      ${lastSaid('contract', 'contract.id::text', "'contractId'")} content on true
      ${lastSaid('contract', 'contract.id::text', "'status'")} fate on true
      ${lastSaid('contract', 'contract.id::text', "'verdict'")} judged on true
      where content.after - 'status' is distinct from ${CONTRACT_AS_TOLD}
        or contract.status is distinct from fate.after ->> 'status'
        or ${utc('contract.gone_at')} is distinct from fate.after ->> 'goneAt'
        or contract.quote_id::text is distinct from judged.after ->> 'quoteId'
        or contract.relation is distinct from judged.after ->> 'relation'
        or contract.verdict::text is distinct from judged.after ->> 'verdict'`,
  },
  {
    invariant: 'I4',
    name: 'verdict-as-told',
    sql: `select entity_id as id, 'version ' || version || ' has no verdict of its moment' as what
      from audit_event audit
      where entity = 'contract' and after ? 'verdict' and not exists (
        select from verdict
        where contract_id = case when audit.entity = 'contract' then audit.entity_id::bigint end
          and created_at = audit.at and verdict.verdict::text = audit.after ->> 'verdict'
          and quote_id::text is not distinct from audit.after ->> 'quoteId'
          and relation is not distinct from audit.after ->> 'relation')`,
  },
  {
    invariant: 'I4',
    name: 'settlement-as-told',
    sql: `select settlement.id::text as id, 'is not what the trail makes of it' as what
      from settlement
      left join audit_event audit on entity = 'settlement' and entity_id = settlement.id::text
      where audit.after is distinct from jsonb_build_object('quoteId', quote_id,
        'contractId', contract_id, 'part', part, 'amount', amount::text)
        or audit.at is distinct from settlement.created_at`,
  },
];
