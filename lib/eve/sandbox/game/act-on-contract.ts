/**
 * What happens to a contract after it was made: accepted, rejected, deleted, delivered.
 *
 * @module
 */
import { findPilot } from '../presets.ts';
import type { Contract, World } from '../store/world.ts';
import { addGoods, addIsk, balanceOf, fillUp, hasGoods, takeGoods } from './holdings.ts';
import { type GameOutcome, type GameRefusal, refused } from './refusals.ts';
import type { ActOnContract } from './schema.ts';

/** Accept: ISK and goods change hands at once; a courier's collateral is taken instead. */
export function acceptContract(
  world: World,
  contractId: number,
  { characterId, fillHangar }: ActOnContract,
  now: Date,
): GameOutcome {
  const contract = findContract(world, contractId);
  if (!contract) return refused('no-contract');
  const obstacle = contract.issuerId === characterId ? 'own-contract' : null;
  const reason = obstacle ?? findObstacle(contract, characterId, now);
  if (reason) return refused(reason);

  const isCourier = contract.type === 'courier';
  const owed = isCourier ? contract.collateralCents : contract.priceCents;
  if (balanceOf(world, characterId) < owed) return refused('no-funds');
  const asked = contract.items.filter(({ isIncluded }) => !isIncluded);
  if (fillHangar) fillUp(world, characterId, contract.startLocationId, asked);
  if (!hasGoods(world, characterId, contract.startLocationId, asked)) {
    return refused('not-in-hangar');
  }

  addIsk(world, characterId, -owed);
  contract.acceptorId = characterId;
  contract.acceptedAt = now.toISOString();
  if (isCourier) {
    contract.status = 'in_progress';
    return { ok: true, contractId };
  }
  addIsk(world, contract.issuerId, owed);
  addIsk(world, characterId, contract.rewardCents);
  takeGoods(world, characterId, contract.startLocationId, asked);
  addGoods(world, contract.issuerId, contract.startLocationId, asked);
  addGoods(world, characterId, contract.startLocationId, includedOf(contract));
  contract.status = 'finished';
  contract.completedAt = now.toISOString();
  return { ok: true, contractId };
}

/** Reject: everything goes back to the issuer; the contract stays to be seen. */
export function rejectContract(
  world: World,
  contractId: number,
  { characterId }: ActOnContract,
  now: Date,
): GameOutcome {
  const contract = findContract(world, contractId);
  if (!contract) return refused('no-contract');
  if (contract.assigneeId === 0 || contract.issuerId === characterId) {
    return refused('not-assignee');
  }
  const reason = findObstacle(contract, characterId, now);
  if (reason) return refused(reason);
  giveBack(world, contract);
  contract.status = 'rejected';
  return { ok: true, contractId };
}

/** Delete: only its issuer, only one that nobody took; it vanishes from every list. */
export function deleteContract(
  world: World,
  contractId: number,
  { characterId }: ActOnContract,
): GameOutcome {
  const contract = findContract(world, contractId);
  if (!contract) return refused('no-contract');
  if (contract.issuerId !== characterId) return refused('not-issuer');
  if (contract.status === 'outstanding') giveBack(world, contract);
  else if (contract.status !== 'rejected') return refused('not-outstanding');
  world.contracts = world.contracts.filter((one) => one !== contract);
  return { ok: true, contractId };
}

/** Deliver a courier's cargo: reward and collateral to the acceptor, goods to the end station. */
export function completeContract(
  world: World,
  contractId: number,
  { characterId }: ActOnContract,
  now: Date,
): GameOutcome {
  const contract = findContract(world, contractId);
  if (!contract) return refused('no-contract');
  if (contract.status !== 'in_progress') return refused('not-in-progress');
  if (contract.acceptorId !== characterId) return refused('not-acceptor');
  addIsk(world, characterId, contract.rewardCents + contract.collateralCents);
  addGoods(world, contract.issuerId, contract.endLocationId, includedOf(contract));
  contract.status = 'finished';
  contract.completedAt = now.toISOString();
  return { ok: true, contractId };
}

/** Let a contract run out now, instead of in days. It stays `outstanding`, as ESI leaves it. */
export function expireContract(world: World, contractId: number, now: Date): GameOutcome {
  const contract = findContract(world, contractId);
  if (!contract) return refused('no-contract');
  if (contract.status !== 'outstanding') return refused('not-outstanding');
  contract.expiresAt = now.toISOString();
  return { ok: true, contractId };
}

/** Whether the contract is offered to this pilot: by name, through the corporation, or to all. */
export function isOfferedTo(contract: Contract, characterId: number): boolean {
  const { assigneeId } = contract;
  const corporationId = findPilot(characterId)?.corporationId;
  return assigneeId === 0 || assigneeId === characterId || assigneeId === corporationId;
}

function findObstacle(contract: Contract, characterId: number, now: Date): GameRefusal | null {
  if (!findPilot(characterId)) return 'unknown-pilot';
  if (contract.status !== 'outstanding') return 'not-outstanding';
  if (Date.parse(contract.expiresAt) <= now.getTime()) return 'ran-out';
  return isOfferedTo(contract, characterId) ? null : 'not-assignee';
}

function giveBack(world: World, contract: Contract): void {
  addGoods(world, contract.issuerId, contract.startLocationId, includedOf(contract));
  addIsk(world, contract.issuerId, contract.rewardCents);
}

function findContract(world: World, contractId: number): Contract | undefined {
  return world.contracts.find((contract) => contract.contractId === contractId);
}

function includedOf({ items }: Contract) {
  return items.filter(({ isIncluded }) => isIncluded);
}
