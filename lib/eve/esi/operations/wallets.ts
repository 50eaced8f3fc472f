/**
 * What is in wallets. ESI gives ISK as a double: round to hundredths.
 *
 * @module
 */
import * as z from 'zod';
import { type EsiOperation, operation } from '../operation.ts';

const divisionSchema = z.looseObject({
  balance: z.number(),
  /** 1 to 7; 1 is the master wallet. */
  division: z.int(),
});
export type EsiWalletDivision = z.output<typeof divisionSchema>;

/** ISK of a character, up to two minutes old. Needs `esi-wallet.read_character_wallet.v1`. */
export function characterWallet({ characterId }: { characterId: number }): EsiOperation<number> {
  const ask = { path: { character_id: characterId } };
  return operation('GET /characters/{character_id}/wallet', ask, z.number());
}

/**
 * ISK of a corporation by division, up to five minutes old. Needs `esi-wallet.read_corporation_wallets.v1`,
 * and a character that is an accountant or junior accountant of it.
 *
 * @param tokenCharacterId Whose token is used: the budget is that character's.
 */
export function corporationWallets({
  corporationId,
  tokenCharacterId,
}: {
  corporationId: number;
  tokenCharacterId: number;
}): EsiOperation<EsiWalletDivision[]> {
  const ask = { path: { corporation_id: corporationId }, characterId: tokenCharacterId };
  return operation('GET /corporations/{corporation_id}/wallets', ask, z.array(divisionSchema));
}
