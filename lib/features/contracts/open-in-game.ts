import { EsiError, EsiNotFoundError, openContractWindow } from '#lib/eve/esi/index.ts';
import { SsoError } from '#lib/eve/sso/index.ts';
import type { Container } from '#lib/server/container.ts';
import { EveTokenError, withAccessToken } from '#lib/server/eve-tokens.ts';
import { fromId, toId } from '#lib/server/ids.ts';
import type { Viewer } from '#lib/server/viewer.ts';
import { isScopeMissing } from './is-scope-missing.ts';

/** 'no-permission': no character of the viewer's allows it (any more). */
export type OpenInGameRefusal = 'no-permission' | 'no-such-contract' | 'esi-away';
export type OpenInGameOutcome =
  | { readonly ok: true; readonly characterName: string }
  | { readonly ok: false; readonly reason: OpenInGameRefusal };

const TIMEOUT_MS = 10_000;
const GRANT = { purpose: 'window', scope: 'esi-ui.open_window.v1' } as const;

/**
 * Open a contract in the viewer's running game: by the character that signed in, where it allowed
 * that, else by another character of the account that did.
 */
export async function openInGame(
  container: Container,
  viewer: Viewer,
  contractId: number,
  signal: AbortSignal,
): Promise<OpenInGameOutcome> {
  const contract = await container.db.contract.findUnique({
    where: { id: fromId(contractId) },
    select: { goneAt: true },
  });
  if (!contract || contract.goneAt) return { ok: false, reason: 'no-such-contract' };

  const tokenCharacterId = await chooseCharacter(container, viewer);
  if (tokenCharacterId === null) return { ok: false, reason: 'no-permission' };
  const limited = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    await withAccessToken(
      container,
      {
        accountId: viewer.accountId,
        characterId: tokenCharacterId,
        purpose: GRANT.purpose,
      },
      (accessToken) =>
        container.esi.request(openContractWindow({ contractId, tokenCharacterId }), {
          signal: limited,
          accessToken,
        }),
      limited,
    );
  } catch (error) {
    if (signal.aborted) throw error;
    const reason = limited.aborted
      ? 'esi-away'
      : await toReason(container, error, tokenCharacterId);
    if (reason === null) throw error;
    container.log.warn({ err: error, contractId, reason }, 'a contract did not open in game');
    return { ok: false, reason };
  }
  const character = viewer.characters.find(({ characterId }) => characterId === tokenCharacterId);
  return { ok: true, characterName: character?.name ?? viewer.characterName };
}

async function chooseCharacter({ db }: Container, viewer: Viewer): Promise<number | null> {
  const tokens = await db.eveToken.findMany({
    where: {
      purpose: GRANT.purpose,
      characterId: { in: viewer.characters.map(({ characterId }) => fromId(characterId)) },
    },
    orderBy: { createdAt: 'asc' },
  });
  const own = tokens.find(({ characterId }) => toId(characterId) === viewer.characterId);
  const living = tokens.find(({ state }) => state === 'active');
  const chosen = own?.state === 'active' ? own : (living ?? own ?? tokens[0]);
  return chosen ? toId(chosen.characterId) : null;
}

async function toReason(
  container: Container,
  error: unknown,
  characterId: number,
): Promise<OpenInGameRefusal | null> {
  if (error instanceof EveTokenError) return 'no-permission';
  if (await isScopeMissing(container, error, { characterId, ...GRANT })) return 'no-permission';
  if (error instanceof EsiNotFoundError) return 'no-such-contract';
  return error instanceof EsiError || error instanceof SsoError ? 'esi-away' : null;
}
