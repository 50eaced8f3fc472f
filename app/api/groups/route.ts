import * as z from 'zod';
import { scopeSchema } from '#lib/features/programs/schema.ts';
import { searchGroups } from '#lib/features/programs/search-groups.ts';
import { getCaller } from '#lib/server/caller.ts';
import { getContainer } from '#lib/server/container.ts';
import { route } from '#lib/server/http.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { demandRole } from '#lib/server/session.ts';

const querySchema = z.strictObject({ query: z.string().max(100) });

/** GET /api/groups?query=veld — groups of items by name. For managers. */
export const GET = route(async (request) => {
  await demandRole('manager');
  await spend(getContainer(), BUDGETS.searches, await getCaller());
  const { query } = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const groups = await searchGroups(getContainer(), query);
  return Response.json(z.array(scopeSchema).encode(groups));
});
