import { listInbox } from '#lib/features/contracts/list-inbox.ts';
import { inboxSchema } from '#lib/features/contracts/schema.ts';
import { getContainer } from '#lib/server/container.ts';
import { route } from '#lib/server/http.ts';
import { demandRole } from '#lib/server/session.ts';

/** GET /api/inbox — the contracts that wait for the trader. For staff. */
export const GET = route(async () => {
  await demandRole('viewer');
  const inbox = await listInbox(getContainer());
  return Response.json(inboxSchema.encode(inbox), { headers: { 'Cache-Control': 'no-store' } });
});
