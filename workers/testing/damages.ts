import { SCAMMER_ID, TRADER_ID } from './stage.ts';

/** Something done to a site behind its back, and the probes that find it. */
export type Damage = {
  readonly damage: string;
  readonly sql: string;
  readonly found: readonly string[];
};

/** The quote that is paid whole. */
export const PAID = '(select quote_id from settlement where amount = 100000000)';
const PAID_CONTRACT = '(select contract_id from settlement where amount = 100000000)';
const PARTED = '(select quote_id from settlement where amount = 50000000)';
const WAITING = "(select quote_id from contract where verdict = 'suspicious')";
const GONE = '(select id from contract where gone_at is not null)';

/**
 * Damages to a site with a quote paid whole, one paid in half, one whose pilot has a scammer beside
 * them, one whose contract was deleted, and a guest's without any.
 */
export const DAMAGES: readonly Damage[] = [
  {
    damage: 'a contract that settles twice',
    sql: `drop index settlement_contract_id_key;
      insert into settlement select gen_random_uuid(), quote_id, contract_id, 2, amount, created_at
      from settlement where amount = 50000000`,
    found: [
      'I1 contract-settles-once',
      'I4 every-version-told',
      'I4 guards-in-place',
      'I4 settlement-as-told',
      'I6 ledger-balances',
      'I7 price-as-quoted',
    ],
  },
  {
    damage: 'a part that settles twice',
    sql: `drop index settlement_quote_id_part_key; update settlement set part = 2 where quote_id = ${PARTED}`,
    found: ['I1 part-settles-once', 'I4 guards-in-place', 'I4 settlement-as-told'],
  },
  {
    damage: 'more settled than quoted',
    sql: `update settlement set amount = amount * 3 where quote_id = ${PARTED}`,
    found: [
      'I1 settled-within-total',
      'I4 settlement-as-told',
      'I6 amount-as-accepted',
      'I6 ledger-balances',
    ],
  },
  {
    damage: 'a ledger entry changed',
    sql: 'update ledger_entry set amount = amount + 1 where amount = 100000000',
    found: ['I6 ledger-balances'],
  },
  {
    damage: 'a ledger entry lost',
    sql: "delete from ledger_entry where party like 'trader:%' and amount = -100000000",
    found: ['I6 ledger-balances'],
  },
  {
    damage: 'ISK booked to another pilot',
    sql: "update ledger_entry set party = 'pilot:9000000000004' where amount = 100000000",
    found: ['I6 ledger-balances'],
  },
  {
    damage: 'less settled than was agreed, ledger and all',
    sql: `update settlement set amount = 99999999 where quote_id = ${PAID};
      update ledger_entry set amount = sign(amount) * 99999999 where abs(amount) = 100000000`,
    found: ['I4 settlement-as-told', 'I6 amount-as-accepted'],
  },
  {
    damage: 'the total of a quote changed',
    sql: `update quote set total = total + 100 where id = ${PAID}`,
    found: ['I4 quote-as-told', 'I6 lines-add-up', 'verdicts judged-by-its-quote'],
  },
  {
    damage: 'a line of a quote changed',
    sql: `update quote_line set type_id = 1228 where quote_id = ${WAITING}`,
    found: ['I4 promise-as-told', 'verdicts judged-by-its-quote'],
  },
  {
    damage: 'the reason of a price changed',
    sql: `update quote_line set evidence = evidence || '{"rateBp": 1}' where quote_id = ${WAITING}`,
    found: ['I4 promise-as-told'],
  },
  {
    damage: 'the terms of a quote changed',
    sql: `update quote set terms = terms || '{"instructions": "Send it to me"}' where id = ${WAITING}`,
    found: ['I4 promise-as-told'],
  },
  {
    damage: 'a settled quote opened again behind the trail',
    sql: `update quote set state = 'open' where id = ${PAID}`,
    found: ['I4 quote-as-told', 'I6 state-fits-settlements'],
  },
  {
    damage: 'a quote given to somebody else',
    sql: `update quote set account_id = (select account_id from character where id = ${TRADER_ID})
      where id = ${PAID}`,
    found: ['I4 quote-as-told', 'I7 settled-as-quoted'],
  },
  {
    damage: 'a quote of an account that another browser may claim',
    sql: `update quote set claim_hash = sha256('another') where id = ${WAITING}`,
    found: ['I4 claim-as-told', 'I4 quote-as-told'],
  },
  {
    damage: 'a guest’s quote that its browser may claim no more',
    sql: 'update quote set claim_hash = null where account_id is null',
    found: ['I4 claim-as-told', 'I4 quote-as-told'],
  },
  {
    damage: 'a guest’s quote given to another browser',
    sql: `update quote set claim_hash = sha256('another') where account_id is null`,
    found: ['I4 claim-as-told'],
  },
  {
    damage: 'a quote of an account from the start that was claimed later',
    sql: `update quote set claimed_at = created_at + interval '1 minute' where id = ${WAITING}`,
    found: ['I4 claim-as-told'],
  },
  {
    damage: 'the rate of the program changed',
    sql: 'update program set rate_bp = rate_bp + 100',
    found: ['I4 program-as-told'],
  },
  {
    damage: 'more tolerance, and other limits, in a program that nobody has changed yet',
    sql: `update program set tolerance_bp = 500, tolerance = 5, minimum_total = 1, maximum_total = 2`,
    found: ['I4 program-as-told'],
  },
  {
    damage: 'other instructions for the pilots, and older prices',
    sql: `update program set instructions = 'Send it to me', stale_after_minutes = 1440`,
    found: ['I4 program-as-told'],
  },
  {
    damage: 'the program’s contracts made out to somebody else',
    sql: `update program set assignee_id = ${SCAMMER_ID}`,
    found: ['I4 program-as-told'],
  },
  {
    damage: 'a settlement moved to another day',
    sql: `update settlement set created_at = created_at - interval '1 day' where quote_id = ${PAID}`,
    found: ['I4 settlement-as-told'],
  },
  {
    damage: 'a verdict moved to another day',
    sql: `update verdict set created_at = created_at - interval '1 day' where verdict = 'suspicious'`,
    found: ['I4 verdict-as-told'],
  },
  {
    damage: 'a listed contract marked as gone',
    sql: `update contract set gone_at = first_seen_at where verdict = 'suspicious'`,
    found: ['I2 listed-is-not-gone', 'I4 contract-as-told'],
  },
  {
    damage: 'a contract that is not listed any more kept as if it were',
    sql: `update contract set gone_at = null where id = ${GONE}`,
    found: ['I2 unlisted-is-gone', 'I4 contract-as-told'],
  },
  {
    damage: 'a contract lost',
    sql: `delete from verdict where contract_id = (select id from contract where verdict = 'suspicious');
      delete from contract_item where contract_id = (select id from contract where verdict = 'suspicious');
      delete from contract_sighting where contract_id = (select id from contract where verdict = 'suspicious');
      delete from contract where verdict = 'suspicious'`,
    found: ['I2 served-is-kept', 'I3 items-as-read', 'I4 told-is-there', 'I4 verdict-as-told'],
  },
  {
    damage: 'a contract that EVE never had',
    sql: `insert into contract select (jsonb_populate_record(contract, '{"id": 1, "quote_id": null,
        "relation": null, "verdict": null, "items_state": "unread"}')).*
      from contract where id = ${GONE}`,
    found: [
      'I3 kept-was-seen',
      'I3 kept-was-served',
      'I4 contract-as-told',
      'I4 every-version-told',
    ],
  },
  {
    damage: 'an item that EVE never had',
    sql: `insert into contract_item select contract_id, 1, 44992, 500, null, true, false
      from contract_item where contract_id = ${PAID_CONTRACT}`,
    found: ['I3 items-as-read', 'I3 items-were-served', 'I7 items-as-quoted'],
  },
  {
    damage: 'an item lost',
    sql: `delete from contract_item where contract_id = ${GONE}`,
    found: ['I3 items-as-read'],
  },
  {
    damage: 'an item changed',
    sql: `update contract_item set is_singleton = not is_singleton where contract_id = ${GONE}`,
    found: ['I3 items-as-read'],
  },
  {
    damage: 'the price of a contract changed after it was paid',
    sql: `update contract set price = price * 2 where id = ${PAID_CONTRACT}`,
    found: ['I4 contract-as-told', 'I7 price-as-quoted'],
  },
  {
    damage: 'a settled contract made out to somebody else',
    sql: `update contract set assignee_id = ${SCAMMER_ID} where id = ${PAID_CONTRACT}`,
    found: ['I4 contract-as-told', 'I7 settled-as-quoted'],
  },
  {
    damage: 'a change that nobody outside was told of',
    sql: `delete from outbox_event where entity = 'quote' and version = 2 and entity_id = ${WAITING}::text`,
    found: ['I4 told-is-published'],
  },
  {
    damage: 'an event sent twice',
    sql: `insert into outbox_event (topic, entity, entity_id, version, payload, created_at)
      select topic, entity, entity_id, version, payload, created_at from outbox_event
      where entity = 'quote' limit 1`,
    found: ['I4 published-once'],
  },
  {
    damage: 'an event of a change that was taken back',
    sql: `insert into outbox_event (topic, entity, entity_id, version, payload, created_at)
      select topic, entity, entity_id, 99, payload, created_at from outbox_event
      where entity = 'quote' limit 1`,
    found: ['I4 event-is-told'],
  },
  {
    damage: 'a version of the trail cut out',
    sql: `delete from audit_event where entity = 'quote' and entity_id = ${PAID}::text and version = 2`,
    found: [
      'I4 chain-unbroken',
      'I4 event-is-told',
      'I4 versions-without-gap',
      'I5 moves-allowed',
      'I5 moves-join',
    ],
  },
  {
    damage: 'the last version of the trail cut off',
    sql: `delete from audit_event where entity = 'quote' and entity_id = ${PAID}::text and version = 3`,
    found: ['I4 event-is-told', 'I4 every-version-told', 'I4 quote-as-told'],
  },
  {
    damage: 'an audit row changed',
    sql: `update audit_event set at = at - interval '1 hour'
      where entity = 'quote' and entity_id = ${PAID}::text and version = 1`,
    found: ['I4 hash-of-content', 'I4 quote-as-told'],
  },
  {
    damage: 'a move that may not be',
    sql: `update audit_event set after = '{"state": "cancelled"}'
      where entity = 'quote' and entity_id = ${PAID}::text and version = 3`,
    found: ['I4 hash-of-content', 'I4 quote-as-told', 'I5 moves-allowed'],
  },
  {
    damage: 'an accepted contract that came back',
    sql: `update audit_event
      set after = after || jsonb_build_object('status', case action when 'seen' then 'finished' else 'outstanding' end)
      where entity = 'contract' and entity_id = ${PAID_CONTRACT}::text and after ? 'status'`,
    found: ['I4 contract-as-told', 'I4 hash-of-content', 'I5 status-never-back'],
  },
  {
    damage: 'the window of a quote begun earlier',
    sql: `update quote set created_at = created_at - interval '1 year' where id = ${WAITING}`,
    found: ['I4 quote-as-told'],
  },
  {
    damage: 'a verdict turned round',
    sql: `update verdict set verdict = 'valid' where verdict = 'suspicious'`,
    found: ['I4 verdict-as-told', 'verdicts last-verdict-stands', 'verdicts made-again'],
  },
  {
    damage: 'a finding made milder',
    sql: `update verdict set findings = replace(findings::text, '"fraud"', '"advice"')::jsonb
      where verdict = 'suspicious'`,
    found: ['verdicts made-again'],
  },
  {
    damage: 'the input of a verdict changed',
    sql: `update verdict set input = jsonb_set(input, '{contract,price}', '1000000')
      where verdict = 'suspicious'`,
    found: ['verdicts made-again'],
  },
];
