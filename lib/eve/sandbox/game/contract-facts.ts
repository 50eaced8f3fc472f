/**
 * What can be said of a contract without changing it.
 *
 * @module
 */
import { allianceOf, findPilot } from '../presets.ts';
import type { Contract, ContractItem, World } from '../store/world.ts';
import type { GameRefusal } from './refusals.ts';

export function findContract(world: World, contractId: number): Contract | undefined {
  return world.contracts.find((contract) => contract.contractId === contractId);
}

/** Whether the contract is offered to this pilot: by name, through corporation or alliance, or to all. */
export function isOfferedTo({ assigneeId }: Contract, characterId: number): boolean {
  const isOurs = assigneeId === characterId || assigneeId === findPilot(characterId)?.corporationId;
  return isOurs || assigneeId === 0 || assigneeId === allianceOf(characterId);
}

/** Why this pilot cannot take the contract now; null when nothing stands against it. */
export function findObstacle(
  contract: Contract,
  characterId: number,
  now: Date,
): GameRefusal | null {
  if (!findPilot(characterId)) return 'unknown-pilot';
  if (contract.status !== 'outstanding') return 'not-outstanding';
  if (hasRunOut(contract, now)) return 'ran-out';
  return isOfferedTo(contract, characterId) ? null : 'not-assignee';
}

export function hasRunOut({ expiresAt }: Contract, now: Date): boolean {
  return Date.parse(expiresAt) <= now.getTime();
}

/** Whose wallet and hangar are behind a contract: the issuer's, or the issuer's corporation's. */
export function issuingOwner(contract: Contract): number {
  return contract.isForCorporation ? contract.issuerCorporationId : contract.issuerId;
}

/** The pilot, or the corporation that the pilot acts for. */
export function partyOf(characterId: number, isForCorporation: boolean): number {
  const corporationId = findPilot(characterId)?.corporationId;
  return isForCorporation && corporationId !== undefined ? corporationId : characterId;
}

/** The goods that the issuer gives. */
export function includedOf({ items }: Contract): ContractItem[] {
  return items.filter(({ isIncluded }) => isIncluded);
}
