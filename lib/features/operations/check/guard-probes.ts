import guards from './guards.json' with { type: 'json' };
import type { Probe } from './invariant.ts';

const TABLES = `
  select oid, relname, relowner, relacl, relpersistence, relrowsecurity from pg_class
  where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
    and relname <> '_prisma_migrations'`;

/**
 * Rows of `(id, definition)`: every rule that the database holds to, as PostgreSQL tells it. Of a trigger
 * also whether it is on, and what its function does. `guards.json` has what the migrations make of it.
 */
export const GUARDS_SQL = `
  with own as (${TABLES})
  select 'trigger ' || relname || ' ' || tgname as id, concat_ws(' ',
      case tgenabled when 'O' then 'on' when 'A' then 'on' else 'off' end,
      pg_get_triggerdef(pg_trigger.oid, true), lanname,
      encode(sha256(convert_to(prosrc, 'UTF8')), 'hex'), proconfig::text) as definition
    from pg_trigger join own on own.oid = tgrelid join pg_proc on pg_proc.oid = tgfoid
    join pg_language on pg_language.oid = prolang
    where not tgisinternal
  union all
  select 'constraint ' || relname || ' ' || conname, pg_get_constraintdef(pg_constraint.oid, true)
    from pg_constraint join own on own.oid = conrelid where contype in ('c', 'f', 'x')
  union all
  select 'unique ' || own.relname || ' ' || index.relname,
      case when indisvalid and indisready and indisunique then 'on ' else 'off ' end
        || regexp_replace(pg_get_indexdef(indexrelid), '^.* USING ', '')
    from pg_index join own on own.oid = indrelid join pg_class index on index.oid = indexrelid
    where indisunique or not indisvalid`;

const MADE = `jsonb_each_text('${JSON.stringify(guards).replaceAll("'", "''")}'::jsonb) made(id, definition)`;

/** The rules of the database itself: those that the migrations made, and nothing that goes round them. */
export const GUARD_PROBES: readonly Probe[] = [
  {
    invariant: 'I4',
    name: 'guards-in-place',
    sql: `with found as (${GUARDS_SQL}), own as (${TABLES})
      select made.id, case when found.id is null then 'is missing'
          else 'is not as it was made, or is switched off' end as what
      from ${MADE} left join found using (id)
      where found.definition is distinct from made.definition
      union all
      select id, 'was made by no migration' from found
      where id like 'trigger %' and id not in (select made.id from ${MADE})
      union all
      select 'table ' || relname, 'has its foreign keys switched off'
      from own where exists (select from pg_trigger
        where tgrelid = own.oid and tgisinternal and tgenabled not in ('O', 'A'))
      union all
      select 'table ' || relname, 'has the rule ' || rulename || ', which no migration made'
      from own join pg_rewrite on ev_class = own.oid
      union all
      select 'table ' || relname, 'shows some of its rows only' from own where relrowsecurity
      union all
      select 'table ' || relname, 'is not kept over a crash' from own where relpersistence <> 'p'`,
  },
  {
    invariant: 'I4',
    name: 'audit-is-add-only',
    sql: `with own as (${TABLES}),
      rights as (
        select grantee, privilege_type
        from own, aclexplode(coalesce(relacl, acldefault('r', relowner)))
        where relname = 'audit_event'
        union
        select grantee, privilege_type
        from own join pg_attribute on attrelid = own.oid, aclexplode(attacl)
        where relname = 'audit_event')
      select 'audit_event' as id, 'may be changed: ' || case grantee when 0 then 'everybody'
          else grantee::regrole::text end || ' has the right to ' || lower(privilege_type) as what
      from rights where privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')`,
  },
];
