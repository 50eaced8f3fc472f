import { type Damage, PAID } from './damages.ts';
import { PILOT_ID, TRADER_ID } from './stage.ts';

const GUARD = ['I4 guards-in-place'];
const gut = (name: string, body: string) =>
  `create or replace function ${name}() returns trigger language plpgsql as $$ ${body} $$`;
const remake = (trigger: string) => `drop trigger audit_event_append_only on audit_event;
  create trigger audit_event_append_only ${trigger} execute function refuse_audit_change()`;

/** Guards of the database that are gone, or look as if they were there. */
export const GUARD_DAMAGES: readonly Damage[] = [
  {
    damage: 'a guard that refuses nothing',
    sql: gut('refuse_audit_change', 'begin return coalesce(new, old); end'),
    found: GUARD,
  },
  {
    damage: 'a guard that keeps its words in a comment',
    sql: gut('check_settlements_within_quote', 'begin /* raise exception */ return null; end'),
    found: GUARD,
  },
  {
    damage: 'a guard behind what is never true',
    sql: gut(
      'check_ledger_balance',
      `begin if false then raise exception 'x'; end if; return null; end`,
    ),
    found: GUARD,
  },
  {
    damage: 'a guard switched off',
    sql: 'alter table audit_event disable trigger audit_event_append_only',
    found: GUARD,
  },
  {
    damage: 'a guard at another table under its name',
    sql: remake('before update on program for each row'),
    found: GUARD,
  },
  {
    damage: 'a guard of one column',
    sql: remake('before update of version on audit_event for each row'),
    found: GUARD,
  },
  {
    damage: 'a guard under a condition that never holds',
    sql: remake('before update or delete on audit_event for each row when (false)'),
    found: GUARD,
  },
  {
    damage: 'a trigger of somebody else’s',
    sql: `${gut('swallow', 'begin return null; end')};
      create trigger swallow before insert on audit_event for each row execute function swallow()`,
    found: GUARD,
  },
  {
    damage: 'a rule that does something else',
    sql: 'create rule swallow as on update to settlement do instead nothing',
    found: GUARD,
  },
  {
    damage: 'rows that are hidden',
    sql: 'alter table audit_event enable row level security',
    found: GUARD,
  },
  {
    damage: 'a table that a crash empties',
    sql: 'alter table audit_event set unlogged',
    found: GUARD,
  },
  {
    damage: 'the right to change the audit given back',
    sql: 'grant update, delete, truncate on audit_event to current_user',
    found: ['I4 audit-is-add-only'],
  },
  {
    damage: 'the right to change a column of the audit given to everybody',
    sql: 'grant update (after) on audit_event to public',
    found: ['I4 audit-is-add-only'],
  },
  {
    damage: 'amounts that may be anything',
    sql: 'alter table settlement drop constraint settlement_amount_positive',
    found: GUARD,
  },
  {
    damage: 'amounts that may be anything, by a rule of the same name',
    sql: `alter table settlement drop constraint settlement_amount_positive;
      alter table settlement add constraint settlement_amount_positive check (amount > -1)`,
    found: GUARD,
  },
  {
    damage: 'settlements that may be of no quote',
    sql: 'alter table settlement drop constraint settlement_quote_id_fkey',
    found: GUARD,
  },
  {
    damage: 'foreign keys switched off',
    sql: 'alter table ledger_entry disable trigger all',
    found: GUARD,
  },
  {
    damage: 'codes that may be given twice',
    sql: 'drop index quote_code_key; create index quote_code_key on quote (code)',
    found: GUARD,
  },
];

const PAID_CONTRACT = '(select contract_id from settlement where amount = 100000000)';
const PILOT_ACCOUNT = `(select account_id from character where id = ${PILOT_ID})`;
const forget = (entity: string, id: string) => `
  delete from outbox_event where entity = '${entity}' and entity_id = ${id}::text;
  delete from audit_event where entity = '${entity}' and entity_id = ${id}::text`;

