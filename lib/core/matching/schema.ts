/**
 * A match as JSON: our own fields in camelCase with money as text, ESI's exactly as ESI gives them.
 *
 * Decode what the command line reads; encode what is stored beside a verdict, so that it can be
 * matched again.
 *
 * @module
 */
import * as z from 'zod';
import { iskFromNumber, ONE_ISK } from '#lib/core/isk.ts';
import { iskSchema } from '#lib/core/isk-schema.ts';
import { quoteStateSchema } from '#lib/core/quote/states.ts';
import type { MatchContract, MatchInput, MatchItem } from './match-input.ts';

const MAX_ESI_ISK = 1e16;

const idSchema = z.int().nonnegative();
const timeSchema = z.codec(z.iso.datetime({ offset: true }), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** ESI's ISK, a JSON number; hundredths inside. */
const esiIskSchema = z.codec(z.number().min(-MAX_ESI_ISK).max(MAX_ESI_ISK), z.bigint(), {
  decode: iskFromNumber,
  encode: (amount) => Number(amount / ONE_ISK) + Number(amount % ONE_ISK) / Number(ONE_ISK),
});

const esiContractSchema = z.object({
  contract_id: idSchema,
  type: z.string(),
  status: z.string(),
  availability: z.string(),
  issuer_id: idSchema,
  issuer_corporation_id: idSchema,
  assignee_id: idSchema,
  acceptor_id: idSchema,
  for_corporation: z.boolean(),
  date_issued: timeSchema,
  date_expired: timeSchema,
  date_accepted: timeSchema.optional(),
  date_completed: timeSchema.optional(),
  days_to_complete: z.int().optional(),
  start_location_id: idSchema.optional(),
  end_location_id: idSchema.optional(),
  title: z.string().optional(),
  price: esiIskSchema.optional(),
  reward: esiIskSchema.optional(),
  collateral: esiIskSchema.optional(),
  buyout: esiIskSchema.optional(),
  volume: z.number().optional(),
});
type EsiContract = z.output<typeof esiContractSchema>;

const esiItemSchema = z.object({
  record_id: idSchema,
  type_id: idSchema,
  quantity: z.int(),
  raw_quantity: z.int().optional(),
  is_included: z.boolean(),
  is_singleton: z.boolean(),
});
type EsiItem = z.output<typeof esiItemSchema>;

const contractSchema = z.codec(esiContractSchema, z.custom<MatchContract>(), {
  decode: toContract,
  encode: fromContract,
});
const itemsSchema = z
  .array(z.codec(esiItemSchema, z.custom<MatchItem>(), { decode: toItem, encode: fromItem }))
  .nullable();

const lineSchema = z.object({
  typeId: idSchema,
  quantity: z.int().nonnegative(),
  blueprintCopy: z.boolean().optional(),
});

const quoteJsonSchema = z.object({
  code: z.string().regex(/[0-9A-Za-z]/, 'Not a quote code'),
  createdAt: timeSchema,
  expiresAt: timeSchema,
  side: z.literal('buys'),
  totalIsk: iskSchema,
  locationId: idSchema,
  lines: z.array(lineSchema),
  state: quoteStateSchema.optional(),
});

const programJsonSchema = z.object({
  assigneeId: idSchema,
  assigneeKind: z.enum(['character', 'corporation']).optional(),
  locationIds: z.array(idSchema),
  toleranceBp: z.int().nonnegative(),
  toleranceIsk: iskSchema,
  issuerIds: z.array(idSchema),
  traderIds: z.array(idSchema).optional(),
});

const inputJsonSchema = z.object({
  quote: quoteJsonSchema,
  program: programJsonSchema,
  contract: contractSchema,
  items: itemsSchema,
  now: timeSchema,
  clockSkewMs: z.int().nonnegative().optional(),
  otherContracts: z.array(z.object({ contract: contractSchema, items: itemsSchema })).optional(),
  knownCodes: z.array(z.string()).optional(),
  packagedVolumesM3: z.record(z.string(), z.number().nonnegative()).optional(),
});
type InputJson = z.output<typeof inputJsonSchema>;

/** JSON of one match ↔ `MatchInput`. Unknown fields are dropped: ESI adds some without notice. */
export const matchInputSchema = z.codec(inputJsonSchema, z.custom<MatchInput>(), {
  decode: toInput,
  encode: fromInput,
});

function toInput({ quote, program, ...rest }: InputJson): MatchInput {
  const { totalIsk, ...quoteRest } = quote;
  const { toleranceIsk, ...programRest } = program;
  return withoutUndefined({
    ...rest,
    quote: withoutUndefined({
      ...quoteRest,
      total: totalIsk,
      lines: quote.lines.map(withoutUndefined),
    }),
    program: withoutUndefined({ ...programRest, tolerance: toleranceIsk }),
  });
}

function fromInput({ quote, program, ...rest }: MatchInput): InputJson {
  const { total, ...quoteRest } = quote;
  const { tolerance, ...programRest } = program;
  return {
    ...rest,
    items: rest.items && [...rest.items],
    otherContracts: rest.otherContracts?.map(({ contract, items }) => ({
      contract,
      items: items && [...items],
    })),
    knownCodes: rest.knownCodes && [...rest.knownCodes],
    packagedVolumesM3: rest.packagedVolumesM3 && { ...rest.packagedVolumesM3 },
    quote: { ...quoteRest, totalIsk: total, lines: [...quote.lines] },
    program: {
      ...programRest,
      toleranceIsk: tolerance,
      locationIds: [...program.locationIds],
      issuerIds: [...program.issuerIds],
      traderIds: program.traderIds && [...program.traderIds],
    },
  };
}

function toContract(esi: EsiContract): MatchContract {
  return withoutUndefined({
    contractId: esi.contract_id,
    type: esi.type,
    status: esi.status,
    availability: esi.availability,
    issuerId: esi.issuer_id,
    issuerCorporationId: esi.issuer_corporation_id,
    assigneeId: esi.assignee_id,
    acceptorId: esi.acceptor_id,
    forCorporation: esi.for_corporation,
    dateIssued: esi.date_issued,
    dateExpired: esi.date_expired,
    dateAccepted: esi.date_accepted,
    dateCompleted: esi.date_completed,
    daysToComplete: esi.days_to_complete,
    startLocationId: esi.start_location_id,
    endLocationId: esi.end_location_id,
    title: esi.title,
    price: esi.price,
    reward: esi.reward,
    collateral: esi.collateral,
    buyout: esi.buyout,
    volumeM3: esi.volume,
  });
}

function fromContract(contract: MatchContract): EsiContract {
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
    date_issued: contract.dateIssued,
    date_expired: contract.dateExpired,
    date_accepted: contract.dateAccepted,
    date_completed: contract.dateCompleted,
    days_to_complete: contract.daysToComplete,
    start_location_id: contract.startLocationId,
    end_location_id: contract.endLocationId,
    title: contract.title,
    price: contract.price,
    reward: contract.reward,
    collateral: contract.collateral,
    buyout: contract.buyout,
    volume: contract.volumeM3,
  };
}

function toItem(esi: EsiItem): MatchItem {
  return withoutUndefined({
    recordId: esi.record_id,
    typeId: esi.type_id,
    quantity: esi.quantity,
    rawQuantity: esi.raw_quantity,
    isIncluded: esi.is_included,
    isSingleton: esi.is_singleton,
  });
}

function fromItem(item: MatchItem): EsiItem {
  return {
    record_id: item.recordId,
    type_id: item.typeId,
    quantity: item.quantity,
    raw_quantity: item.rawQuantity,
    is_included: item.isIncluded,
    is_singleton: item.isSingleton,
  };
}

/** An object whose optional fields are absent where they were undefined. */
type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(source: T): Defined<T> {
  const entries = Object.entries(source).filter(([, value]) => value !== undefined);
  // The one place where the compiler cannot follow: an entry left out is an optional field absent.
  return Object.fromEntries(entries) as Defined<T>;
}
