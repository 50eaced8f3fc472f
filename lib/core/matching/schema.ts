/**
 * A match as JSON: our own fields in camelCase with money as text, ESI's exactly as ESI gives them.
 *
 * So it is read from the command line, and from beside a verdict, to be matched again; `toStoredInput`
 * writes it.
 *
 * @module
 */
import * as z from 'zod';
import { iskFromNumber } from '#lib/core/isk.ts';
import { iskSchema } from '#lib/core/isk-schema.ts';
import { quoteStateSchema } from '#lib/core/quote/states.ts';
import type { MatchContract, MatchInput, MatchItem } from './match-input.ts';

const MAX_ESI_ISK = 1e16;

const idSchema = z.int().nonnegative();
const timeSchema = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** ESI's ISK, a JSON number; hundredths inside. */
const esiIskSchema = z.number().min(-MAX_ESI_ISK).max(MAX_ESI_ISK).transform(iskFromNumber);

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

const contractSchema = esiContractSchema.transform(toContract);
const itemsSchema = z.array(esiItemSchema.transform(toItem)).nullable();

const lineSchema = z.object({
  typeId: idSchema,
  quantity: z.int().nonnegative(),
  blueprintCopy: z.boolean().optional(),
  unitPriceIsk: iskSchema.optional(),
});

const quoteJsonSchema = z.object({
  code: z.string().regex(/[0-9A-Za-z]/, 'Not a quote code'),
  formerCodes: z.array(z.string().regex(/[0-9A-Za-z]/, 'Not a quote code')).optional(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
  side: z.enum(['buys', 'sells']),
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
  issuerCorporationId: idSchema.optional(),
  formerIssuers: z.array(z.object({ id: idSchema, until: timeSchema })).optional(),
  paidIssuerIds: z.array(idSchema).optional(),
  issuersSince: timeSchema.optional(),
  traderIds: z.array(idSchema).optional(),
});

const inputJsonSchema = z.object({
  quote: quoteJsonSchema,
  program: programJsonSchema,
  contract: contractSchema,
  items: itemsSchema,
  isPromised: z.boolean().optional(),
  isBarelyPromised: z.boolean().optional(),
  isEndUnseen: z.boolean().optional(),
  isLeaveUnseen: z.boolean().optional(),
  isLossUnseen: z.boolean().optional(),
  now: timeSchema,
  clockSkewMs: z.int().nonnegative().optional(),
  otherContracts: z
    .array(
      z.object({
        contract: contractSchema,
        items: itemsSchema,
        isSettled: z.boolean().optional(),
        isPromised: z.boolean().optional(),
        isBarelyPromised: z.boolean().optional(),
        isEndUnseen: z.boolean().optional(),
        isLeaveUnseen: z.boolean().optional(),
        isLossUnseen: z.boolean().optional(),
      }),
    )
    .optional(),
  knownCodes: z.array(z.string()).optional(),
  packagedVolumesM3: z.record(z.string(), z.number().nonnegative()).optional(),
});
type InputJson = z.output<typeof inputJsonSchema>;

/** JSON of one match, read as `MatchInput`. Unknown fields are dropped: ESI adds some without notice. */
export const matchInputSchema = inputJsonSchema.transform(toInput);

function toInput({ quote, program, ...rest }: InputJson): MatchInput {
  const { totalIsk, ...quoteRest } = quote;
  const { toleranceIsk, ...programRest } = program;
  return withoutUndefined({
    ...rest,
    otherContracts: rest.otherContracts?.map(withoutUndefined),
    quote: withoutUndefined({
      ...quoteRest,
      total: totalIsk,
      lines: quote.lines.map(({ unitPriceIsk, ...line }) =>
        withoutUndefined({ ...line, unitPrice: unitPriceIsk }),
      ),
    }),
    program: withoutUndefined({ ...programRest, tolerance: toleranceIsk }),
  });
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

/** An object whose optional fields are absent where they were undefined. */
type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(source: T): Defined<T> {
  const entries = Object.entries(source).filter(([, value]) => value !== undefined);
  // The one place where the compiler cannot follow: an entry left out is an optional field absent.
  return Object.fromEntries(entries) as Defined<T>;
}
