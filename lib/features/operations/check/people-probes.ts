import type { Probe } from './invariant.ts';

/** The last thing that the trail says of a field. */
const lastSaid = (entity: string, id: string, field: string) => `
  (select after -> '${field}' from audit_event
    where entity = '${entity}' and entity_id = ${id}::text and after ? '${field}'
    order by version desc limit 1)`;

/** Who may do what, and whose character it is, against what the trail tells. A block is not told. */
export const PEOPLE_PROBES: readonly Probe[] = [
  {
    invariant: 'I4',
    name: 'account-as-told',
    sql: `select id::text, 'is ' || role || ' with main character '
        || coalesce(main_character_id::text, 'none') || ', which the trail does not say' as what
      from account
      where to_jsonb(role::text) is distinct from ${lastSaid('account', 'account.id', 'role')}
        or coalesce(to_jsonb(main_character_id), 'null')
          is distinct from ${lastSaid('account', 'account.id', 'mainCharacterId')}`,
  },
  {
    invariant: 'I4',
    name: 'merge-as-told',
    sql: `select id::text, 'is merged into ' || coalesce(merged_into_id::text, 'none')
        || ', which the trail does not say' as what
      from account
      where merged_into_id::text is distinct from
        ${lastSaid('account', 'account.id', 'mergedIntoId')} #>> '{}'`,
  },
  {
    invariant: 'I4',
    name: 'merged-has-nothing',
    sql: `select quote.id::text, 'is left with ' || account.id || ', which is merged into ' || merged_into_id
        as what
      from quote join account on account.id = account_id where merged_into_id is not null
      union all
      select character.id::text, 'is left with ' || account.id || ', which is merged into ' || merged_into_id
      from character join account on account.id = account_id where merged_into_id is not null`,
  },
  {
    invariant: 'I4',
    name: 'character-as-told',
    sql: `select id::text, 'is of account ' || coalesce(account_id::text, 'none')
        || ', which the trail does not say' as what
      from character
      where coalesce(to_jsonb(account_id::text), 'null')
        is distinct from ${lastSaid('character', 'character.id', 'accountId')}`,
  },
];
