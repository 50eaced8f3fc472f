/**
 * Inputs as they are stored beside their verdicts: readable for ever, whatever becomes of the matcher.
 *
 * @module
 */
import * as z from 'zod';
import { ONE_ISK, toIskText } from '#lib/core/isk.ts';
import type { MatchContract, MatchInput, MatchItem } from './match-input.ts';
import { matchInputSchema } from './schema.ts';

/**
 * Which matcher made a verdict. Raise it with any change by which a stored input gets another finding:
 * verdicts made before keep the number that they were made with, and are not made again.
 */
export const MATCHER = 7;

export type StoredInputJson = z.input<typeof matchInputSchema> & { readonly matcher: number };

export type StoredInput =
  | {
      readonly ok: true;
      readonly input: MatchInput;
      /** Whether this very matcher made the verdict, so that it must come out again. */
      readonly isOfThisMatcher: boolean;
    }
  | { readonly ok: false; readonly reason: string };

/** Read an input of any age. One without a number is of the first matcher. */
export function readStoredInput(stored: unknown): StoredInput {
  const read = storedSchema.safeParse(stored);
  if (!read.success)
    return { ok: false, reason: 'its input does not say which matcher it was for' };
  // What the codec decodes is whatever was stored: it refuses what does not fit.
  const decoded = matchInputSchema.safeParse(stored);
  if (!decoded.success) return { ok: false, reason: 'its input cannot be read any more' };
  return { ok: true, input: decoded.data, isOfThisMatcher: read.data.matcher === MATCHER };
}

const storedSchema = z.looseObject({ matcher: z.int().positive().default(1) });

/**
 * A match as JSON to be stored, as `matchInputSchema` reads it, signed with the matcher's number. Fields
 * that are undefined are absent in JSON. By hand, since every verdict is stored so.
 */
export function toStoredInput({ quote, program, ...rest }: MatchInput): StoredInputJson {
  const { total, ...quoteRest } = quote;
  const { tolerance, ...programRest } = program;
  return {
    ...rest,
    quote: {
      ...quoteRest,
      formerCodes: quote.formerCodes && [...quote.formerCodes],
      createdAt: quote.createdAt.toISOString(),
      expiresAt: quote.expiresAt.toISOString(),
      totalIsk: toIskText(total),
      lines: quote.lines.map(({ unitPrice, ...line }) => ({
        ...line,
        unitPriceIsk: unitPrice === undefined ? undefined : toIskText(unitPrice),
      })),
    },
    program: {
      ...programRest,
      toleranceIsk: toIskText(tolerance),
      locationIds: [...program.locationIds],
      issuerIds: [...program.issuerIds],
      formerIssuers: program.formerIssuers?.map(({ id, until }) => ({
        id,
        until: until.toISOString(),
      })),
      paidIssuerIds: program.paidIssuerIds && [...program.paidIssuerIds],
      issuersSince: program.issuersSince?.toISOString(),
      traderIds: program.traderIds && [...program.traderIds],
    },
    contract: toEsiContract(rest.contract),
    items: toEsiItems(rest.items),
    now: rest.now.toISOString(),
    otherContracts: rest.otherContracts?.map(({ contract, items, ...told }) => ({
      ...told,
      contract: toEsiContract(contract),
      items: toEsiItems(items),
    })),
    knownCodes: rest.knownCodes && [...rest.knownCodes],
    packagedVolumesM3: rest.packagedVolumesM3 && { ...rest.packagedVolumesM3 },
    matcher: MATCHER,
  };
}

const UNTOLD = { isPromised: undefined, isBarelyPromised: undefined };

/**
 * What of a stored input makes another verdict. Neither the time of the match nor what the trader was told
 * before: they count only through the findings.
 */
export function contentOf(stored: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { otherContracts } = stored;
  return {
    ...stored,
    ...(Array.isArray(otherContracts) && {
      otherContracts: otherContracts.map((other) => ({ ...other, ...UNTOLD })),
    }),
    ...UNTOLD,
    matcher: undefined,
    now: null,
  };
}

function toEsiContract(contract: MatchContract): StoredInputJson['contract'] {
  return {
    contract_id: contract.contractId,
    type: contract.type,
    status: contract.status,
    availability: contract.availability,
    issuer_id: contract.issuerId,
    issuer_corporation_id: contract.issuerCorporationId,
    assignee_id: contract.assigneeId,
    acceptor_id: contract.acceptorId,
    for_corporation: contract.forCorporation,
    date_issued: contract.dateIssued.toISOString(),
    date_expired: contract.dateExpired.toISOString(),
    date_accepted: contract.dateAccepted?.toISOString(),
    date_completed: contract.dateCompleted?.toISOString(),
    days_to_complete: contract.daysToComplete,
    start_location_id: contract.startLocationId,
    end_location_id: contract.endLocationId,
    title: contract.title,
    price: toEsiIsk(contract.price),
    reward: toEsiIsk(contract.reward),
    collateral: toEsiIsk(contract.collateral),
    buyout: toEsiIsk(contract.buyout),
    volume: contract.volumeM3,
  };
}

function toEsiItems(items: readonly MatchItem[] | null): StoredInputJson['items'] {
  if (!items) return null;
  return items.map((item) => ({
    record_id: item.recordId,
    type_id: item.typeId,
    quantity: item.quantity,
    raw_quantity: item.rawQuantity,
    is_included: item.isIncluded,
    is_singleton: item.isSingleton,
  }));
}

/** ESI's ISK is a JSON number, exact for hundredths below 2^53. */
function toEsiIsk(amount: bigint | undefined): number | undefined {
  if (amount === undefined) return undefined;
  return Number(amount / ONE_ISK) + Number(amount % ONE_ISK) / Number(ONE_ISK);
}
