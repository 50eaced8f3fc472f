import { quotePageSchema } from '#lib/features/quotes/schema.ts';
import { getCaller } from '#lib/server/caller.ts';
import { getContainer } from '#lib/server/container.ts';
import { route } from '#lib/server/http.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { noSuchQuote } from '../code-param.ts';
import { findQuotePage } from '../find-quote-page.ts';
import { getLooker } from '../looker.ts';

type Context = { params: Promise<{ code: string }> };

/** GET /api/quotes/AT-7K3M-9QX2 — what the quote's page lives on. */
export const GET = route<Context>(async (_request, { params }) => {
  const container = getContainer();
  await spend(container, BUDGETS.quoteLookUps, await getCaller());

  const { code } = await params;
  const page = await findQuotePage(container, code, await getLooker());

  if (!page) return noSuchQuote(code);
  return Response.json(quotePageSchema.encode(page), { headers: { 'Cache-Control': 'no-store' } });
});
