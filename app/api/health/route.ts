import { getContainer } from '#lib/server/container.ts';
import { readHealth } from '#lib/server/health.ts';

export const dynamic = 'force-dynamic';

/** GET /api/health — 200 when pages work, 503 when the database or Redis does not answer, or Redis takes no write. */
export async function GET(): Promise<Response> {
  const health = await readHealth(getContainer());
  return Response.json(health, {
    status: health.status === 'down' ? 503 : 200,
    headers: { 'Cache-Control': 'no-store' },
  });
}
