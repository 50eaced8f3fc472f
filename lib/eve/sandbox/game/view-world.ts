import type { SandboxContext } from '../context.ts';
import { partyName, sandboxCorporations, sandboxPilots, sandboxStations } from '../presets.ts';
import type { Contract } from '../store/world.ts';
import { nextBid } from './auctions.ts';
import { isOfferedTo, partyOf, hasRunOut as ranOut } from './contract-facts.ts';
import { balanceOf } from './holdings.ts';
import { toIskText } from './isk-text.ts';

type Parts = Pick<SandboxContext, 'store' | 'staticData' | 'clock'>;

/** The world as the game's pages show it. With a pilot, only what that pilot would see. */
export function viewWorld(parts: Parts, characterId: number | null) {
  const { world } = parts.store;
  const now = parts.clock();
  const contracts = world.contracts
    .filter((contract) => characterId === null || isSeenBy(contract, characterId))
    .toSorted((a, b) => b.contractId - a.contractId);
  return {
    now: now.toISOString(),
    contractsWindowMs: world.cacheWindows.contractsMs,
    cacheWindows: world.cacheWindows,
    faults: world.faults,
    pilots: sandboxPilots.map((pilot) => ({
      ...pilot,
      corporationName: partyName(pilot.corporationId),
      walletIsk: toIskText(balanceOf(world, pilot.characterId)),
    })),
    corporations: sandboxCorporations,
    stations: sandboxStations.map(({ stationId }) => ({
      stationId,
      name: parts.staticData.station(stationId)?.name ?? `#${stationId}`,
    })),
    contracts: contracts.map((contract) => viewContract(parts, contract, characterId, now)),
    openedWindows: world.openedWindows
      .filter((window) => characterId === null || window.characterId === characterId)
      .flatMap(({ contractId, ...window }) =>
        contractId === null
          ? []
          : {
              ...window,
              contractId,
              pilotName: partyName(window.characterId),
              contract: viewOpened(world.contracts, contractId),
            },
      ),
  };
}

function viewOpened(contracts: readonly Contract[], contractId: number) {
  const contract = contracts.find((one) => one.contractId === contractId);
  return contract
    ? {
        title: contract.title,
        issuerName: partyName(contract.issuerId),
        priceIsk: toIskText(contract.priceCents),
        status: contract.status,
      }
    : null;
}

function viewContract(
  { staticData }: Parts,
  contract: Contract,
  characterId: number | null,
  now: Date,
) {
  const { priceCents, rewardCents, collateralCents, buyoutCents, bids, items, ...rest } = contract;
  const isOutstanding = contract.status === 'outstanding';
  const hasRunOut = isOutstanding && ranOut(contract, now);
  const isIssuer = characterId === contract.issuerId;
  const isAuction = contract.type === 'auction';
  const lastBid = bids.at(-1);
  const isOffered = characterId !== null && !isIssuer && isOfferedTo(contract, characterId);
  return {
    ...rest,
    priceIsk: toIskText(priceCents),
    rewardIsk: toIskText(rewardCents),
    collateralIsk: toIskText(collateralCents),
    buyoutIsk: toIskText(buyoutCents),
    highestBidIsk: lastBid ? toIskText(lastBid.cents) : null,
    issuerName: partyName(contract.issuerId),
    assigneeName: partyName(contract.assigneeId),
    acceptorName: contract.acceptorId === 0 ? null : partyName(contract.acceptorId),
    startLocationName: staticData.station(contract.startLocationId)?.name ?? '',
    endLocationName: staticData.station(contract.endLocationId)?.name ?? '',
    hasRunOut,
    nextBidIsk: toIskText(nextBid(contract)),
    canBid: isOffered && isOutstanding && !hasRunOut && isAuction,
    canAccept: isOffered && isOutstanding && !hasRunOut && !isAuction,
    canReject: isOffered && isOutstanding && !hasRunOut && contract.assigneeId !== 0,
    canDelete: isIssuer && bids.length === 0 && (isOutstanding || contract.status === 'rejected'),
    canComplete:
      contract.status === 'in_progress' &&
      characterId !== null &&
      [characterId, partyOf(characterId, true)].includes(contract.acceptorId),
    items: items.map((item) => ({ ...item, name: staticData.type(item.typeId)?.name ?? '' })),
  };
}

function isSeenBy(contract: Contract, characterId: number): boolean {
  return (
    contract.issuerId === characterId ||
    contract.acceptorId === characterId ||
    isOfferedTo(contract, characterId)
  );
}
