import type { Probe } from './invariant.ts';

/** Hundredths of ISK by which a price may be off the quote: the larger of both tolerances. */
export const TOLERANCE = `greatest((quote.terms ->> 'toleranceIsk')::numeric * 100,
  quote.total * (quote.terms ->> 'toleranceBp')::numeric / 10000)`;

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
        or count(*) filter (where entry.amount = settlement.amount
          and entry.party = 'pilot:' || contract.issuer_id) <> 1
        or count(*) filter (where entry.amount = -settlement.amount
          and entry.party = 'trader:' || (quote.terms ->> 'assigneeId')) <> 1`,
  },
  {
    invariant: 'I6',
    name: 'amount-as-accepted',
    sql: `select id::text, amount || ' settled, ' || agreed || ' agreed' as what
      from (
        select settlement.id, amount, least(contract.price, quote.total - coalesce(sum(amount) over (
          partition by settlement.quote_id order by part rows between unbounded preceding and 1 preceding), 0))
          as agreed
        from settlement
        join quote on quote.id = settlement.quote_id
        join contract on contract.id = settlement.contract_id) part
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
      having coalesce(sum(line.total), 0) <> line_sum or quote.total <> line_sum - line_sum % 100
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
