/**
 * Contracts of characters and corporations. ESI shows a contract to issuer, acceptor and assignee only.
 *
 * @module
 */
import * as z from 'zod';
import {
  type EsiOperation,
  operation,
  type PagedEsiOperation,
  pagedOperation,
} from '../operation.ts';

/** A thousand contracts each, of a month. */
const LIST_PAGES_AT_MOST = 200;

/** Optional fields are absent, never null. Enumerations are open: CCP adds values without notice. */
export const contractSchema = z.looseObject({
  contract_id: z.int(),
  issuer_id: z.int(),
  issuer_corporation_id: z.int(),
  /** Character, corporation or alliance; 0 when public. */
  assignee_id: z.int(),
  /** 0 when nobody has accepted yet. */
  acceptor_id: z.int(),
  /** item_exchange, auction, courier, loan, unknown. */
  type: z.string(),
  /** outstanding (also long after its end), in_progress, finished, cancelled, rejected, … */
  status: z.string(),
  for_corporation: z.boolean(),
  /** public, personal, corporation, alliance; `personal` also for much that is not. */
  availability: z.string(),
  date_issued: z.iso.datetime(),
  date_expired: z.iso.datetime(),
  date_accepted: z.iso.datetime().optional(),
  date_completed: z.iso.datetime().optional(),
  days_to_complete: z.int().optional(),
  start_location_id: z.int().optional(),
  end_location_id: z.int().optional(),
  title: z.string().optional(),
  /** ISK, a double: round to hundredths. */
  price: z.number().optional(),
  reward: z.number().optional(),
  collateral: z.number().optional(),
  buyout: z.number().optional(),
  /** m³ */
  volume: z.number().optional(),
});
export type EsiContract = z.output<typeof contractSchema>;

/** A row that says which contract it is, and else something that no contract says. */
export type UnreadableContract = {
  readonly contract_id: number;
  readonly isUnreadable: true;
  /** What is wrong with it: for a log. */
  readonly fault: string;
};
export type EsiContractRow = EsiContract | UnreadableContract;

// One row that makes no sense must not hide the thousand beside it; but a row that does not even say
// which contract it is leaves open what else is missing.
const unreadableSchema = z.looseObject({ contract_id: z.int() }).transform(
  (row): UnreadableContract => ({
    contract_id: row.contract_id,
    isUnreadable: true,
    fault: z.prettifyError(contractSchema.safeParse(row).error ?? new z.ZodError([])),
  }),
);
const contractRowSchema = z.union([contractSchema, unreadableSchema]);

/** Whether a row of a contract list can be used only for its id. */
export function isUnreadable(row: EsiContractRow): row is UnreadableContract {
  return row.isUnreadable === true && 'fault' in row;
}

export const contractItemSchema = z.looseObject({
  record_id: z.int(),
  type_id: z.int(),
  quantity: z.int(),
  /** -1 singleton or original blueprint, -2 copy; often missing. */
  raw_quantity: z.int().optional(),
  /** True: the issuer gives it. False: the issuer asks for it. */
  is_included: z.boolean(),
  is_singleton: z.boolean(),
});
export type EsiContractItem = z.output<typeof contractItemSchema>;

const CONTRACT_LIST = {
  idOf: ({ contract_id }: EsiContractRow) => contract_id,
  row: contractRowSchema,
  pagesAtMost: LIST_PAGES_AT_MOST,
};

/** Scope `esi-contracts.read_character_contracts.v1`. */
export function characterContracts({
  characterId,
}: {
  characterId: number;
}): PagedEsiOperation<EsiContractRow> {
  const ask = { path: { character_id: characterId } };
  return pagedOperation('GET /characters/{character_id}/contracts', ask, CONTRACT_LIST);
}

/** Scope `esi-contracts.read_corporation_contracts.v1`. */
export function corporationContracts({
  corporationId,
  tokenCharacterId,
}: {
  corporationId: number;
  tokenCharacterId: number;
}): PagedEsiOperation<EsiContractRow> {
  const ask = { path: { corporation_id: corporationId }, characterId: tokenCharacterId };
  return pagedOperation('GET /corporations/{corporation_id}/contracts', ask, CONTRACT_LIST);
}

/** They never change: read once per contract, at most 20 contracts in 10 s (the client sees to it). */
export function characterContractItems({
  characterId,
  contractId,
}: {
  characterId: number;
  contractId: number;
}): EsiOperation<EsiContractItem[]> {
  return operation(
    'GET /characters/{character_id}/contracts/{contract_id}/items',
    { path: { character_id: characterId, contract_id: contractId } },
    z.array(contractItemSchema),
  );
}

/** As {@link characterContractItems}. 404 for contracts that a character made to the corporation. */
export function corporationContractItems({
  corporationId,
  contractId,
  tokenCharacterId,
}: {
  corporationId: number;
  contractId: number;
  tokenCharacterId: number;
}): EsiOperation<EsiContractItem[]> {
  return operation(
    'GET /corporations/{corporation_id}/contracts/{contract_id}/items',
    {
      path: { corporation_id: corporationId, contract_id: contractId },
      characterId: tokenCharacterId,
    },
    z.array(contractItemSchema),
  );
}

/** Open a contract in the running game client. Scope `esi-ui.open_window.v1`. */
export function openContractWindow({
  contractId,
  tokenCharacterId,
}: {
  contractId: number;
  tokenCharacterId: number;
}): EsiOperation<undefined> {
  return operation(
    'POST /ui/openwindow/contract',
    { query: { contract_id: contractId }, characterId: tokenCharacterId },
    z.undefined(),
  );
}
