import { noSuchQuote, readCodeParam } from '#app/api/quotes/code-param.ts';
import { getQuoteView } from '#lib/features/quotes/get-quote-view.ts';
import { toPublicQuote } from '#lib/features/quotes/public-quote.ts';
import { publicQuoteSchema } from '#lib/features/quotes/schema.ts';
import { getContainer } from '#lib/server/container.ts';
import { route } from '#lib/server/http.ts';
import { BUDGETS, clientAddress, spend } from '#lib/server/request-limits.ts';

type Context = { params: Promise<{ code: string }> };

/** GET /api/v1/quotes/AT-7K3M-9QX2 — the contract to make, for tools. Needs no sign-in. */
export const GET = route<Context>(async (request, { params }) => {
  const container = getContainer();
  await spend(container, BUDGETS.quoteLookUps, { address: clientAddress(request.headers) });

  const { code: param } = await params;
  const code = readCodeParam(param);
  const nobody = { viewer: null, claimHash: null };
  const found = code && (await getQuoteView(container, code, nobody));

  if (!found) return noSuchQuote(param);
  return Response.json(publicQuoteSchema.encode(toPublicQuote(found.view)));
});
