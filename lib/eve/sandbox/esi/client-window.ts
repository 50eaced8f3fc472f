import { type EsiAnswer, type EsiAsk, ok, refuse } from './route.ts';

const KEPT_WINDOWS = 50;

/** Opens a contract in the pilot's client: the game page shows it. */
export function openContractWindow({ parts, query, caller, now }: EsiAsk): EsiAnswer {
  const text = query.get('contract_id') ?? '';
  if (!/^\d{1,15}$/.test(text)) return refuse(400, 'contract_id is required');
  if (caller === null) return refuse(401, 'authorization header missing');
  const { world } = parts.store;
  world.openedWindows = [
    {
      characterId: caller.characterId,
      contractId: Number(text),
      openedAt: now.toISOString(),
    },
    ...world.openedWindows,
  ].slice(0, KEPT_WINDOWS);
  return ok(undefined);
}
