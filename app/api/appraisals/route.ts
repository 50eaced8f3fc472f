import { appraise } from '#lib/features/appraisal/appraise.ts';
import { appraisalSchema, appraiseInputSchema } from '#lib/features/appraisal/schema.ts';
import { getCaller } from '#lib/server/caller.ts';
import { getContainer } from '#lib/server/container.ts';
import { problem, readJson, route } from '#lib/server/http.ts';
import { BUDGETS, costOfPaste, spend } from '#lib/server/request-limits.ts';
import { getViewer } from '#lib/server/session.ts';

/** POST /api/appraisals — what the trader pays for a pasted text. */
export const POST = route(async (request) => {
  const container = getContainer();
  const input = appraiseInputSchema.parse(await readJson(request));
  const cost = costOfPaste(Buffer.byteLength(input.text));
  await spend(container, BUDGETS.appraisals, await getCaller(), cost);

  const outcome = await appraise(container, input, container.clock(), getAccountId);

  if (!outcome.ok) return problem(422, 'Not appraised', outcome.sentence);
  return Response.json(appraisalSchema.encode(outcome.appraisal), {
    headers: { 'Cache-Control': 'no-store' },
  });
});

async function getAccountId(): Promise<string | null> {
  return (await getViewer())?.accountId ?? null;
}
