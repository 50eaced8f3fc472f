/**
 * Reading the contracts of somebody who sells to us, by that character's own leave.
 *
 * @module
 */
import type { MatchContract, MatchItem } from '#lib/core/matching/match-input.ts';
import { characterContractItems, characterContracts, EsiError } from '#lib/eve/esi/index.ts';
import { SsoError } from '#lib/eve/sso/index.ts';
import type { Container } from '#lib/server/container.ts';
import { EveTokenError, withAccessToken } from '#lib/server/eve-tokens.ts';
import { fromId, toId } from '#lib/server/ids.ts';
import type { Viewer } from '#lib/server/viewer.ts';
import { fromEsiItem } from './contract-row.ts';
import { isScopeMissing } from './is-scope-missing.ts';
import { readEsiContracts } from './read-esi-contracts.ts';
import type { OwnCheck } from './schema.ts';

export type OwnList = {
  readonly characterId: number;
  readonly name: string;
  readonly contracts: readonly MatchContract[];
  /** How many of it make no sense. */
  readonly unreadableCount: number;
  /** When EVE gave it, and from when on it has a newer one. */
  readonly readAt: Date;
  readonly newerAt: Date;
};

/** `all` ends with the caller's signal, or when it took too long. */
export type Limits = { readonly caller: AbortSignal; readonly all: AbortSignal };

const GRANT = { purpose: 'check', scope: 'esi-contracts.read_character_contracts.v1' } as const;

type Unread = Extract<OwnCheck['unread'][number], { reason: 'no-permission' | 'eve-away' }>;
type Asked = Pick<Viewer, 'accountId'> & Viewer['characters'][number];

/** Read the lists of all characters that allow it. One that cannot be read never stops the others. */
export async function readOwnLists(
  container: Container,
  { accountId, characters }: Viewer,
  limits: Limits,
): Promise<{ lists: OwnList[]; unread: Unread[] }> {
  const tokens = await container.db.eveToken.findMany({
    where: {
      purpose: GRANT.purpose,
      characterId: { in: characters.map(({ characterId }) => fromId(characterId)) },
    },
    select: { characterId: true },
  });
  const allowed = new Set(tokens.map(({ characterId }) => toId(characterId)));
  const answers = await Promise.all(
    characters
      .filter(({ characterId }) => allowed.has(characterId))
      .map((character) => readList(container, { ...character, accountId }, limits)),
  );
  return {
    lists: answers.flatMap((answer) => ('contracts' in answer ? [answer] : [])),
    unread: answers.flatMap((answer) => ('reason' in answer ? [answer] : [])),
  };
}

async function readList(
  container: Container,
  { accountId, characterId, name }: Asked,
  limits: Limits,
): Promise<OwnList | Unread> {
  const signal = limits.all;
  try {
    const { data, fetchedAt, expiresAt } = await withAccessToken(
      container,
      { accountId, characterId, purpose: GRANT.purpose },
      (accessToken) =>
        container.esi.requestAllPages(characterContracts({ characterId }), { signal, accessToken }),
      signal,
    );
    const { contracts, unreadableIds } = readEsiContracts(container, data);
    return {
      characterId,
      name,
      contracts,
      unreadableCount: unreadableIds.length,
      readAt: fetchedAt,
      newerAt: expiresAt,
    };
  } catch (error) {
    const reason = await toReason(container, error, { characterId, limits });
    container.log.warn({ err: error, characterId, reason }, 'own contracts were not read');
    return { name, reason };
  }
}

/** @returns Null when EVE does not give the items, or gives none of such a contract. */
export async function readOwnItems(
  container: Container,
  { accountId }: Pick<Viewer, 'accountId'>,
  { contractId, issuerId: characterId, type }: MatchContract,
  limits: Limits,
): Promise<MatchItem[] | null> {
  if (type !== 'item_exchange') return null;
  const signal = limits.all;
  try {
    const { data } = await withAccessToken(
      container,
      { accountId, characterId, purpose: GRANT.purpose },
      (accessToken) =>
        container.esi.request(characterContractItems({ characterId, contractId }), {
          signal,
          accessToken,
        }),
      signal,
    );
    return data.map(fromEsiItem);
  } catch (error) {
    const reason = await toReason(container, error, { characterId, limits });
    container.log.warn({ err: error, contractId, reason }, 'own items were not read');
    return null;
  }
}

// What is neither EVE's doing nor the pilot's is a fault of ours.
async function toReason(
  container: Container,
  error: unknown,
  { characterId, limits: { caller, all } }: { characterId: number; limits: Limits },
): Promise<Unread['reason']> {
  if (caller.aborted) throw error;
  if (error instanceof EveTokenError) return 'no-permission';
  if (await isScopeMissing(container, error, { characterId, ...GRANT })) return 'no-permission';
  if (all.aborted || error instanceof EsiError || error instanceof SsoError) return 'eve-away';
  throw error;
}
