import * as z from 'zod';
import { placeSchema } from '#lib/core/program/terms.ts';
import { searchPlaces } from '#lib/features/programs/search-places.ts';
import { getCaller } from '#lib/server/caller.ts';
import { getContainer } from '#lib/server/container.ts';
import { route } from '#lib/server/http.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { demandRole } from '#lib/server/session.ts';

// A NUL is in no name, and the database refuses it.
const nameSchema = z
  .string()
  .max(100)
  .transform((text) => text.replaceAll('\0', ''));
const querySchema = z.strictObject({ query: nameSchema });

/** GET /api/places?query=jita%204 — stations and structures by name or id. For managers. */
export const GET = route(async (request) => {
  await demandRole('manager');
  await spend(getContainer(), BUDGETS.searches, await getCaller());
  const { query } = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const places = await searchPlaces(getContainer(), query);
  return Response.json(z.array(placeSchema).encode(places));
});
