import type { Probe } from './invariant.ts';
import { WORTH } from './settlement-probes.ts';

/**
 * A title without its tags; null where it has other than ASCII, tags in tags, or names signs by
 * entities: what the matcher reads then is not told over again here.
 */
const PLAIN_TITLE = `case when contract.title ~ '^[ -~]*$' and contract.title !~* '&(#|[a-z])[0-9a-z]{1,7};'
    and contract.title !~ '<[^<>]*<'
  then regexp_replace(contract.title, '<[^<>]{0,200}>', '', 'g') end`;

/** Symbols of a code or title as they are compared: upper case, nothing between, look-alikes as one. */
const symbols = (text: string) =>
  `translate(regexp_replace(upper(${text}), '[^0-9A-Z]', '', 'g'), 'OIL', '011')`;

/** What settled contracts give, and those that were accepted for nothing, beside what was quoted. */
const COMPARED = `${WORTH},
  parts as (
    select given.quote_id, type_id, sum(units) as units
    from given join whole on whole.contract_id = given.contract_id where not is_whole
    group by given.quote_id, type_id),
  presents as (
    select quote_id, type_id, sum(quantity) as units
    from contract join contract_item on contract_id = contract.id
    where relation = 'named' and verdict = 'valid' and coalesce(price, 0) = 0 and is_included
      and status in ('finished', 'finished_issuer', 'finished_contractor')
      and not exists (select from settlement where settlement.contract_id = contract.id)
    group by quote_id, type_id)`;

/**
 * Whether a price is right for what it is worth: within its share of the tolerance, or a gift of at most
 * 5 %; for a part also its share of total and tolerance together, and what its lines say.
 */
const IS_PRICE_RIGHT = `(
  abs(price - worth) * 10000 <= worth * (quote.terms ->> 'toleranceBp')::numeric
  or abs(price - worth) <= div((quote.terms ->> 'toleranceIsk')::numeric * 100 * worth, greatest(quote.total, 1))
  or not is_whole and price between worth and greatest(
    -- Where something is given away, what the lines say is more than was quoted.
    case when quote.line_sum - quote.total < 100 then at_prices else 0 end,
    div(at_prices * (quote.total + (quote.terms ->> 'toleranceIsk')::numeric * 100), quote.line_sum))
  or worth = quote.total and abs(price - worth) <= (quote.terms ->> 'toleranceIsk')::numeric * 100
  or price < worth and price * 100 >= worth * 95)`;