/** Things removed with all that was told of them. */
export const TRACE_DAMAGES: readonly Damage[] = [
  {
    damage: 'an account removed with its trail',
    sql: `create temporary table lost on commit drop as select ${PILOT_ACCOUNT} as id;
      ${forget('account', '(select id from lost)')};
      delete from session where account_id = (select id from lost);
      delete from account where id = (select id from lost)`,
    found: ['I4 named-is-there'],
  },
  {
    damage: 'a character removed with its trail',
    sql: `${forget('character', String(PILOT_ID))}; delete from character where id = ${PILOT_ID}`,
    found: ['I4 account-has-signed-in', 'I4 named-is-there', 'I7 settled-as-quoted'],
  },
  {
    damage: 'a program removed with its trail',
    sql: `${forget('program', "(select id from program where side = 'buys')")};
      delete from program where side = 'buys'`,
    found: ['I4 named-is-there'],
  },
  {
    damage: 'a paid contract removed with its trail',
    sql: `create temporary table lost on commit drop as select ${PAID_CONTRACT} as id;
      ${forget('contract', '(select id from lost)')};
      delete from verdict where contract_id = (select id from lost);
      delete from contract_item where contract_id = (select id from lost);
      delete from contract_sighting where contract_id = (select id from lost);
      delete from contract where id = (select id from lost)`,
    found: [
      'I2 served-is-kept',
      'I4 contracted-by-a-contract',
      'I4 named-is-there',
      'I7 items-as-quoted',
    ],
  },
  {
    damage: 'a payment removed with its trail',
    sql: `create temporary table lost on commit drop as
        select id from settlement where amount = 50000000;
      ${forget('settlement', '(select id from lost)')};
      delete from ledger_entry where settlement_id = (select id from lost);
      delete from settlement where id = (select id from lost)`,
    found: ['I1 accepted-is-settled', 'I6 state-fits-settlements'],
  },
  {
    damage: 'a payment removed, and its contract called wrong',
    sql: `create temporary table lost on commit drop as
        select id, contract_id from settlement where amount = 50000000;
      ${forget('settlement', '(select id from lost)')};
      delete from ledger_entry where settlement_id = (select id from lost);
      delete from settlement where id = (select id from lost);
      update contract set verdict = 'fix-needed' where id = (select contract_id from lost)`,
    found: [
      'I1 accepted-is-settled',
      'I4 contract-as-told',
      'I6 state-fits-settlements',
      'verdicts last-verdict-stands',
    ],
  },
  {
    damage: 'a quote removed with its trail',
    sql: `create temporary table lost on commit drop as select ${PAID} as id;
      ${forget('quote', '(select id from lost)')};
      delete from quote_line where quote_id = (select id from lost);
      delete from quote where id = (select id from lost)`,
    found: ['I4 named-is-there', 'I7 items-as-quoted'],
  },
];

/** People who may do more, or have more, than they were given. */
export const PEOPLE_DAMAGES: readonly Damage[] = [
  {
    damage: 'everybody an owner',
    sql: `update account set role = 'owner'`,
    found: ['I4 account-as-told'],
  },
  {
    damage: 'an account that shows itself as another’s character',
    sql: `update account set main_character_id = ${TRADER_ID} where id = ${PILOT_ACCOUNT}`,
    found: ['I4 account-as-told'],
  },
  {
    damage: 'an account that says it has become part of another',
    sql: `update account set deleted_at = now(), merged_into_id = (
        select account_id from character where id = ${TRADER_ID})
      where id = ${PILOT_ACCOUNT}`,
    found: ['I4 merge-as-told', 'I4 merged-has-nothing'],
  },
  {
    damage: 'a character given to another account',
    sql: `update character set account_id = ${PILOT_ACCOUNT} where id = ${TRADER_ID}`,
    found: ['I4 character-as-told'],
  },
  {
    damage: 'a character taken from its account',
    sql: `update character set account_id = null where id = ${PILOT_ID}`,
    found: ['I4 character-as-told'],
  },
];
