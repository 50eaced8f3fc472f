import { appraise } from '#lib/features/appraisal/appraise.ts';
import { appraisalSchema, appraiseInputSchema } from '#lib/features/appraisal/schema.ts';
import { getContainer } from '#lib/server/container.ts';
import { problem, readJson, route } from '#lib/server/http.ts';
import { BUDGETS, clientAddress, spend } from '#lib/server/request-limits.ts';

/** JSON writes a tab or a line end as two bytes; the text itself is measured by the use case. */
const MAX_BODY_BYTES = 4 * 1_048_576;

/** POST /api/appraisals — what the trader pays for a pasted text. */
export const POST = route(async (request) => {
  const container = getContainer();
  await spend(container, BUDGETS.appraisals, clientAddress(request.headers));
  const input = appraiseInputSchema.parse(await readJson(request, MAX_BODY_BYTES));

  const outcome = await appraise(container, input, container.clock());

  if (!outcome.ok) return problem(422, 'Not appraised', outcome.sentence);
  return Response.json(appraisalSchema.encode(outcome.appraisal), {
    headers: { 'Cache-Control': 'no-store' },
  });
});
