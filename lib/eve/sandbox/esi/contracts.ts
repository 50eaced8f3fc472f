/**
 * The contract routes: who sees which contract, and how ESI writes it.
 *
 * @module
 */
import { findContract } from '../game/contract-facts.ts';
import { toIskNumber } from '../game/isk-text.ts';
import { toEsiTime } from '../markets/create-orders.ts';
import type { Contract, ContractItem } from '../store/world.ts';
import { type EsiAnswer, type EsiAsk, ok, refuse } from './route.ts';

const KEPT_MS = 30 * 86_400_000;

export function listCharacterContracts(ask: EsiAsk): EsiAnswer {
  return listContracts(ask, isCharactersContract(ask));
}

export function listCorporationContracts(ask: EsiAsk): EsiAnswer {
  return listContracts(ask, isCorporationsContract(ask));
}

export function listCharacterContractItems(ask: EsiAsk): EsiAnswer {
  return listItems(ask, isCharactersContract(ask));
}

export function listCorporationContractItems(ask: EsiAsk): EsiAnswer {
  return listItems(ask, isCorporationsContract(ask));
}

export function listCharacterContractBids(ask: EsiAsk): EsiAnswer {
  return listBids(ask, isCharactersContract(ask));
}

export function listCorporationContractBids(ask: EsiAsk): EsiAnswer {
  return listBids(ask, isCorporationsContract(ask));
}

type Sees = (contract: Contract) => boolean;

function listContracts({ parts, now }: EsiAsk, sees: Sees): EsiAnswer {
  const oldest = now.getTime() - KEPT_MS;
  const rows = parts.store.world.contracts
    .filter(sees)
    .filter(({ status, issuedAt }) => status === 'in_progress' || Date.parse(issuedAt) >= oldest)
    .toSorted((a, b) => b.contractId - a.contractId);
  return ok(rows.map(toEsiContract));
}

function listItems(ask: EsiAsk, sees: Sees): EsiAnswer {
  const contract = findSeen(ask, sees);
  if (!contract) return refuse(404, 'Contract not found!');
  // ESI keeps the cargo of couriers to itself.
  return ok(contract.type === 'courier' ? [] : contract.items.map(toEsiItem));
}

function listBids(ask: EsiAsk, sees: Sees): EsiAnswer {
  const contract = findSeen(ask, sees);
  if (!contract) return refuse(404, 'Contract not found!');
  return ok(
    contract.bids.map(({ bidId, bidderId, cents, at }) => ({
      amount: toIskNumber(cents),
      bid_id: bidId,
      bidder_id: bidderId,
      date_bid: toTime(at),
    })),
  );
}

function findSeen({ parts, params }: EsiAsk, sees: Sees): Contract | undefined {
  const contract = findContract(parts.store.world, Number(params.contract_id));
  return contract && sees(contract) ? contract : undefined;
}

function isCharactersContract({ params }: EsiAsk): Sees {
  const characterId = Number(params.character_id);
  return ({ issuerId, acceptorId, assigneeId }) =>
    issuerId === characterId || acceptorId === characterId || assigneeId === characterId;
}

function isCorporationsContract({ params }: EsiAsk): Sees {
  const corporationId = Number(params.corporation_id);
  return (contract) =>
    contract.assigneeId === corporationId ||
    contract.acceptorId === corporationId ||
    (contract.isForCorporation && contract.issuerCorporationId === corporationId);
}

/** A contract in ESI's words: what does not apply is absent, never null; run out is `outstanding`. */
function toEsiContract(contract: Contract) {
  const isCourier = contract.type === 'courier';
  const isAuction = contract.type === 'auction';
  return {
    acceptor_id: contract.acceptorId,
    assignee_id: contract.assigneeId,
    availability: contract.assigneeId === 0 ? 'public' : 'personal',
    ...(isAuction
      ? { buyout: toIskNumber(contract.buyoutCents) }
      : { collateral: toIskNumber(contract.collateralCents) }),
    contract_id: contract.contractId,
    ...(contract.acceptedAt !== null && { date_accepted: toTime(contract.acceptedAt) }),
    ...(contract.completedAt !== null && { date_completed: toTime(contract.completedAt) }),
    date_expired: toTime(contract.expiresAt),
    date_issued: toTime(contract.issuedAt),
    days_to_complete: contract.daysToComplete,
    end_location_id: contract.endLocationId,
    for_corporation: contract.isForCorporation,
    issuer_corporation_id: contract.issuerCorporationId,
    issuer_id: contract.issuerId,
    ...(!isCourier && { price: toIskNumber(contract.priceCents) }),
    reward: toIskNumber(contract.rewardCents),
    start_location_id: contract.startLocationId,
    status: contract.status,
    title: contract.title,
    type: contract.type,
    volume: contract.volumeM3,
  };
}

// `is_singleton` is false even for assembled ships and `raw_quantity` is missing even for blueprint
// copies: so is the real ESI, and a matcher must live with it.
function toEsiItem(item: ContractItem) {
  return {
    is_included: item.isIncluded,
    is_singleton: false,
    quantity: item.quantity,
    record_id: item.recordId,
    type_id: item.typeId,
  };
}

function toTime(text: string): string {
  return toEsiTime(new Date(text));
}
