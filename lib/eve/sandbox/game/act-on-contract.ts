/**
 * What happens to a contract after it was made: accepted, rejected, deleted, delivered.
 *
 * @module
 */
import type { Contract, World } from '../store/world.ts';
import { findContract, findObstacle, includedOf, issuingOwner, partyOf } from './contract-facts.ts';
import { addGoods, balanceOf, fillUp, hasGoods, takeGoods } from './holdings.ts';
import { pay } from './pay.ts';
import { type GameOutcome, refused } from './refusals.ts';
import type { ActOnContract } from './schema.ts';

/** Accept: ISK and goods change hands at once; a courier's collateral is taken instead. */
export function acceptContract(
  world: World,
  contractId: number,
  { characterId, isForCorporation, fillHangar }: ActOnContract,
  now: Date,
): GameOutcome {
  const contract = findContract(world, contractId);
  if (!contract) return refused('no-contract');
  const obstacle = contract.issuerId === characterId ? 'own-contract' : null;
  const reason = obstacle ?? findObstacle(contract, characterId, now);
  if (reason) return refused(reason);
  // An auction is taken by its buyout; else the highest bid has it in the end.
  if (contract.type === 'auction') return refused('no-buyout');

  const isCourier = contract.type === 'courier';
  const ownerId = partyOf(characterId, isForCorporation);
  const owed = isCourier ? contract.collateralCents : contract.priceCents;
  if (balanceOf(world, ownerId) < owed) return refused('no-funds');
  const asked = contract.items.filter(({ isIncluded }) => !isIncluded);
  const stationId = contract.startLocationId;
  if (fillHangar) fillUp(world, ownerId, stationId, asked);
  if (!hasGoods(world, ownerId, stationId, asked)) return refused('not-in-hangar');

  contract.acceptorId = ownerId;
  contract.acceptedAt = now.toISOString();
  if (isCourier) {
    const kind = 'contract-collateral';
    pay(world, { kind, fromId: ownerId, toId: 0, cents: owed, contractId }, now);
    contract.status = 'in_progress';
    return { ok: true, contractId };
  }
  const issuerId = issuingOwner(contract);
  const price = { kind: 'contract-price', fromId: ownerId, toId: issuerId } as const;
  pay(world, { ...price, cents: owed, contractId }, now);
  const reward = { kind: 'contract-reward', fromId: 0, toId: ownerId } as const;
  pay(world, { ...reward, cents: contract.rewardCents, contractId }, now);
  takeGoods(world, ownerId, stationId, asked);
  addGoods(world, issuerId, stationId, asked);
  addGoods(world, ownerId, stationId, includedOf(contract));
  finish(contract, now);
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
  giveBack(world, contract, now);
  contract.status = 'rejected';
  return { ok: true, contractId };
}

/** Delete: only its issuer, only one that nobody took or bid for; it vanishes from every list. */
export function deleteContract(
  world: World,
  contractId: number,
  { characterId }: ActOnContract,
  now: Date,
): GameOutcome {
  const contract = findContract(world, contractId);
  if (!contract) return refused('no-contract');
  if (contract.issuerId !== characterId) return refused('not-issuer');
  if (contract.bids.length > 0) return refused('not-outstanding');
  if (contract.status === 'outstanding') giveBack(world, contract, now);
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
  const { acceptorId } = contract;
  if (acceptorId !== characterId && acceptorId !== partyOf(characterId, true)) {
    return refused('not-acceptor');
  }
  const paid = { fromId: 0, toId: acceptorId, contractId } as const;
  pay(world, { ...paid, kind: 'contract-reward', cents: contract.rewardCents }, now);
  const collateral = {
    kind: 'contract-collateral-refund',
    cents: contract.collateralCents,
  } as const;
  pay(world, { ...paid, ...collateral }, now);
  addGoods(world, issuingOwner(contract), contract.endLocationId, includedOf(contract));
  finish(contract, now);
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

function giveBack(world: World, contract: Contract, now: Date): void {
  const ownerId = issuingOwner(contract);
  addGoods(world, ownerId, contract.startLocationId, includedOf(contract));
  const { contractId, rewardCents: cents } = contract;
  pay(world, { kind: 'contract-reward-refund', fromId: 0, toId: ownerId, cents, contractId }, now);
}

function finish(contract: Contract, now: Date): void {
  contract.status = 'finished';
  contract.completedAt = now.toISOString();
}
