import { readWorkers } from '#lib/features/operations/read-workers.ts';
import { workersSchema } from '#lib/features/operations/schema.ts';
import { getContainer } from '#lib/server/container.ts';
import { route } from '#lib/server/http.ts';
import { demandRole } from '#lib/server/session.ts';

/** GET /api/workers — how the workers are. For staff. */
export const GET = route(async () => {
  await demandRole('viewer');
  const container = getContainer();
  const workers = await readWorkers(container, container.clock());
  return Response.json(workersSchema.encode(workers), { headers: { 'Cache-Control': 'no-store' } });
});
