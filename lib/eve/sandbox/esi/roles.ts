import { sandboxPilots } from '../presets.ts';
import { rolesOf } from './read-caller.ts';
import { type EsiAnswer, type EsiAsk, ok } from './route.ts';

export function getCharacterRoles({ parts, params }: EsiAsk): EsiAnswer {
  const roles = rolesOf(parts.store.world, Number(params.character_id));
  return ok({ roles, roles_at_base: [], roles_at_hq: [], roles_at_other: [] });
}

export function listCorporationRoles({ parts, params }: EsiAsk): EsiAnswer {
  const members = sandboxPilots.filter(
    ({ corporationId }) => corporationId === Number(params.corporation_id),
  );
  return ok(
    members.map(({ characterId }) => ({
      character_id: characterId,
      roles: rolesOf(parts.store.world, characterId),
    })),
  );
}
