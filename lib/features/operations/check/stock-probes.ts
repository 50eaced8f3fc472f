import type { Probe } from './invariant.ts';

/** Orders that may still be delivered. */
const LIVING = `quote.state in ('open', 'contracted', 'partly-completed')`;

/** What there is, what orders hold of it, and what the trail tells of both. */
export const STOCK_PROBES: readonly Probe[] = [
  {
    invariant: 'stock',
    name: 'reserved-is-held',
    sql: `select stock.id::text as id, reserved || ' reserved, ' || coalesce(sum(held), 0) || ' held' as what
      from stock left join stock_hold on stock_id = stock.id
      group by stock.id having reserved <> coalesce(sum(held), 0)`,
  },
  {
    invariant: 'stock',
    name: 'never-negative',
    sql: `select id::text, quantity || ' there, ' || reserved || ' reserved' as what
      from stock where quantity < 0 or reserved < 0
      union all
      select quote_id::text, held || ' held, ' || taken || ' taken of ' || wanted
      from stock_hold where held < 0 or taken < 0 or held + taken > wanted`,
  },
  {
    invariant: 'stock',
    name: 'held-by-the-living',
    sql: `select quote.id::text as id, state || ' and holds ' || sum(held) as what
      from stock_hold join quote on quote.id = quote_id
      where not ${LIVING} group by quote.id having sum(held) > 0`,
  },
  {
    invariant: 'stock',
    name: 'held-as-ordered',
    // Of those that nothing has happened to: all that was ordered, at the order's own place.
    sql: `select quote.id::text as id, 'holds other than what was ordered' as what
      from quote
      where side = 'sells' and (
        select coalesce(jsonb_object_agg(type_id, units), '{}')
        from (select type_id, sum(quantity) as units from quote_line
          where quote_id = quote.id group by type_id) ordered)
        is distinct from (
        select coalesce(jsonb_object_agg(type_id, case when quote.state = 'open' then held else wanted end), '{}')
        from stock_hold join stock on stock.id = stock_id
        where quote_id = quote.id and stock.program_id = quote.program_id
          and stock.location_id = quote.location_id)
      union all
      select quote.id::text, 'holds stock and is no order'
      from quote join stock_hold on quote_id = quote.id where side <> 'sells'`,
  },
  {
    invariant: 'stock',
    name: 'taken-as-accepted',
    sql: `select quote.id::text as id, 'has ' || taken || ' taken of type ' || type_id || ', and '
        || given || ' accepted' as what
      from (
        select quote_id, type_id, sum(taken) as taken, coalesce(max(given), 0) as given
        from stock_hold join stock on stock.id = stock_id
        left join lateral (
          select sum(item.quantity) as given from contract_item item
          join contract on contract.id = item.contract_id
          where contract.quote_id = stock_hold.quote_id and item.type_id = stock.type_id
            and is_included and relation = 'named' and verdict = 'valid'
            and (status in ('finished', 'finished_issuer', 'finished_contractor')
              or exists (select from settlement where settlement.contract_id = contract.id))) accepted on true
        group by quote_id, type_id) stocked
      join quote on quote.id = quote_id
      where taken <> given and (quote.state in ('completed', 'expired') or taken > given)`,
  },
  {
    invariant: 'stock',
    name: 'stock-as-told',
    sql: `select stock.id::text as id, 'is not what the trail makes of it' as what
      from stock left join lateral (
        select after, version from audit_event
        where entity = 'stock' and entity_id = stock.id::text
        order by version desc limit 1) told on true
      where stock.quantity::text is distinct from told.after ->> 'quantity'
        or stock.reserved::text is distinct from told.after ->> 'reserved'
        or stock.version is distinct from told.version`,
  },
];
