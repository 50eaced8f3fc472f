import * as z from 'zod';
import { readCodeParam, refuseCode } from '#app/api/quotes/code-param.ts';
import { readSent } from '#lib/features/contracts/read-sent.ts';
import { rematchQuote } from '#lib/features/contracts/rematch.ts';
import { type RequoteFailure, requote } from '#lib/features/quotes/requote.ts';
import { publicQuoteSchema } from '#lib/features/quotes/schema.ts';
import { HttpError } from '#lib/server/http.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { toCaller, toLooker } from './api-caller.ts';
import { defineEndpoint } from './endpoint.ts';
import { loadQuote } from './load-quote.ts';

const STATUS: Record<RequoteFailure, number> = {
  'no-such-quote': 404,
  'not-yours': 403,
  'not-open': 409,
  'ran-out': 409,
  'as-quoted': 409,
  'not-quoted': 422,
  'more-than-quoted': 422,
  'nothing-sent': 422,
};

export const requoteInputSchema = z.strictObject({
  /** Of a contract that is up for the quote. */
  contractId: z.int().positive(),
});

export const requoteQuote = defineEndpoint({
  method: 'POST',
  path: '/quotes/{code}/requote',
  operationId: 'requoteQuote',
  summary: 'Quote anew what a contract really holds, at the quote’s own prices',
  description:
    'The new quote takes the place of the old one: same owner, same end, and a contract that names the old code is for the new quote. What holds more than was quoted only the trader takes. Asked again, the quote that was made is answered.',
  scope: 'quotes:write',
  makes: true,
  takesClaim: true,
  body: requoteInputSchema,
  answer: publicQuoteSchema,
  status: 201,
  refusals: {
    403: 'It is not one’s own.',
    404: 'There is no quote of this code, or it is mistyped.',
    409: 'It is not open any more, or the contract holds what was quoted.',
    422: 'No such contract is up for it, or it holds more than was quoted, or what was not.',
  },
  async run(context, { code: param, body: { contractId } }) {
    const { container, caller } = context;
    // What is refused tells whether there is such a quote: a look-up like any other.
    await spend(container, BUDGETS.quoteLookUps, toCaller(caller));
    await spend(container, BUDGETS.quotes, toCaller(caller));
    const code = readCodeParam(param);
    if (code === null) throw refuseCode(param);
    const sent = await readSent(container, code, contractId);
    const looker = toLooker(caller, 'quotes:write');
    const outcome = await requote(container, { code, sent }, looker, container.clock());
    if (!outcome.ok) {
      throw new HttpError({
        status: STATUS[outcome.reason],
        title: 'Not quoted anew',
        detail: outcome.sentence,
        extra: { reason: outcome.reason },
      });
    }
    // What is up in the game is for the new quote now.
    await rematchQuote(container, outcome.formerQuoteId);
    return {
      value: await loadQuote(context, outcome.shownCode, 'quotes:write'),
      headers: { Location: `/api/v1/quotes/${outcome.shownCode}` },
    };
  },
});
