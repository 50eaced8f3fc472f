import { v5 as nameId } from 'uuid';
import { readCodeParam, refuseCode } from '#app/api/quotes/code-param.ts';
import type { CsvCell } from '#lib/core/csv.ts';
import { toIskText } from '#lib/core/isk.ts';
import { appraise } from '#lib/features/appraisal/appraise.ts';
import { appraiseInputSchema } from '#lib/features/appraisal/schema.ts';
import { rematchQuote } from '#lib/features/contracts/rematch.ts';
import { type CancelQuoteOutcome, cancelQuote } from '#lib/features/quotes/cancel-quote.ts';
import { CLAIM_HEADER } from '#lib/features/quotes/claim.ts';
import {
  type CreateQuoteOutcome,
  createQuote,
  type QuoteMaker,
} from '#lib/features/quotes/create-quote.ts';
import { listQuotes } from '#lib/features/quotes/list-quotes.ts';
import {
  type PublicQuote,
  publicQuoteSchema,
  type QuoteList,
  quoteListSchema,
} from '#lib/features/quotes/schema.ts';
import { HttpError } from '#lib/server/http.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { type ApiCaller, toCaller, toLooker } from './api-caller.ts';
import { defineEndpoint } from './endpoint.ts';
import { loadQuote } from './load-quote.ts';

/** Of the ids under which the API has its quotes made; any UUID of our own would do. */
const QUOTE_NAMESPACE = '0193d6a0-5d3e-7c1b-9f44-2a7be60c81d5';

const CREATE_STATUS: Record<Refusal<CreateQuoteOutcome>, number> = {
  'not-quotable': 422,
  'terms-changed': 409,
  'short-of-stock': 409,
  'key-taken': 422,
  'key-reused': 422,
  'account-closed': 401,
  'over-daily-cap': 422,
  'over-pilot-cap': 422,
  'sign-in-needed': 401,
};
const CANCEL_STATUS: Record<Refusal<CancelQuoteOutcome>, number> = {
  'no-such-quote': 404,
  'not-yours': 403,
  'not-open': 409,
  'changed-meanwhile': 409,
};
type Refusal<Outcome> = Extract<Outcome, { ok: false; reason: string }>['reason'];

const NO_QUOTE = 'There is no quote of this code, or it is mistyped.';

export const makeQuote = defineEndpoint({
  method: 'POST',
  path: '/quotes',
  operationId: 'makeQuote',
  summary: 'Lock the prices of a pasted text',
  description: `Appraises the text once more and keeps the result under a code. With a key the quote is its account’s. Without one send ${CLAIM_HEADER}, 22 characters of base64url that you make at random and keep: with them you list and cancel the quote.`,
  scope: 'quotes:write',
  makes: true,
  takesClaim: true,
  body: appraiseInputSchema,
  answer: publicQuoteSchema,
  toTable: toLines,
  status: 201,
  refusals: {
    409: 'The terms have just changed.',
    422: 'The text cannot be quoted as it stands; “detail” says why.',
  },
  async run(context, { body }) {
    const { container, caller, seed } = context;
    await spend(container, BUDGETS.quotes, toCaller(caller));
    const maker = toMaker(caller);
    const now = container.clock();
    const appraised = await appraise(container, body, now);
    if (!appraised.ok) {
      const extra = { reason: appraised.reason };
      throw new HttpError({ status: 422, title: 'Not quoted', detail: appraised.sentence, extra });
    }
    const outcome = await createQuote(
      container,
      {
        appraisal: appraised.appraisal,
        text: body.text,
        idempotencyKey: nameId(seed, QUOTE_NAMESPACE),
      },
      maker,
      now,
    );
    if (!outcome.ok) throw refuse(CREATE_STATUS, outcome, 'Not quoted');
    return {
      value: await loadQuote(context, outcome.code, 'quotes:write'),
      headers: { Location: `/api/v1/quotes/${outcome.shownCode}` },
    };
  },
});

export const listOwnQuotes = defineEndpoint({
  method: 'GET',
  path: '/quotes',
  operationId: 'listQuotes',
  summary: 'One’s own quotes, newest first',
  description: `At most 200: those of the key’s account, or those that were made with this ${CLAIM_HEADER}.`,
  scope: 'quotes:read',
  takesClaim: true,
  answer: quoteListSchema,
  toTable: toQuoteRows,
  status: 200,
  refusals: { 401: `Neither a key nor ${CLAIM_HEADER}.` },
  async run({ container, caller }) {
    if (!caller.key && !caller.claimHash) throw nobody();
    await spend(container, BUDGETS.quoteLookUps, toCaller(caller));
    return { value: { quotes: await listQuotes(container, toLooker(caller, 'quotes:read')) } };
  },
});