/** What was paid for, against what was quoted: written apart from the matcher, from its rules alone. */
export const MATCH_PROBES: readonly Probe[] = [
  {
    invariant: 'I7',
    name: 'settled-as-quoted',
    sql: `select id, 'contract ' || contract_id || ' ' || faults as what from (
      select settlement.id::text as id, contract.id as contract_id, concat_ws(', ',
        case when contract.type <> 'item_exchange' then 'is ' || contract.type end,
        -- What EVE says of it later, reversed or deleted, takes no settlement back.
        case when not exists (select from audit_event audit
            where entity = 'contract' and entity_id = contract.id::text
              and after ->> 'status' in ('finished', 'finished_issuer', 'finished_contractor'))
          then 'was never accepted' end,
        case when contract.quote_id is distinct from quote.id or contract.relation <> 'named'
          then 'is not named for the quote' end,
        case when not exists (select from unnest(quote.former_codes || quote.code) as name
            where strpos(${symbols(PLAIN_TITLE)}, ${symbols('name')}) <> 0)
          and (${PLAIN_TITLE}) is not null
          then 'has not the code' end,
        case when contract.assignee_id <> coalesce(quote.receiver_id, (quote.terms ->> 'assigneeId')::bigint)
          then 'is for ' || contract.assignee_id end,
        case when contract.availability = 'public' then 'is public' end,
        case when coalesce(contract.reward, 0) <> 0 or coalesce(contract.collateral, 0) <> 0
          then 'has a reward or collateral' end,
        case when contract.start_location_id is null or contract.start_location_id <> quote.location_id
          -- The stock of an order is at one place.
          and (quote.side = 'sells' or not quote.terms -> 'locations' @> jsonb_build_array(
            jsonb_build_object('locationId', contract.start_location_id)))
          then 'is at another place' end,
        case when contract.date_issued > quote.expires_at
          or contract.date_issued
            < coalesce(quote.first_made_at, quote.created_at) - interval '1 minute'
          then 'was issued outside the window' end,
        case when quote.side = 'sells' and (quote.terms ->> 'assigneeId')::bigint
            is distinct from case when quote.terms ->> 'assigneeKind' = 'character' then contract.issuer_id
              when contract.for_corporation then contract.issuer_corporation_id end
          then 'was not issued by the trader' end,
        case when quote.side = 'buys' and quote.account_id is not null
          and not exists (select from audit_event audit
            where entity = 'quote' and entity_id = quote.id::text and action = 'claimed'
              and (audit.at > settlement.created_at
                or audit.at > coalesce(contract.date_accepted, contract.date_completed, '-infinity')
                  - interval '1 minute'
                -- Not looked at again until it was accepted: the trader was told that it is right, by the clock
                -- of whoever looked.
                or exists (select from verdict told
                  where told.contract_id = contract.id and told.quote_id = quote.id
                    and told.verdict = 'valid' and told.created_at < audit.at + interval '1 minute')))
          and not exists (select from character
            where character.id = contract.issuer_id and character.account_id = quote.account_id)
          and not exists (select from audit_event audit
            where entity = 'character' and entity_id = contract.issuer_id::text
              and after ->> 'accountId' in (
                -- Whoever had sold for an account that was merged into this one counts, too.
                with recursive own(id) as (
                  select quote.account_id
                  union
                  select account.id from account join own on account.merged_into_id = own.id)
                select own.id::text from own))
          -- Whoever was paid for a part delivers the rest.
          and not exists (select from settlement earlier
            join contract theirs on theirs.id = earlier.contract_id
            where earlier.quote_id = quote.id and earlier.part < settlement.part
              and theirs.issuer_id = contract.issuer_id)
          then 'was issued by a stranger' end,
        case when contract.items_state <> 'read' then 'has items that nobody read' end,
        case when exists (select from contract_item item
          where item.contract_id = contract.id and not item.is_included)
          then 'asks for items' end) as faults
      from settlement
      join quote on quote.id = settlement.quote_id
      join contract on contract.id = settlement.contract_id) settled
      where faults <> ''`,
  },
  {
    invariant: 'I7',
    name: 'items-as-quoted',
    sql: `with ${COMPARED}
      select given.quote_id::text as id, 'contract ' || contract_id || ' has type ' || type_id
        || ' beyond the quote, or copies' as what
      from given left join quoted using (quote_id, type_id)
      where given.units > coalesce(quoted.units, 0) or given.copies > coalesce(quoted.copies, 0)
        or given.is_odd
      union all
      select quote_id::text, 'parts together have type ' || type_id || ' beyond the quote'
      from parts left join quoted using (quote_id, type_id)
      where parts.units > coalesce(quoted.units, 0)
      union all
      select quote.id::text, 'is completed without all of type ' || quoted.type_id
      from quote join quoted on quoted.quote_id = quote.id
      left join parts on parts.quote_id = quote.id and parts.type_id = quoted.type_id
      left join presents on presents.quote_id = quote.id and presents.type_id = quoted.type_id
      where quote.state = 'completed'
        and coalesce(parts.units, 0) + coalesce(presents.units, 0) <> quoted.units
        and exists (select from settlement where settlement.quote_id = quote.id)
        and not exists (select from whole where whole.quote_id = quote.id and is_whole)`,
  },
  {
    invariant: 'I7',
    name: 'price-as-quoted',
    // A part by itself: what it holds at the quoted prices, within its share of the tolerance.
    sql: `with ${WORTH}
      select contract.id::text as id, price || ' asked, ' || coalesce(worth, 0) || ' quoted' as what
      from worth join contract on contract.id = worth.contract_id
      join settlement on settlement.contract_id = contract.id
      join quote on quote.id = settlement.quote_id
      where ${IS_PRICE_RIGHT} is not true`,
  },
  {
    invariant: 'verdicts',
    name: 'last-verdict-stands',
    sql: `select contract.id::text as id, 'says ' || coalesce(contract.verdict::text, 'nothing')
        || ', its last verdict ' || coalesce(last.verdict::text, 'nothing') as what
      from contract left join lateral (
        select * from verdict where contract_id = contract.id
        order by created_at desc, id desc limit 1) last on true
      where (contract.verdict, contract.quote_id, contract.relation)
          is distinct from (last.verdict, last.quote_id, last.relation)
        or contract.quote_id is not null and not contract.needs_match
          and not exists (select from settlement where settlement.contract_id = contract.id)
          and last.input #>> '{contract,status}' is distinct from contract.status`,
  },
  {
    invariant: 'verdicts',
    name: 'judged-by-its-quote',
    sql: `select verdict.id::text as id, 'contract ' || contract_id || ' was held against another quote' as what
      from verdict join quote on quote.id = verdict.quote_id
      where input #>> '{quote,code}' is distinct from quote.code
        or (input #>> '{quote,totalIsk}')::numeric * 100 is distinct from quote.total
        or (input #>> '{contract,contract_id}')::bigint is distinct from contract_id
        or (select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('typeId', line -> 'typeId',
              'quantity', line -> 'quantity', 'blueprintCopy', line -> 'blueprintCopy',
              'unitPrice', (line ->> 'unitPriceIsk')::numeric * 100)) order by place)
            from jsonb_array_elements(input #> '{quote,lines}') with ordinality as told(line, place))
          is distinct from (
            select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('typeId', type_id, 'quantity', quantity,
              'blueprintCopy', case when blueprint_copy then true end,
              -- Older matchers knew no prices.
              'unitPrice', case when coalesce((input ->> 'matcher')::int, 1) > 3 then unit_price::numeric end))
              order by position)
            from quote_line where quote_line.quote_id = quote.id)`,
  },
];
