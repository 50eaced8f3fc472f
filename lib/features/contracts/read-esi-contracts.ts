import type { MatchContract } from '#lib/core/matching/match-input.ts';
import type { EsiContract } from '#lib/eve/esi/index.ts';
import type { Container } from '#lib/server/container.ts';
import { fromEsiContract } from './contract-row.ts';

/** Read a list of EVE's. A contract that makes no sense is left out by itself. */
export function readEsiContracts(
  { log }: Pick<Container, 'log'>,
  list: readonly EsiContract[],
): MatchContract[] {
  return list.flatMap((esi) => {
    try {
      return [fromEsiContract(esi)];
    } catch (error) {
      log.error({ err: error, contractId: esi.contract_id }, 'a contract could not be read');
      return [];
    }
  });
}
