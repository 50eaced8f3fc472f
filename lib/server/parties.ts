/**
 * Names of characters, corporations and alliances, as EVE gives them and as they are kept here.
 *
 * @module
 */
import { requestNames } from '#lib/eve/esi/index.ts';
import type { Container } from './container.ts';
import { fromId } from './ids.ts';

export type Party = { readonly id: number; readonly name: string; readonly category: string };
export type ResolvedParties = {
  readonly parties: readonly Party[];
  /** EVE has no character, corporation or alliance of these. */
  readonly unknownIds: readonly number[];
};

/** The kind of a party that EVE does not know: kept, so that it is not asked for again and again. */
export const UNKNOWN_PARTY = 'unknown';

const KINDS: ReadonlySet<string> = new Set(['character', 'corporation', 'alliance']);

/**
 * Ask EVE for the names of characters, corporations and alliances. Where too many are refused the rest is in
 * neither list.
 */
export async function resolveParties(
  { esi }: Pick<Container, 'esi'>,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<ResolvedParties> {
  const { rows, unknownIds } = await requestNames(esi, ids, { signal });
  const parties = rows.filter(({ category }) => KINDS.has(category));
  const others = rows.filter(({ category }) => !KINDS.has(category)).map(({ id }) => id);
  return { parties, unknownIds: [...unknownIds, ...others] };
}

/** Keep what EVE said of parties, also that it does not know some. */
export async function storeParties(
  { pool, clock }: Pick<Container, 'pool' | 'clock'>,
  { parties, unknownIds }: ResolvedParties,
): Promise<void> {
  const rows = [
    ...parties,
    ...unknownIds.map((id) => ({ id, category: UNKNOWN_PARTY, name: `#${id}` })),
  ];
  await pool.query({
    name: 'store-parties',
    text: `insert into party (id, kind, name, fetched_at)
      select id, kind, name, $4 from unnest($1::bigint[], $2::text[], $3::text[])
        as row(id, kind, name)
      on conflict (id) do update set
        kind = excluded.kind, name = excluded.name, fetched_at = excluded.fetched_at`,
    values: [
      rows.map(({ id }) => fromId(id)),
      rows.map(({ category }) => category),
      rows.map(({ name }) => name),
      clock(),
    ],
  });
}

/** Names that are kept here, by id. */
export async function readPartyNames(
  { pool }: Pick<Container, 'pool'>,
  ids: Iterable<number>,
): Promise<Map<number, string>> {
  const wanted = [...new Set(ids)].map(fromId);
  if (wanted.length === 0) return new Map();
  const { rows } = await pool.query<{ id: string; name: string }>({
    name: 'kept-party-names',
    text: `select id, name from party where id = any($1::bigint[]) and kind <> $2`,
    values: [wanted, UNKNOWN_PARTY],
  });
  return new Map(rows.map(({ id, name }) => [Number(id), name]));
}
