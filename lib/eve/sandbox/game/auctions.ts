/**
 * Auctions: bids, buyouts, and the end.
 *
 * @module
 */
import type { Contract, World } from '../store/world.ts';
import {
  findContract,
  findObstacle,
  hasRunOut,
  includedOf,
  issuingOwner,
} from './contract-facts.ts';
import { addGoods, balanceOf } from './holdings.ts';
import { pay } from './pay.ts';
import { type GameOutcome, refused } from './refusals.ts';

/** What the client offers to bid: the starting price, then a twentieth more than the last bid. */
export function nextBid({ priceCents, bids }: Contract): bigint {
  const last = bids.at(-1)?.cents;
  return last === undefined ? priceCents : last + last / 20n + 1n;
}

/** Bid: the ISK leaves the wallet at once, and the bidder before gets theirs back. A buyout ends it. */
export function bidOnAuction(
  world: World,
  contractId: number,
  bid: { readonly characterId: number; readonly cents: bigint },
  now: Date,
): GameOutcome {
  const { characterId } = bid;
  const contract = findContract(world, contractId);
  if (!contract) return refused('no-contract');
  if (contract.type !== 'auction') return refused('no-auction');
  if (contract.issuerId === characterId) return refused('own-contract');
  const reason = findObstacle(contract, characterId, now);
  if (reason) return refused(reason);

  const { buyoutCents } = contract;
  const isBuyout = buyoutCents > 0n && bid.cents >= buyoutCents;
  const cents = isBuyout ? buyoutCents : bid.cents;
  const last = contract.bids.at(-1);
  if (cents < contract.priceCents || (last && cents <= last.cents)) return refused('bid-too-low');
  const ownHeld = last?.bidderId === characterId ? last.cents : 0n;
  if (balanceOf(world, characterId) + ownHeld < cents) return refused('no-funds');

  if (last) {
    const refund = { kind: 'auction-bid-refund', fromId: 0, toId: last.bidderId } as const;
    pay(world, { ...refund, cents: last.cents, contractId }, now);
  }
  pay(world, { kind: 'auction-bid', fromId: characterId, toId: 0, cents, contractId }, now);
  const bidId = world.nextRecordId;
  world.nextRecordId += 1;
  contract.bids.push({ bidId, bidderId: characterId, cents, at: now.toISOString() });
  if (isBuyout) settle(world, contract, now);
  return { ok: true, contractId };
}

/** Gives the goods of an auction that ran out to its highest bidder, and the ISK to its issuer. */
export function endAuction(world: World, contractId: number, now: Date): GameOutcome {
  const contract = findContract(world, contractId);
  if (!contract) return refused('no-contract');
  if (contract.type !== 'auction' || contract.bids.length === 0) return refused('no-auction');
  if (contract.status !== 'outstanding') return refused('not-outstanding');
  if (!hasRunOut(contract, now)) return refused('not-in-progress');
  settle(world, contract, now);
  return { ok: true, contractId };
}

function settle(world: World, contract: Contract, now: Date): void {
  const won = contract.bids.at(-1);
  if (!won) return;
  const { contractId } = contract;
  const ownerId = issuingOwner(contract);
  pay(world, { kind: 'auction-sold', fromId: 0, toId: ownerId, cents: won.cents, contractId }, now);
  addGoods(world, won.bidderId, contract.startLocationId, includedOf(contract));
  contract.acceptorId = won.bidderId;
  contract.acceptedAt = won.at;
  contract.completedAt = now.toISOString();
  contract.status = 'finished';
}