export const readQuote = defineEndpoint({
  method: 'GET',
  path: '/quotes/{code}',
  operationId: 'readQuote',
  summary: 'A quote: its lines, the contract to make, where it stands',
  description:
    'Whoever has the code sees lines, total and state. Contracts and what was found in them are told to the account that made quote or contract, by a key with “quotes:read”.',
  scope: null,
  takesClaim: true,
  answer: publicQuoteSchema,
  toTable: toLines,
  status: 200,
  refusals: { 404: NO_QUOTE },
  async run(context, { code }) {
    const { container, caller } = context;
    await spend(container, BUDGETS.quoteLookUps, toCaller(caller));
    return { value: await loadQuote(context, code, 'quotes:read') };
  },
});

export const cancelQuoteEndpoint = defineEndpoint({
  method: 'POST',
  path: '/quotes/{code}/cancel',
  operationId: 'cancelQuote',
  summary: 'Give up a quote of one’s own, for good',
  description: 'Only while it is open. One that is cancelled already is answered as it is.',
  scope: 'quotes:write',
  makes: true,
  takesClaim: true,
  answer: publicQuoteSchema,
  status: 200,
  refusals: {
    403: 'It is not one’s own.',
    404: NO_QUOTE,
    409: 'It is not open any more: a contract is up for it, or it was paid, or ran out.',
  },
  async run(context, { code: param }) {
    const { container, caller } = context;
    // What is refused tells whether there is such a quote: a look-up like any other.
    await spend(container, BUDGETS.quoteLookUps, toCaller(caller));
    await spend(container, BUDGETS.cancels, toCaller(caller));
    const code = readCodeParam(param);
    if (code === null) throw refuseCode(param);
    const looker = toLooker(caller, 'quotes:write');
    const outcome = await cancelQuote(container, code, looker, container.clock());
    // A contract that is up for it must learn of it at once.
    if (outcome.ok) await rematchQuote(container, outcome.quoteId);
    else if (outcome.reason !== 'not-open') throw refuse(CANCEL_STATUS, outcome, 'Not cancelled');
    const value = await loadQuote(context, param, 'quotes:write');
    // Cancelled before, by a request whose answer was lost perhaps.
    if (!outcome.ok && value.state !== 'cancelled') {
      throw refuse(CANCEL_STATUS, outcome, 'Not cancelled');
    }
    return { value };
  },
});

function toMaker({ key, claimHash }: ApiCaller): QuoteMaker {
  if (key) return { kind: 'account', accountId: key.viewer.accountId };
  if (claimHash) return { kind: 'guest', claimHash };
  throw new HttpError({
    status: 422,
    title: 'Nobody’s',
    detail: `Without a key send ${CLAIM_HEADER}: 22 random characters of base64url, which make the quote yours.`,
    extra: { reason: 'no-claim' },
  });
}

function refuse<Reason extends string>(
  statuses: Readonly<Record<Reason, number>>,
  { reason, sentence }: { readonly reason: Reason; readonly sentence: string },
  title: string,
): HttpError {
  return new HttpError({ status: statuses[reason], title, detail: sentence, extra: { reason } });
}

function nobody(): HttpError {
  return new HttpError({
    status: 401,
    title: 'Whose?',
    detail: `Send a key, or the ${CLAIM_HEADER} that the quotes were made with.`,
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
}

function toLines({ lines }: PublicQuote): CsvCell[][] {
  return [
    [
      'Type id',
      'Name',
      'Blueprint copy',
      'Quantity',
      'Unit price, ISK',
      'Total, ISK',
      'Volume, m³',
    ],
    ...lines.map((line) => [
      line.typeId,
      line.name,
      line.blueprintCopy ? 'yes' : 'no',
      line.quantity,
      toIskText(line.unitPriceIsk),
      toIskText(line.totalIsk),
      line.volumeM3,
    ]),
  ];
}

function toQuoteRows({ quotes }: QuoteList): CsvCell[][] {
  return [
    ['Code', 'State', 'Program', 'Types', 'Total, ISK', 'Made', 'Holds until', 'Verdict'],
    ...quotes.map((quote) => [
      quote.shownCode,
      quote.state,
      quote.programName,
      quote.types,
      toIskText(quote.totalIsk),
      quote.createdAt.toISOString(),
      quote.expiresAt.toISOString(),
      quote.verdict,
    ]),
  ];
}
