import type { Probe } from './invariant.ts';

/** Everything that has a version. */
const VERSIONED = `
  select 'quote' as entity, id::text as entity_id, version from quote
  union all select 'contract', id::text, version from contract
  union all select 'program', id::text, version from program
  union all select 'account', id::text, version from account
  union all select 'character', id::text, version from character
  union all select 'eve-token', id::text, version from eve_token
  union all select 'settlement', id::text, 1 from settlement`;

/** The trail itself: whole, published, and nowhere against its own rules. */
export const AUDIT_PROBES: readonly Probe[] = [
  {
    invariant: 'I4',
    name: 'versions-without-gap',
    sql: `select entity || ' ' || entity_id as id,
        count(*) || ' rows from version ' || min(version) || ' to ' || max(version) as what
      from audit_event group by entity, entity_id
      having min(version) <> 1 or max(version) <> count(*) or count(distinct version) <> count(*)`,
  },
  {
    invariant: 'I4',
    name: 'every-version-told',
    sql: `select thing.entity || ' ' || thing.entity_id as id,
        'is at version ' || thing.version || ', the trail at ' || coalesce(max(audit.version), 0) as what
      from (${VERSIONED}) thing
      left join audit_event audit using (entity, entity_id)
      group by thing.entity, thing.entity_id, thing.version
      having thing.version <> coalesce(max(audit.version), 0)`,
  },
  {
    invariant: 'I4',
    name: 'told-is-there',
    sql: `select distinct entity || ' ' || entity_id as id, 'is told of, and not there' as what
      from audit_event audit
      where entity in ('quote', 'contract', 'program', 'account', 'settlement')
        and not exists (select from (${VERSIONED}) thing
          where thing.entity = audit.entity and thing.entity_id = audit.entity_id)`,
  },
  {
    invariant: 'I4',
    // That a session has ended is told to gateways alone: neither its start nor its end is in the trail.
    name: 'event-is-told',
    sql: `select entity || ' ' || entity_id as id,
        'version ' || version || ' was published, and is not in the trail' as what
      from outbox_event event
      where entity <> 'session' and not exists (select from audit_event audit where audit.entity = event.entity
        and audit.entity_id = event.entity_id and audit.version = event.version)`,
  },
  {
    invariant: 'I4',
    name: 'published-once',
    sql: `select entity || ' ' || entity_id as id,
        'version ' || version || ' was published ' || count(*) || ' times' as what
      from outbox_event group by entity, entity_id, version having count(*) > 1`,
  },
  {
    invariant: 'I4',
    name: 'told-is-published',
    // Older events are dropped: see pruneOutbox.
    sql: `select entity || ' ' || entity_id as id,
        'version ' || version || ' is in the trail, and was not published' as what
      from audit_event audit
      where at > (select greatest(max(at), now()) from audit_event) - interval '6 days'
        and not exists (select from outbox_event event where event.entity = audit.entity
          and event.entity_id = audit.entity_id and event.version = audit.version)`,
  },
  {
    invariant: 'I4',
    name: 'chain-unbroken',
    sql: `select entity || ' ' || entity_id as id,
        'version ' || version || ' does not follow from the one before' as what
      from (select *, lag(hash) over (partition by entity, entity_id order by version) as expected
        from audit_event) link
      where previous is distinct from expected`,
  },
  {
    invariant: 'I5',
    name: 'moves-allowed',
    sql: `select code || ' ' || id as id, 'went from ' || from_state || ' to ' || to_state as what
      from (
        select quote.id, quote.code, after ->> 'state' as to_state, coalesce(lag(after ->> 'state') over (
          partition by entity_id order by audit.version), 'nothing') as from_state
        from audit_event audit join quote on quote.id::text = entity_id
        where entity = 'quote' and after ? 'state') move
      where (from_state, to_state) not in (('nothing', 'open'),
        ('open', 'contracted'), ('open', 'expired'), ('open', 'cancelled'),
        ('contracted', 'open'), ('contracted', 'partly-completed'), ('contracted', 'completed'),
        ('contracted', 'expired'), ('partly-completed', 'completed'), ('partly-completed', 'expired'),
        ('expired', 'contracted'))`,
  },
  {
    invariant: 'I5',
    name: 'moves-join',
    sql: `select entity_id as id, 'version ' || version || ' says it was ' || said || ', it was ' || was as what
      from (
        select entity_id, version, before ->> 'state' as said,
          lag(after ->> 'state') over (partition by entity_id order by version) as was
        from audit_event where entity = 'quote' and after ? 'state') move
      where said is distinct from was`,
  },
  {
    invariant: 'I5',
    name: 'status-never-back',
    sql: `select entity_id as id, 'was ' || was || ', and ' || is_now || ' after it' as what
      from (
        select entity_id, after ->> 'status' as is_now,
          lag(after ->> 'status') over (partition by entity_id order by version) as was
        from audit_event where entity = 'contract' and after ? 'status') step
      where was in ('finished', 'finished_issuer', 'finished_contractor', 'cancelled', 'rejected',
          'failed', 'deleted', 'reversed')
        and is_now in ('outstanding', 'in_progress')`,
  },
];
