import { createHash } from 'node:crypto';
import type { World } from '../store/world.ts';

/** Names a character together with the account it is on: it changes when the character is sold. */
export function ownerHash(world: World, characterId: number): string {
  const sales = world.sales[String(characterId)] ?? 0;
  return createHash('sha1').update(`sandbox owner ${characterId} ${sales}`).digest('base64');
}
