import type { CsvCell } from '#lib/core/csv.ts';
import { toIskText } from '#lib/core/isk.ts';
import { appraise } from '#lib/features/appraisal/appraise.ts';
import {
  type Appraisal,
  appraisalSchema,
  appraiseInputSchema,
} from '#lib/features/appraisal/schema.ts';
import { HttpError } from '#lib/server/http.ts';
import { BUDGETS, costOfPaste, spend } from '#lib/server/request-limits.ts';
import { toCaller } from './api-caller.ts';
import { defineEndpoint } from './endpoint.ts';

export const makeAppraisal = defineEndpoint({
  method: 'POST',
  path: '/appraisals',
  operationId: 'makeAppraisal',
  summary: 'What the trader pays for a pasted text',
  description:
    'Reads whatever the game’s clipboard, a fit or a spreadsheet gives. Nothing is kept. Each line tells what made its price; what is not bought, and what could not be read, is listed with the reason.',
  scope: null,
  body: appraiseInputSchema,
  answer: appraisalSchema,
  toTable,
  status: 200,
  refusals: { 422: 'The text is empty or too long, or there is no such program.' },
  async run({ container, caller }, { body }) {
    const cost = costOfPaste(Buffer.byteLength(body.text));
    await spend(container, BUDGETS.appraisals, toCaller(caller), cost);
    const outcome = await appraise(container, body, container.clock());
    if (outcome.ok) return { value: outcome.appraisal };
    const extra = { reason: outcome.reason };
    throw new HttpError({ status: 422, title: 'Not appraised', detail: outcome.sentence, extra });
  },
});

const HEADS = [
  'Type id',
  'Name',
  'Blueprint copy',
  'Quantity',
  'Unit price, ISK',
  'Total, ISK',
  'Volume, m³',
  'Bought',
  'Why not',
];

function toTable({ lines, refused, unread }: Appraisal): CsvCell[][] {
  return [
    HEADS,
    ...lines.map((line) => [
      line.typeId,
      line.name,
      yesOrNo(line.blueprintCopy),
      line.quantity,
      toIskText(line.unitPriceIsk),
      toIskText(line.totalIsk),
      line.volumeM3,
      'yes',
      null,
    ]),
    ...refused.map((line) => [
      line.typeId,
      line.name,
      yesOrNo(line.blueprintCopy),
      line.quantity,
      null,
      null,
      null,
      'no',
      line.sentence,
    ]),
    ...unread.map((line) => [
      null,
      line.text,
      null,
      line.quantity,
      null,
      null,
      null,
      'no',
      line.sentence,
    ]),
  ];
}

function yesOrNo(is: boolean): string {
  return is ? 'yes' : 'no';
}
