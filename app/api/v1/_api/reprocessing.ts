import { reprocess } from '#lib/features/reprocessing/reprocess.ts';
import { reprocessedSchema, reprocessInputSchema } from '#lib/features/reprocessing/schema.ts';
import { HttpError } from '#lib/server/http.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { toCaller } from './api-caller.ts';
import { defineEndpoint } from './endpoint.ts';

export const reprocessItems = defineEndpoint({
  method: 'POST',
  path: '/reprocessing',
  operationId: 'reprocess',
  summary: 'What items refine to',
  description:
    'Counted as the game counts: all units of a type are one lot, each material is rounded down once, what fills no portion is left over. Decimals are strings, so that no digit is lost.',
  scope: null,
  body: reprocessInputSchema,
  answer: reprocessedSchema,
  toTable: ({ lots }) => [
    ['Refined', 'Type id', 'Material', 'Quantity', 'Left over'],
    ...lots.flatMap((lot) => [
      ...lot.outputs.map(({ typeId, name, quantity }) => [lot.name, typeId, name, quantity, null]),
      ...(lot.leftover > 0 ? [[lot.name, lot.typeId, lot.name, null, lot.leftover]] : []),
    ]),
  ],
  status: 200,
  refusals: { 422: 'No such item, or a yield that no refinery has.' },
  async run({ container, caller }, { body }) {
    await spend(container, BUDGETS.searches, toCaller(caller));
    const outcome = await reprocess(container, body);
    if (outcome.ok) return { value: outcome.reprocessed };
    const extra = { reason: outcome.reason };
    throw new HttpError({ status: 422, title: 'Not refined', detail: outcome.sentence, extra });
  },
});
