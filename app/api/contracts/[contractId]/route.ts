import { getContractView } from '#lib/features/contracts/get-contract-view.ts';
import { contractIdSchema, contractViewSchema } from '#lib/features/contracts/schema.ts';
import { getContainer } from '#lib/server/container.ts';
import { problem, route } from '#lib/server/http.ts';
import { demandRole } from '#lib/server/session.ts';

type Context = { params: Promise<{ contractId: string }> };

/** GET /api/contracts/214880317 — one contract with findings, items and history. For staff. */
export const GET = route<Context>(async (_request, { params }) => {
  await demandRole('viewer');
  const contractId = contractIdSchema.parse((await params).contractId);

  const contract = await getContractView(getContainer(), contractId);

  if (!contract) return problem(404, 'No such contract', 'There is no contract of this id here.');
  return Response.json(contractViewSchema.encode(contract), {
    headers: { 'Cache-Control': 'no-store' },
  });
});
