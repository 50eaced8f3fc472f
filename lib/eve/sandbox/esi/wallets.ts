/**
 * Wallets, journals and transactions: all told by the one list of payments.
 *
 * @module
 */
import { pastTrades } from '../crowd/past-trades.ts';
import { balanceOf } from '../game/holdings.ts';
import { toIskNumber } from '../game/isk-text.ts';
import { toEsiTime } from '../markets/create-orders.ts';
import type { Movement } from '../store/world.ts';
import { journalWords } from './journal-words.ts';
import { type EsiAnswer, type EsiAsk, ok, refuse } from './route.ts';

const DIVISIONS = 7;
const KEPT_MS = 30 * 86_400_000;
/** The rows of one answer with transactions. */
const MOST_TRANSACTIONS = 2_500;

export function getWallet(ask: EsiAsk): EsiAnswer {
  return ok(toIskNumber(balanceOf(ask.parts.store.world, ownerOf(ask))));
}

/** Everything is in the first division: corporations of the sandbox do not move ISK about. */
export function listCorporationWallets(ask: EsiAsk): EsiAnswer {
  const cents = balanceOf(ask.parts.store.world, ownerOf(ask));
  return ok(
    Array.from({ length: DIVISIONS }, (_, index) => ({
      balance: index === 0 ? toIskNumber(cents) : 0,
      division: index + 1,
    })),
  );
}

export function listJournal(ask: EsiAsk): EsiAnswer {
  const division = readDivision(ask);
  if (division === null) return refuse(400, 'division must be 1 to 7');
  const ownerId = ownerOf(ask);
  const isCorporation = ask.params.corporation_id !== undefined;
  let cents = balanceOf(ask.parts.store.world, ownerId);
  // Told backwards from what is in the wallet now, so that balances always add up.
  return ok(
    movementsOf(ask, division).map((movement) => {
      const isPaid = movement.fromId === ownerId;
      const amount = isPaid ? -movement.cents : movement.cents;
      const balance = cents;
      cents -= amount;
      return {
        amount: toIskNumber(amount),
        balance: toIskNumber(balance),
        ...contextOf(movement),
        date: toEsiTime(new Date(movement.at)),
        ...journalWords(movement, isPaid, isCorporation),
        ...(movement.fromId !== 0 && { first_party_id: movement.fromId }),
        id: movement.id,
        reason: '',
        ...(movement.toId !== 0 && { second_party_id: movement.toId }),
      };
    }),
  );
}

/** Newest first. `from_id` gives its own row and what is older. */
export function listTransactions(ask: EsiAsk): EsiAnswer {
  const division = readDivision(ask);
  if (division === null) return refuse(400, 'division must be 1 to 7');
  const fromText = ask.query.get('from_id');
  if (fromText !== null && !/^\d{1,15}$/.test(fromText)) {
    return refuse(400, 'from_id must be a number');
  }
  const fromId = fromText === null ? Number.MAX_SAFE_INTEGER : Number(fromText);
  const ownerId = ownerOf(ask);
  const isCharacter = ask.params.character_id !== undefined;
  const rows = movementsOf(ask, division).flatMap(
    ({ id, at, kind, fromId: payerId, toId, trade }) => {
      if (kind !== 'market-trade' || trade === null || id > fromId) return [];
      const isBuy = payerId === ownerId;
      return {
        client_id: isBuy ? toId : payerId,
        date: toEsiTime(new Date(at)),
        is_buy: isBuy,
        ...(isCharacter && { is_personal: true }),
        journal_ref_id: id,
        location_id: trade.locationId,
        quantity: trade.quantity,
        transaction_id: id,
        type_id: trade.typeId,
        unit_price: toIskNumber(trade.unitCents),
      };
    },
  );
  return ok(rows.slice(0, MOST_TRANSACTIONS));
}

function contextOf({ contractId, trade, id }: Movement) {
  if (contractId !== null) return { context_id: contractId, context_id_type: 'contract_id' };
  return trade === null ? {} : { context_id: id, context_id_type: 'market_transaction_id' };
}

function movementsOf({ parts, params, now }: EsiAsk, division: number): Movement[] {
  if (division !== 1) return [];
  const { world } = parts.store;
  const ownerId = Number(params.character_id ?? params.corporation_id);
  const oldest = new Date(now.getTime() - KEPT_MS).toISOString();
  const stored = world.movements.filter(
    ({ fromId, toId, at }) => (fromId === ownerId || toId === ownerId) && at >= oldest,
  );
  const past = pastTrades(parts, ownerId, new Date(world.beganAt), now);
  return [...past, ...stored].toReversed();
}

function ownerOf({ params }: EsiAsk): number {
  return Number(params.character_id ?? params.corporation_id);
}

function readDivision({ params }: EsiAsk): number | null {
  const division = Number(params.division ?? 1);
  const isDivision = Number.isInteger(division) && division >= 1 && division <= DIVISIONS;
  return isDivision ? division : null;
}
