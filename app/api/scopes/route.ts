import * as z from 'zod';
import { ruleScopeSchema } from '#lib/features/rules/schema.ts';
import { searchScopes } from '#lib/features/rules/search-scopes.ts';
import { getCaller } from '#lib/server/caller.ts';
import { getContainer } from '#lib/server/container.ts';
import { route } from '#lib/server/http.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { demandRole } from '#lib/server/session.ts';

const querySchema = z.strictObject({ query: z.string().max(100) });

/** GET /api/scopes?query=veld — what a rule may be for, by name. For managers. */
export const GET = route(async (request) => {
  await demandRole('manager');
  await spend(getContainer(), BUDGETS.searches, await getCaller());
  const { query } = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const scopes = await searchScopes(getContainer(), query);
  return Response.json(z.array(ruleScopeSchema).encode(scopes));
});
