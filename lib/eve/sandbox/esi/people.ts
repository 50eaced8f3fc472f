/**
 * The routes of characters and corporations.
 *
 * @module
 */
import * as z from 'zod';
import { findCorporation, findPilot, JITA_STATION_ID, sandboxPilots } from '../presets.ts';
import { type EsiAnswer, type EsiAsk, ok, refuse } from './route.ts';

const idsSchema = z
  .array(z.int())
  .min(1)
  .max(1_000)
  .refine((ids) => new Set(ids).size === ids.length, 'expected unique items');

export function getCharacter({ params, compatibilityDate }: EsiAsk): EsiAnswer {
  const pilot = findPilot(Number(params.character_id));
  if (!pilot) return refuse(404, 'Character not found');
  return ok({
    birthday: '2019-05-06T09:12:00Z',
    bloodline_id: 1,
    corporation_id: pilot.corporationId,
    description: `${pilot.name} lives in the sandbox: ${pilot.part}.`,
    gender: pilot.gender,
    name: pilot.name,
    race_id: 1,
    security_status: 1.2,
    ...(compatibilityDate >= '2026-06-09' && { achievement_score: 0 }),
  });
}

export function getCorporation({ params, compatibilityDate }: EsiAsk): EsiAnswer {
  const corporation = findCorporation(Number(params.corporation_id));
  if (!corporation) return refuse(404, 'Corporation not found');
  const members = sandboxPilots.filter(
    ({ corporationId }) => corporationId === corporation.corporationId,
  );
  const common = {
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

export function listAffiliations({ body }: EsiAsk): EsiAnswer {
  const ids = idsSchema.safeParse(body);
  if (!ids.success) return refuse(400, z.prettifyError(ids.error));
  return ok(
    ids.data.flatMap((characterId) => {
      const pilot = findPilot(characterId);
      return pilot ? [{ character_id: characterId, corporation_id: pilot.corporationId }] : [];
    }),
  );
}
