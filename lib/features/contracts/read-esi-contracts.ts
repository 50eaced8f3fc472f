import type { MatchContract } from '#lib/core/matching/match-input.ts';
import { type EsiContractRow, isUnreadable } from '#lib/eve/esi/index.ts';
import type { Container } from '#lib/server/container.ts';
import { fromEsiContract } from './contract-row.ts';

export type ReadContracts = {
  readonly contracts: MatchContract[];
  /** Contracts of which EVE said something that makes no sense. */
  readonly unreadableIds: number[];
};

/** Read a list of EVE's. A contract that makes no sense is left out by itself. */
export function readEsiContracts(
  { log }: Pick<Container, 'log'>,
  list: readonly EsiContractRow[],
): ReadContracts {
  const contracts: MatchContract[] = [];
  const unreadableIds: number[] = [];
  for (const row of list) {
    try {
      if (isUnreadable(row)) throw new TypeError(row.fault);
      contracts.push(fromEsiContract(row));
    } catch (error) {
      log.error({ err: error, contractId: row.contract_id }, 'a contract could not be read');
      unreadableIds.push(row.contract_id);
    }
  }
  return { contracts, unreadableIds };
}
