import * as z from 'zod';
import { toIskText } from '#lib/core/isk.ts';
import { programTermsSchema } from '#lib/core/program/terms.ts';
import { listPrices } from '#lib/features/prices/list-prices.ts';
import { priceListSchema } from '#lib/features/prices/schema.ts';
import { listOpenPrograms } from '#lib/features/programs/list-open-programs.ts';
import { HttpError } from '#lib/server/http.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { toCaller } from './api-caller.ts';
import { defineEndpoint } from './endpoint.ts';

const MOST_TYPES = 100;
const LONGEST_NAME = 200;

/** Of a station or structure, as it stands in an address. */
const placeIdSchema = z
  .string()
  .regex(/^\d{1,15}$/, 'Not a number of a station')
  .transform(Number);

const priceQuerySchema = z.strictObject({
  hub: placeIdSchema
    .optional()
    .describe('Station id of the market. The first program’s if absent.'),
  type: z
    .array(z.string().min(1).max(LONGEST_NAME))
    .min(1)
    .max(MOST_TYPES)
    .describe('Type id, or name in any language of the client; once for each item.'),
});

export const programListSchema = z.object({ programs: z.array(programTermsSchema) });

export const listPrograms = defineEndpoint({
  method: 'GET',
  path: '/programs',
  operationId: 'listPrograms',
  summary: 'What the trader offers now, and on what terms',
  scope: null,
  answer: programListSchema,
  toTable: ({ programs }) => [
    ['Program id', 'Name', 'Side', 'To', 'At', 'Basis', 'Rate, %', 'Holds, h'],
    ...programs.map((program) => [
      program.programId,
      program.name,
      program.side,
      program.assigneeName,
      program.locations.map(({ name }) => name).join('; '),
      `${program.basis.hubName} ${program.basis.side} ${program.basis.statistic}`,
      program.rateBp / 100,
      program.lifetimeHours,
    ]),
  ],
  status: 200,
  refusals: {},
  async run({ container, caller }) {
    await spend(container, BUDGETS.searches, toCaller(caller));
    return { value: { programs: await listOpenPrograms(container) } };
  },
});

export const readPrices = defineEndpoint({
  method: 'GET',
  path: '/prices',
  operationId: 'readPrices',
  summary: 'Market prices that quotes are made from',
  description: `Of at most ${MOST_TYPES} items, as the site has read them from EVE. Each tells how old it is.`,
  scope: null,
  query: priceQuerySchema,
  answer: priceListSchema,
  toTable: ({ prices, hubName }) => [
    [
      'Type id',
      'Name',
      'Market',
      'Buy, best',
      'Buy, 5 %',
      'Sell, best',
      'Sell, 5 %',
      'Wanted',
      'Offered',
      'Book of',
    ],
    ...prices.map((price) => [
      price.typeId,
      price.name,
      hubName,
      iskOrEmpty(price.buyBestIsk),
      iskOrEmpty(price.buyTop5Isk),
      iskOrEmpty(price.sellBestIsk),
      iskOrEmpty(price.sellTop5Isk),
      price.buyVolume,
      price.sellVolume,
      price.bookAt.toISOString(),
    ]),
  ],
  status: 200,
  refusals: { 422: 'No such market, or no such item.' },
  async run({ container, caller }, { query }) {
    await spend(container, BUDGETS.searches, toCaller(caller));
    const asked = { hubId: query.hub ?? null, wanted: query.type };
    const outcome = await listPrices(container, asked);
    if (outcome.ok) return { value: outcome.list };
    const extra = { reason: outcome.reason };
    throw new HttpError({ status: 422, title: 'No price', detail: outcome.sentence, extra });
  },
});

function iskOrEmpty(amount: bigint | null): string | null {
  return amount === null ? null : toIskText(amount);
}
