import * as z from 'zod';
import { resolveParty } from '#lib/features/programs/resolve-party.ts';
import { partyOutcomeSchema } from '#lib/features/programs/schema.ts';
import { getCaller } from '#lib/server/caller.ts';
import { getContainer } from '#lib/server/container.ts';
import { route } from '#lib/server/http.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { demandRole } from '#lib/server/session.ts';

type Context = { params: Promise<{ partyId: string }> };

const TIMEOUT_MS = 8_000;
const paramsSchema = z.object({
  partyId: z.coerce
    .number()
    .int()
    .positive()
    .max(2 ** 53 - 1),
});

/** GET /api/parties/98000001 — who an id is, and whether we read their contracts. For managers. */
export const GET = route<Context>(async (request, { params }) => {
  await demandRole('manager');
  await spend(getContainer(), BUDGETS.parties, await getCaller());
  const { partyId } = paramsSchema.parse(await params);
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const outcome = await resolveParty(getContainer(), partyId, signal);
  return Response.json(partyOutcomeSchema.encode(outcome));
});
