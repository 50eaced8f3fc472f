/**
 * Assets: the very hangars that the game trades from.
 *
 * @module
 */
import * as z from 'zod';
import type { World } from '../store/world.ts';
import { type EsiAnswer, type EsiAsk, ok, refuse } from './route.ts';
import { idsSchema } from './universe-names.ts';

const MAX_STACK = 2 ** 31 - 1;
const FIRST_CORPORATION_ID = 9_100_000_000_000;
const BADGER = 648;
const STATION_CONTAINER = 17366;

type Asset = {
  readonly is_singleton: boolean;
  readonly item_id: number;
  readonly location_flag: string;
  readonly location_id: number;
  readonly location_type: 'station' | 'item';
  readonly quantity: number;
  readonly type_id: number;
};

export function listAssets(ask: EsiAsk): EsiAnswer {
  return ok(assetsOf(ask, ownerOf(ask)));
}

/** What things were called; `None` for what cannot be named. */
export function listAssetNames(ask: EsiAsk): EsiAnswer {
  return answerIds(ask, ({ item_id, type_id }) => ({ item_id, name: nameOf(type_id) }));
}

/** Where things stand in space; what is inside something stands nowhere. */
export function listAssetLocations(ask: EsiAsk): EsiAnswer {
  return answerIds(ask, ({ item_id }) => ({ item_id, position: { x: 0, y: 0, z: 0 } }));
}

function answerIds(ask: EsiAsk, toRow: (asset: Asset) => object): EsiAnswer {
  const ids = idsSchema.safeParse(ask.body);
  if (!ids.success) return refuse(400, z.prettifyError(ids.error));
  const byId = new Map(assetsOf(ask, ownerOf(ask)).map((asset) => [asset.item_id, asset]));
  const found = ids.data.flatMap((id) => byId.get(id) ?? []);
  return found.length === ids.data.length
    ? ok(found.map(toRow))
    : refuse(404, 'Invalid IDs in the request');
}

function ownerOf({ params }: EsiAsk): number {
  return Number(params.character_id ?? params.corporation_id);
}

function assetsOf({ parts: { store, staticData } }: EsiAsk, ownerId: number): Asset[] {
  const flag = ownerId > FIRST_CORPORATION_ID ? 'CorpSAG1' : 'Hangar';
  const rowOf = (locationId: number, typeId: number, quantity: number, stack: number): Asset => ({
    is_singleton: typeId === BADGER || typeId === STATION_CONTAINER,
    item_id: itemId(ownerId, locationId, typeId, stack),
    location_flag: flag,
    location_id: locationId,
    location_type: staticData.station(locationId) ? 'station' : 'item',
    quantity,
    type_id: typeId,
  });
  return hangarsOf(store.world, ownerId).flatMap(([locationId, goods]) => [
    // A ship to fly in and a box to keep things in are at hand wherever there is a hangar.
    ...[BADGER, STATION_CONTAINER].map((typeId) => rowOf(locationId, typeId, 1, SINGLETON)),
    ...Object.entries(goods).flatMap(([typeId, count]) =>
      Array.from({ length: Math.ceil(count / MAX_STACK) }, (_, stack) =>
        rowOf(locationId, Number(typeId), Math.min(MAX_STACK, count - stack * MAX_STACK), stack),
      ).map((row) => ({ ...row, is_singleton: false })),
    ),
  ]);
}

function hangarsOf(world: World, ownerId: number): [number, Record<string, number>][] {
  return Object.entries(world.hangars[String(ownerId)] ?? {}).map(([id, goods]) => [
    Number(id),
    goods,
  ]);
}

const SINGLETON = 15;

// Owner, place, type and stack are the thing: it keeps its id as long as it stays where it is.
function itemId(ownerId: number, locationId: number, typeId: number, stack: number): number {
  const owner = (ownerId % 10) + (ownerId > FIRST_CORPORATION_ID ? 10 : 0);
  const place = (owner * 1_000_000 + (locationId % 1_000_000)) * 1_000_000 + typeId;
  return 1_000_000_000_000 + place * 16 + Math.min(stack, SINGLETON);
}

function nameOf(typeId: number): string {
  if (typeId === BADGER) return 'Ore runner';
  return typeId === STATION_CONTAINER ? 'For sale' : 'None';
}
