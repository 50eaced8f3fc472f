import { checkOwnContracts } from '#lib/features/contracts/check-own-contracts.ts';
import { ownCheckSchema } from '#lib/features/contracts/schema.ts';
import { getQuoteView } from '#lib/features/quotes/get-quote-view.ts';
import { getCaller } from '#lib/server/caller.ts';
import { getContainer } from '#lib/server/container.ts';
import { HttpError, route } from '#lib/server/http.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { demandViewer } from '#lib/server/session.ts';
import { readCodeParam } from '../../code-param.ts';
import { OWN_CHECK_REFUSALS } from '../../own-check-refusals.ts';

type Context = { params: Promise<{ code: string }> };

/** POST /api/quotes/AT-7K3M-9QX2/check — reads the asker's own contracts and compares them. */
export const POST = route<Context>(async (request, { params }) => {
  const viewer = await demandViewer();
  const container = getContainer();
  await spend(container, BUDGETS.ownChecks, await getCaller());

  const code = readCodeParam((await params).code);
  const found = code && (await getQuoteView(container, code, { viewer, claimHash: null }));
  const outcome = found
    ? await checkOwnContracts(container, viewer, found.quoteId, request.signal)
    : ({ ok: false, reason: 'no-such-quote' } as const);

  if (outcome.ok) {
    return Response.json(ownCheckSchema.encode(outcome), {
      headers: { 'Cache-Control': 'no-store' },
    });
  }
  const { status, detail } = OWN_CHECK_REFUSALS[outcome.reason];
  throw new HttpError({ status, title: 'Not checked', detail, extra: { reason: outcome.reason } });
});
