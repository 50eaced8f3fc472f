/**
 * The contract routes: who sees which contract, and how ESI writes it.
 *
 * @module
 */
import { toEsiTime } from '../markets/create-orders.ts';
import { findPilot } from '../presets.ts';
import type { Contract, ContractItem } from '../store/world.ts';
import { type EsiAnswer, type EsiAsk, ok, refuse } from './route.ts';

const KEPT_MS = 30 * 86_400_000;

export function listCharacterContracts(ask: EsiAsk): EsiAnswer {
  const characterId = Number(ask.params.character_id);
  if (ask.caller?.characterId !== characterId) return wrongOwner();
  return listContracts(ask, (contract) => isCharactersContract(contract, characterId));
}

export function listCorporationContracts(ask: EsiAsk): EsiAnswer {
  const corporationId = Number(ask.params.corporation_id);
  if (!isMember(ask, corporationId)) return notAMember();
  return listContracts(ask, (contract) => isCorporationsContract(contract, corporationId));
}

export function listCharacterContractItems(ask: EsiAsk): EsiAnswer {
  const characterId = Number(ask.params.character_id);
  if (ask.caller?.characterId !== characterId) return wrongOwner();
  return listItems(ask, (contract) => isCharactersContract(contract, characterId));
}

export function listCorporationContractItems(ask: EsiAsk): EsiAnswer {
  const corporationId = Number(ask.params.corporation_id);
  if (!isMember(ask, corporationId)) return notAMember();
  return listItems(ask, (contract) => isCorporationsContract(contract, corporationId));
}

// Nobody can make an auction in the sandbox, and only auctions have bids.
export function listCharacterContractBids(ask: EsiAsk): EsiAnswer {
  const characterId = Number(ask.params.character_id);
  if (ask.caller?.characterId !== characterId) return wrongOwner();
  return noBids(ask, (contract) => isCharactersContract(contract, characterId));
}

export function listCorporationContractBids(ask: EsiAsk): EsiAnswer {
  const corporationId = Number(ask.params.corporation_id);
  if (!isMember(ask, corporationId)) return notAMember();
  return noBids(ask, (contract) => isCorporationsContract(contract, corporationId));
}

function noBids(ask: EsiAsk, sees: (contract: Contract) => boolean): EsiAnswer {
  const items = listItems(ask, sees);
  return items.ok ? ok([]) : items;
}

function listContracts({ parts, now }: EsiAsk, sees: (contract: Contract) => boolean): EsiAnswer {
  const oldest = now.getTime() - KEPT_MS;
  const rows = parts.store.world.contracts
    .filter(sees)
    .filter(({ status, issuedAt }) => status === 'in_progress' || Date.parse(issuedAt) >= oldest)
    .toSorted((a, b) => b.contractId - a.contractId);
  return ok(rows.map(toEsiContract));
}

function listItems({ parts, params }: EsiAsk, sees: (contract: Contract) => boolean): EsiAnswer {
  const contractId = Number(params.contract_id);
  const contract = parts.store.world.contracts.find((one) => one.contractId === contractId);
  if (!contract || !sees(contract)) return refuse(404, 'Contract not found!');
  // ESI keeps the cargo of couriers to itself.
  return ok(contract.type === 'courier' ? [] : contract.items.map(toEsiItem));
}

function isCharactersContract(contract: Contract, characterId: number): boolean {
  return (
    contract.issuerId === characterId ||
    contract.acceptorId === characterId ||
    contract.assigneeId === characterId
  );
}

function isCorporationsContract(contract: Contract, corporationId: number): boolean {
  return (
    contract.assigneeId === corporationId ||
    contract.acceptorId === corporationId ||
    (contract.isForCorporation && contract.issuerCorporationId === corporationId)
  );
}

/** A contract in ESI's words: what does not apply is absent, never null; run out is `outstanding`. */
function toEsiContract(contract: Contract) {
  const isCourier = contract.type === 'courier';
  return {
    acceptor_id: contract.acceptorId,
    assignee_id: contract.assigneeId,
    availability: contract.assigneeId === 0 ? 'public' : 'personal',
    collateral: toIskNumber(contract.collateralCents),
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

function isMember({ caller }: EsiAsk, corporationId: number): boolean {
  return caller !== null && findPilot(caller.characterId)?.corporationId === corporationId;
}

function wrongOwner(): EsiAnswer {
  return refuse(403, 'Character ID in the path does not match the token');
}

function notAMember(): EsiAnswer {
  return refuse(403, 'Character is not in the corporation');
}

function toIskNumber(cents: bigint): number {
  return Number(cents) / 100;
}

function toTime(text: string): string {
  return toEsiTime(new Date(text));
}
