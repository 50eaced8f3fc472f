import { type OpenInGameRefusal, openInGame } from '#lib/features/contracts/open-in-game.ts';
import { contractIdSchema, openedWindowSchema } from '#lib/features/contracts/schema.ts';
import { getCaller } from '#lib/server/caller.ts';
import { getContainer } from '#lib/server/container.ts';
import { HttpError, route } from '#lib/server/http.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { demandRole } from '#lib/server/session.ts';

type Context = { params: Promise<{ contractId: string }> };

const REFUSALS: Record<OpenInGameRefusal, { status: number; detail: string }> = {
  'no-permission': {
    status: 403,
    detail:
      'Opening windows in your client needs the permission of the character that is online. It is used for nothing else.',
  },
  'no-such-contract': { status: 404, detail: 'There is no such contract any more.' },
  'esi-away': {
    status: 503,
    detail: 'EVE does not answer now. Try again, or open the contract by hand.',
  },
};

/** POST /api/contracts/214880317/open-window — opens it in the trader's own client. */
export const POST = route<Context>(async (request, { params }) => {
  const viewer = await demandRole('trader');
  await spend(getContainer(), BUDGETS.windows, await getCaller());
  const contractId = contractIdSchema.parse((await params).contractId);

  const outcome = await openInGame(getContainer(), viewer, contractId, request.signal);

  if (outcome.ok) return Response.json(openedWindowSchema.encode(outcome));
  const { status, detail } = REFUSALS[outcome.reason];
  throw new HttpError({ status, title: 'Not opened', detail, extra: { reason: outcome.reason } });
});
