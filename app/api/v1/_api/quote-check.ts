import { readCodeParam, refuseCode } from '#app/api/quotes/code-param.ts';
import { OWN_CHECK_REFUSALS } from '#app/api/quotes/own-check-refusals.ts';
import { checkOwnContracts } from '#lib/features/contracts/check-own-contracts.ts';
import { ownCheckSchema } from '#lib/features/contracts/schema.ts';
import { getQuoteView } from '#lib/features/quotes/get-quote-view.ts';
import { HttpError } from '#lib/server/http.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { toCaller } from './api-caller.ts';
import { defineEndpoint } from './endpoint.ts';

export const checkQuote = defineEndpoint({
  method: 'POST',
  path: '/quotes/{code}/check',
  operationId: 'checkQuote',
  summary: 'Compare one’s own contracts with a quote, as EVE shows them now',
  description:
    'Finds what never reaches the trader’s list: a contract to somebody else, a public one, one with a wrong code. A character of the account must have allowed it on the account’s page. Nothing is kept, and no quote moves.',
  scope: 'contracts:check',
  needsKey: true,
  answer: ownCheckSchema,
  status: 200,
  refusals: {
    403: 'The quote is another account’s, or no character has allowed it.',
    404: 'There is no quote of this code, or it is mistyped.',
    503: 'EVE does not answer.',
  },
  async run({ container, caller, signal }, { code: param }) {
    const viewer = caller.key?.viewer;
    if (!viewer) throw new TypeError('Nobody checks contracts without a key');
    await spend(container, BUDGETS.ownChecks, toCaller(caller));
    const code = readCodeParam(param);
    const found = code && (await getQuoteView(container, code, { viewer, claimHash: null }));
    if (!found) throw refuseCode(param);
    const outcome = await checkOwnContracts(container, viewer, found.quoteId, signal);
    if (outcome.ok) return { value: outcome };
    const { status, detail } = OWN_CHECK_REFUSALS[outcome.reason];
    const extra = { reason: outcome.reason };
    throw new HttpError({ status, title: 'Not checked', detail, extra });
  },
});
