import type { Probe } from './invariant.ts';

/** Hundredths of ISK by which a price may be off the quote: the larger of both tolerances. */
const TOLERANCE = `greatest((quote.terms ->> 'toleranceIsk')::numeric * 100,
  quote.total * (quote.terms ->> 'toleranceBp')::numeric / 10000)`;

/**
 * What each settled contract is worth of its quote: all of it for the whole; for a part its share of the
 * total, rounded down, by the quoted prices of what it holds.
 */
export const WORTH = `
  given as (
    select settlement.quote_id, contract_id, type_id, sum(quantity) as units,
      coalesce(sum(quantity) filter (where raw_quantity = -2), 0) as copies, bool_or(quantity < 0) as is_odd
    from settlement join contract_item item using (contract_id)
    where is_included group by settlement.quote_id, contract_id, type_id),
  quoted as (
    select quote_id, type_id, sum(quantity) as units, sum(total) as total,
      min(unit_price) as least_price, max(unit_price) as most_price,
      coalesce(sum(quantity) filter (where blueprint_copy), 0) as copies
    from quote_line group by quote_id, type_id),
  whole as (
    select settlement.quote_id, settlement.contract_id,
      not exists (
        select from (select type_id, units from quoted where quoted.quote_id = settlement.quote_id) wanted
        full join (select type_id, units from given where given.contract_id = settlement.contract_id) sent
          using (type_id)
        where wanted.units is distinct from sent.units) as is_whole
    from settlement),
  held as (
    select whole.contract_id, is_whole, whole.quote_id,
      sum(case when given.units = quoted.units then quoted.total
        when least_price = most_price then given.units * least_price end) as at_prices
    from whole
    left join given on given.contract_id = whole.contract_id
    left join quoted on quoted.quote_id = whole.quote_id and quoted.type_id = given.type_id
    group by whole.contract_id, is_whole, whole.quote_id),
  worth as (
    select contract_id, is_whole, at_prices, case when is_whole then quote.total
      else div(at_prices * quote.total, nullif(quote.line_sum, 0)) end as worth
    from held join quote on quote.id = quote_id)`;

/** Settlements, ledger and sums. */
export const SETTLEMENT_PROBES: readonly Probe[] = [
  {
    invariant: 'I1',
    name: 'contract-settles-once',
    sql: `select contract_id::text as id, 'settles ' || count(*) || ' times' as what
      from settlement group by contract_id having count(*) > 1`,
  },
  {
    invariant: 'I1',
    name: 'part-settles-once',
    sql: `select quote_id::text as id,
        'has the parts ' || string_agg(part::text, ', ' order by part) as what
      from settlement group by quote_id
      having count(distinct part) <> count(*) or min(part) <> 1 or max(part) <> count(*)`,
  },
  {
    invariant: 'I1',
    name: 'settled-within-total',
    sql: `select quote.id::text as id, sum(amount) || ' settled of ' || total as what
      from settlement join quote on quote.id = quote_id
      group by quote.id having sum(amount) > total`,
  },
  {
    invariant: 'I6',
    name: 'ledger-balances',
    sql: `select settlement.id::text as id,
        count(entry.id) || ' entries that sum to ' || coalesce(sum(entry.amount), 0) as what
      from settlement
      join quote on quote.id = settlement.quote_id
      join contract on contract.id = settlement.contract_id
      left join ledger_entry entry on entry.settlement_id = settlement.id
      group by settlement.id, quote.id, contract.id
      having count(entry.id) <> 2 or sum(entry.amount) <> 0
        -- Of an order the ISK goes the other way.
        or count(*) filter (
          where entry.amount = case quote.side when 'sells' then -settlement.amount else settlement.amount end
          and entry.party = 'pilot:' || coalesce(quote.receiver_id, contract.issuer_id)) <> 1
        or count(*) filter (
          where entry.amount = case quote.side when 'sells' then settlement.amount else -settlement.amount end
          and entry.party = 'trader:' || (quote.terms ->> 'assigneeId')) <> 1`,
  },
  {
    invariant: 'I6',
    name: 'amount-as-accepted',
    sql: `with ${WORTH}
      select id::text, amount || ' settled, ' || agreed || ' agreed' as what
      from (
        select settlement.id, amount, least(contract.price, worth, quote.total - coalesce(sum(amount) over (
          partition by settlement.quote_id order by part rows between unbounded preceding and 1 preceding), 0))
          as agreed
        from settlement
        join quote on quote.id = settlement.quote_id
        join contract on contract.id = settlement.contract_id
        join worth on worth.contract_id = settlement.contract_id) part
      where amount is distinct from agreed or amount <= 0`,
  },
  {
    invariant: 'I6',
    name: 'lines-add-up',
    sql: `select quote.id::text as id,
        'total ' || quote.total || ', sum of lines ' || line_sum || ', lines ' || coalesce(sum(line.total), 0)
          as what
      from quote left join quote_line line on line.quote_id = quote.id
      group by quote.id
      having coalesce(sum(line.total), 0) <> line_sum or quote.total <> line_sum - line_sum % 100 - quote.donation
        -- At most the share that was said, in whole ISK.
        or quote.donation <> div((line_sum - line_sum % 100)::numeric * quote.donation_bp, 1000000) * 100
        or bool_or(line.total <> line.unit_price::numeric * line.quantity) or count(line.quote_id) = 0`,
  },
  {
    invariant: 'I6',
    name: 'state-fits-settlements',
    sql: `select quote.id::text as id,
        state::text || ' with ' || count(settlement.id) || ' settlements' as what
      from quote left join settlement on settlement.quote_id = quote.id
      group by quote.id
      having case
        when state = 'completed' then count(settlement.id) = 0 and total > ${TOLERANCE}
        when state = 'partly-completed' then count(settlement.id) = 0
        when state = 'expired' then false
        else count(settlement.id) > 0 end`,
  },
];
