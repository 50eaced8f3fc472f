import type { StaticData } from '#lib/eve/static-data/index.ts';
import { findPilot } from '../presets.ts';
import type { Contract, ContractItem, World } from '../store/world.ts';
import { balanceOf, fillUp, hasGoods, takeGoods } from './holdings.ts';
import { pay } from './pay.ts';
import { type GameOutcome, type GameRefusal, refused } from './refusals.ts';
import type { CreateContract } from './schema.ts';

const DAY_MS = 86_400_000;
const MAX_STACK = 2 ** 31 - 1;

/** Make a contract: its goods and its reward leave hangar and wallet at once. */
export function createContract(
  world: World,
  input: CreateContract,
  staticData: StaticData,
  now: Date,
): GameOutcome {
  const issuer = findPilot(input.issuerId);
  if (!issuer) return refused('unknown-pilot');
  const obstacle = findObstacle(input, staticData);
  if (obstacle) return refused(obstacle);

  const given = input.items.filter(({ isIncluded }) => isIncluded);
  const ownerId = input.isForCorporation ? issuer.corporationId : issuer.characterId;
  if (input.fillHangar) fillUp(world, ownerId, input.locationId, given);
  if (!hasGoods(world, ownerId, input.locationId, given)) return refused('not-in-hangar');
  const rewardCents = input.type === 'auction' ? 0n : input.rewardIsk;
  if (balanceOf(world, ownerId) < rewardCents) return refused('no-funds');

  takeGoods(world, ownerId, input.locationId, given);
  const deposit = { kind: 'contract-reward-deposit', fromId: ownerId, toId: 0 } as const;
  pay(world, { ...deposit, cents: rewardCents, contractId: world.nextContractId }, now);

  const isCourier = input.type === 'courier';
  const contract: Contract = {
    contractId: world.nextContractId,
    type: input.type,
    status: 'outstanding',
    issuerId: issuer.characterId,
    issuerCorporationId: issuer.corporationId,
    isForCorporation: input.isForCorporation,
    assigneeId: input.assigneeId,
    acceptorId: 0,
    startLocationId: input.locationId,
    endLocationId: isCourier ? (input.endLocationId ?? input.locationId) : input.locationId,
    priceCents: isCourier ? 0n : input.priceIsk,
    rewardCents,
    collateralCents: isCourier ? input.collateralIsk : 0n,
    buyoutCents: input.type === 'auction' ? input.buyoutIsk : 0n,
    bids: [],
    title: input.title,
    volumeM3: volumeOf(given, staticData),
    daysToComplete: isCourier ? input.daysToComplete : 0,
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + input.expirationDays * DAY_MS).toISOString(),
    acceptedAt: null,
    completedAt: null,
    items: toStacks(world, input),
  };
  world.nextContractId += 1;
  world.contracts.push(contract);
  return { ok: true, contractId: contract.contractId };
}

function findObstacle(input: CreateContract, staticData: StaticData): GameRefusal | null {
  if (input.assigneeId === input.issuerId) return 'to-self';
  if (input.items.length === 0) return 'no-items';
  if (input.items.some(({ typeId }) => !staticData.type(typeId))) return 'unknown-type';
  const asks = input.items.some(({ isIncluded }) => !isIncluded);
  if (asks && input.type === 'courier') return 'courier-requests';
  if (asks && input.type === 'auction') return 'auction-requests';
  const stations = [input.locationId, input.endLocationId ?? input.locationId];
  return stations.some((id) => !staticData.station(id)) ? 'unknown-station' : null;
}

// A stack holds 2^31 − 1 units; more of a type is several rows, as in the game.
function toStacks(world: World, { items }: CreateContract): ContractItem[] {
  const stacks: ContractItem[] = [];
  for (const item of items) {
    for (let left = item.quantity; left > 0; left -= MAX_STACK) {
      stacks.push({ ...item, recordId: world.nextRecordId, quantity: Math.min(left, MAX_STACK) });
      world.nextRecordId += 1;
    }
  }
  return stacks;
}

function volumeOf(items: CreateContract['items'], staticData: StaticData): number {
  const sum = items.reduce((total, { typeId, quantity, isAssembled }) => {
    const type = staticData.type(typeId);
    const unitM3 = (isAssembled ? type?.volumeM3 : type?.packagedVolumeM3) ?? 0;
    return total + unitM3 * quantity;
  }, 0);
  return Math.round(sum * 100) / 100;
}
