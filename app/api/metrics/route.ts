import { createHash, timingSafeEqual } from 'node:crypto';
import { getContainer } from '#lib/server/container.ts';
import { HttpError, route } from '#lib/server/http.ts';
import { readMetrics } from '#lib/server/shared-metrics.ts';

export const dynamic = 'force-dynamic';

/** GET /api/metrics — numbers of all processes for Prometheus, for who has METRICS_TOKEN as its bearer. */
export const GET = route(async (request) => {
  const container = getContainer();
  const { METRICS_TOKEN } = container.env;
  const asked = request.headers.get('authorization') ?? '';
  if (METRICS_TOKEN === undefined || !isSame(asked, `Bearer ${METRICS_TOKEN}`)) {
    throw new HttpError({ status: 404, title: 'Not found' });
  }
  const { type, text } = await readMetrics(container);
  return new Response(text, { headers: { 'Content-Type': type } });
});

/** In a time that tells nothing of where they differ. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
