/**
 * Public contracts: those of the pilots together with those of the crowd.
 *
 * @module
 */
import type { CrowdContract } from '../crowd/create-crowd.ts';
import { findContract, hasRunOut } from '../game/contract-facts.ts';
import { toIskNumber } from '../game/isk-text.ts';
import { toEsiTime } from '../markets/create-orders.ts';
import type { Contract } from '../store/world.ts';
import { type EsiAnswer, type EsiAsk, ok, refuse } from './route.ts';

const UNKNOWN = 'Contract not found!';
const NOT_PUBLIC = 'Contract not public';
const TAKEN = 'Contract accepted by player, requires authorization';
const FIRST_ITEM_ID = 1_200_000_000_000;
/** Every blueprint copy is as good as another. */
const RESEARCH = { material_efficiency: 10, time_efficiency: 20, runs: 10 };

export function listPublicContracts({ parts, params, now }: EsiAsk): EsiAnswer {
  const regionId = Number(params.region_id);
  if (!parts.staticData.region(regionId)) return refuse(404, 'Region not found!');
  const own = parts.store.world.contracts.filter(
    (contract) =>
      contract.assigneeId === 0 &&
      contract.status === 'outstanding' &&
      !hasRunOut(contract, now) &&
      parts.staticData.station(contract.startLocationId)?.regionId === regionId,
  );
  const crowd = parts.crowd.contractsOf(regionId, now);
  return ok([...own.toReversed().map(toOwnRow), ...crowd.map(toCrowdRow)]);
}

export function listPublicItems(ask: EsiAsk): EsiAnswer {
  return answerFor(ask, { own: toItems, crowd: toItems });
}

export function listPublicBids(ask: EsiAsk): EsiAnswer {
  return answerFor(ask, {
    own: ({ bids }) =>
      bids.map(({ bidId, cents, at }) => ({
        amount: toIskNumber(cents),
        bid_id: bidId,
        date_bid: toEsiTime(new Date(at)),
      })),
    crowd: (contract) =>
      ask.parts.crowd.bidsOf(contract, ask.now).map(({ bidId, amountIsk, at }) => ({
        amount: amountIsk,
        bid_id: bidId,
        date_bid: toEsiTime(at),
      })),
  });
}

// What is gone is said in three ways, and all of them mean the same.
function answerFor(
  { parts, params, now }: EsiAsk,
  rowsOf: {
    readonly own: (contract: Contract) => readonly object[];
    readonly crowd: (contract: CrowdContract) => readonly object[];
  },
): EsiAnswer {
  const contractId = Number(params.contract_id);
  const own = findContract(parts.store.world, contractId);
  if (own) {
    if (own.assigneeId !== 0) return refuse(403, NOT_PUBLIC);
    if (own.status !== 'outstanding') return refuse(403, TAKEN);
    return hasRunOut(own, now) ? ok(undefined) : ok(rowsOf.own(own));
  }
  const contract = parts.crowd.find(contractId, now);
  if (contract === null) return refuse(404, UNKNOWN);
  if (contract.takenAt !== null && contract.takenAt <= now) return refuse(403, TAKEN);
  return contract.expiresAt <= now ? ok(undefined) : ok(rowsOf.crowd(contract));
}

type Row = {
  readonly contractId: number;
  readonly type: string;
  readonly issuerId: number;
  readonly issuerCorporationId: number;
  readonly isForCorporation: boolean;
  readonly startLocationId: number;
  readonly endLocationId: number;
  readonly title: string;
  readonly volumeM3: number;
};
type Amounts = { price: number; reward: number; collateral: number; buyout: number };
type Times = { readonly issued: Date; readonly expires: Date; readonly days: number };

function toOwnRow(contract: Contract) {
  return toRow(
    contract,
    {
      price: toIskNumber(contract.priceCents),
      reward: toIskNumber(contract.rewardCents),
      collateral: toIskNumber(contract.collateralCents),
      buyout: toIskNumber(contract.buyoutCents),
    },
    {
      issued: new Date(contract.issuedAt),
      expires: new Date(contract.expiresAt),
      days: contract.daysToComplete,
    },
  );
}

function toCrowdRow(contract: CrowdContract) {
  return toRow(
    contract,
    {
      price: contract.priceIsk,
      reward: contract.rewardIsk,
      collateral: contract.collateralIsk,
      buyout: contract.buyoutIsk,
    },
    {
      issued: contract.issuedAt,
      expires: contract.expiresAt,
      days: contract.type === 'courier' ? 3 : 0,
    },
  );
}

// `for_corporation` is there only when it is true, `buyout` only on auctions, which have no collateral.
function toRow(row: Row, { price, reward, collateral, buyout }: Amounts, times: Times) {
  return {
    ...(row.type === 'auction' ? { buyout } : { collateral }),
    contract_id: row.contractId,
    date_expired: toEsiTime(times.expires),
    date_issued: toEsiTime(times.issued),
    days_to_complete: times.days,
    end_location_id: row.endLocationId,
    ...(row.isForCorporation && { for_corporation: true }),
    issuer_corporation_id: row.issuerCorporationId,
    issuer_id: row.issuerId,
    price,
    reward,
    start_location_id: row.startLocationId,
    title: row.title,
    type: row.type,
    volume: row.volumeM3,
  };
}

// What the issuer asks for is no thing yet: it has no item id. The cargo of couriers is a secret.
function toItems({ type, items }: Pick<Contract | CrowdContract, 'type' | 'items'>) {
  if (type === 'courier') return [];
  return items.map(({ recordId, typeId, quantity, isIncluded, isBlueprintCopy }) => ({
    ...(isBlueprintCopy && { is_blueprint_copy: true, ...RESEARCH }),
    is_included: isIncluded,
    ...(isIncluded && { item_id: FIRST_ITEM_ID + recordId }),
    quantity,
    record_id: recordId,
    type_id: typeId,
  }));
}
