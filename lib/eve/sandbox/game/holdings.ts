/**
 * Wallets and hangars: what pilots own, and how it changes hands.
 *
 * @module
 */
import type { World } from '../store/world.ts';

export type Goods = { readonly typeId: number; readonly quantity: number };

export function balanceOf(world: World, characterId: number): bigint {
  return world.wallets[String(characterId)] ?? 0n;
}

/** Adds ISK to a wallet, or takes it when negative; the caller has checked that it is there. */
export function addIsk(world: World, characterId: number, cents: bigint): void {
  world.wallets[String(characterId)] = balanceOf(world, characterId) + cents;
}

/** Whether all the goods, equal types summed, are in the pilot's hangar at the station. */
export function hasGoods(
  world: World,
  characterId: number,
  locationId: number,
  goods: readonly Goods[],
): boolean {
  const hangar = hangarOf(world, characterId, locationId);
  return sumByType(goods).every(
    ({ typeId, quantity }) => (hangar[String(typeId)] ?? 0) >= quantity,
  );
}

export function addGoods(
  world: World,
  characterId: number,
  locationId: number,
  goods: readonly Goods[],
): void {
  const hangar = hangarOf(world, characterId, locationId);
  for (const { typeId, quantity } of goods) {
    hangar[String(typeId)] = (hangar[String(typeId)] ?? 0) + quantity;
  }
}

export function takeGoods(
  world: World,
  characterId: number,
  locationId: number,
  goods: readonly Goods[],
): void {
  const hangar = hangarOf(world, characterId, locationId);
  for (const { typeId, quantity } of goods) {
    const left = (hangar[String(typeId)] ?? 0) - quantity;
    if (left > 0) hangar[String(typeId)] = left;
    else delete hangar[String(typeId)];
  }
}

/** Puts in what is missing, so that all the goods are there. */
export function fillUp(
  world: World,
  characterId: number,
  locationId: number,
  goods: readonly Goods[],
): void {
  const hangar = hangarOf(world, characterId, locationId);
  for (const { typeId, quantity } of sumByType(goods)) {
    hangar[String(typeId)] = Math.max(hangar[String(typeId)] ?? 0, quantity);
  }
}

/** Sets a count outright; 0 takes the type out. */
export function setGoods(
  world: World,
  characterId: number,
  locationId: number,
  { typeId, quantity }: Goods,
): void {
  const hangar = hangarOf(world, characterId, locationId);
  if (quantity > 0) hangar[String(typeId)] = quantity;
  else delete hangar[String(typeId)];
}

function hangarOf(world: World, characterId: number, locationId: number): Record<string, number> {
  const hangars = world.hangars[String(characterId)] ?? {};
  world.hangars[String(characterId)] = hangars;
  const hangar = hangars[String(locationId)] ?? {};
  hangars[String(locationId)] = hangar;
  return hangar;
}

function sumByType(goods: readonly Goods[]): Goods[] {
  const sums = new Map<number, number>();
  for (const { typeId, quantity } of goods) {
    sums.set(typeId, (sums.get(typeId) ?? 0) + quantity);
  }
  return [...sums].map(([typeId, quantity]) => ({ typeId, quantity }));
}
