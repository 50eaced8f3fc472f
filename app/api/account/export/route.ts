import { exportAccount } from '#lib/features/accounts/export/export-account.ts';
import { getCaller } from '#lib/server/caller.ts';
import { getContainer } from '#lib/server/container.ts';
import { HttpError, route } from '#lib/server/http.ts';
import { refusalPage } from '#lib/server/refusal-page.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { demandViewer } from '#lib/server/session.ts';
import { streamText } from '#lib/server/stream-text.ts';

/** GET /api/account/export — all that is kept of who is signed in, as a file: see docs/account-export.md. */
export const GET = route(async () => {
  const viewer = await demandViewer();
  const container = getContainer();
  try {
    await spend(container, BUDGETS.exports, await getCaller());
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return tooOften(error);
  }
  const day = container.clock().toISOString().slice(0, 10);
  const body = await streamText(exportAccount(container, viewer), (error) => {
    container.log.error({ err: error, accountId: viewer.accountId }, 'an export broke off');
  });
  container.log.info({ accountId: viewer.accountId }, 'an account is exported');
  return new Response(body, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="ageira-trade-${day}.json"`,
      'Cache-Control': 'no-store',
    },
  });
});

/** A link answers with a page. */
function tooOften({ problem, message }: HttpError): Response {
  return new Response(refusalPage({ title: problem.title, detail: message }), {
    status: problem.status,
    headers: { ...problem.headers, 'Content-Type': 'text/html; charset=utf-8' },
  });
}
