/**
 * The routes of characters and corporations.
 *
 * @module
 */
import * as z from 'zod';
import { strangerCorporations, strangers } from '../crowd/strangers.ts';
import {
  allianceOf,
  findAlliance,
  findCorporation,
  findPilot,
  JITA_STATION_ID,
  sandboxPilots,
} from '../presets.ts';
import { type EsiAnswer, type EsiAsk, ok, refuse } from './route.ts';
import { idsSchema } from './universe-names.ts';

export function getCharacter({ params, compatibilityDate }: EsiAsk): EsiAnswer {
  const person = findPerson(Number(params.character_id));
  if (!person) return refuse(404, 'Character not found');
  const allianceId = allianceOf(person.characterId);
  return ok({
    ...(compatibilityDate >= '2026-06-09' && { achievement_score: 0 }),
    ...(allianceId !== null && { alliance_id: allianceId }),
    birthday: '2019-05-06T09:12:00Z',
    bloodline_id: 1,
    corporation_id: person.corporationId,
    description: person.description,
    gender: person.gender,
    name: person.name,
    race_id: 1,
    security_status: 1.2,
  });
}

export function getCorporation({ params, compatibilityDate }: EsiAsk): EsiAnswer {
  const corporationId = Number(params.corporation_id);
  const corporation =
    findCorporation(corporationId) ??
    strangerCorporations.find((one) => one.corporationId === corporationId);
  if (!corporation) return refuse(404, 'Corporation not found');
  const members = [...sandboxPilots, ...strangers].filter(
    (person) => person.corporationId === corporationId,
  );
  const allianceId = findCorporation(corporationId)?.allianceId ?? null;
  const common = {
    ...(allianceId !== null && { alliance_id: allianceId }),
    ceo_id: corporation.ceoId,
    creator_id: corporation.ceoId,
    date_founded: '2019-06-01T00:00:00Z',
    description: '',
    home_station_id: JITA_STATION_ID,
    member_count: members.length,
    name: corporation.name,
    shares: 1_000,
    ticker: corporation.ticker,
    url: '',
    war_eligible: false,
  };
  if (compatibilityDate < '2026-07-21') return ok({ ...common, tax_rate: 0.1 });
  return ok({
    ...common,
    friendly_fire: 'illegal',
    state: 'active',
    tax_rates: { isk: 10, loyalty_point: 0 },
    type: 'player_owned',
  });
}

export function getAlliance({ params }: EsiAsk): EsiAnswer {
  const alliance = findAlliance(Number(params.alliance_id));
  const executor = alliance && findCorporation(alliance.executorId);
  if (!executor) return refuse(404, 'Alliance not found');
  return ok({
    creator_corporation_id: executor.corporationId,
    creator_id: executor.ceoId,
    date_founded: '2020-02-02T00:00:00Z',
    executor_corporation_id: executor.corporationId,
    name: alliance.name,
    ticker: alliance.ticker,
  });
}

/** Who is not a character is left out, without a word. */
export function listAffiliations({ body }: EsiAsk): EsiAnswer {
  const ids = idsSchema.safeParse(body);
  if (!ids.success) return refuse(400, z.prettifyError(ids.error));
  return ok(
    ids.data.flatMap((characterId) => {
      const person = findPerson(characterId);
      if (!person) return [];
      const allianceId = allianceOf(characterId);
      return {
        ...(allianceId !== null && { alliance_id: allianceId }),
        character_id: characterId,
        corporation_id: person.corporationId,
      };
    }),
  );
}

function findPerson(characterId: number) {
  const pilot = findPilot(characterId);
  if (pilot) return { ...pilot, description: `${pilot.name} lives in the sandbox: ${pilot.part}.` };
  const stranger = strangers.find((one) => one.characterId === characterId);
  return stranger && { ...stranger, description: '', gender: 'female' as const };
}
