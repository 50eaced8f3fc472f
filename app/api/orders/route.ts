import { listOrders } from '#lib/features/orders/list-orders.ts';
import { ordersSchema } from '#lib/features/orders/schema.ts';
import { writeOrdersCsv } from '#lib/features/orders/write-orders-csv.ts';
import { getContainer } from '#lib/server/container.ts';
import { route } from '#lib/server/http.ts';
import { demandRole } from '#lib/server/session.ts';

/** GET /api/orders — orders to fill, for staff; with `?format=csv` as a file, a row for each item. */
export const GET = route(async (request) => {
  await demandRole('viewer');
  const container = getContainer();
  const orders = await listOrders(container);
  if (new URL(request.url).searchParams.get('format') !== 'csv') {
    return Response.json(ordersSchema.encode(orders), { headers: { 'Cache-Control': 'no-store' } });
  }
  const day = container.clock().toISOString().slice(0, 10);
  return new Response(writeOrdersCsv(orders), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="orders-${day}.csv"`,
      'Cache-Control': 'no-store',
    },
  });
});
