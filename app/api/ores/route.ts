import { readOreView } from '#lib/core/ores/ore-view.ts';
import { getOreTable } from '#lib/features/ores/get-ore-table.ts';
import { writeOreCsv } from '#lib/features/ores/write-ore-csv.ts';
import { getCaller } from '#lib/server/caller.ts';
import { getContainer } from '#lib/server/container.ts';
import { route } from '#lib/server/http.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';

/** GET /api/ores?kind=ice&… — the ore table at the address of /ores with the same query, as CSV. */
export const GET = route(async (request) => {
  const container = getContainer();
  await spend(container, BUDGETS.searches, await getCaller());
  const view = readOreView(new URL(request.url).searchParams);
  const table = await getOreTable(container, view.hubId);
  const day = container.clock().toISOString().slice(0, 10);
  return new Response(writeOreCsv(table, view), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="ores-${day}.csv"`,
      'Cache-Control': 'no-store',
    },
  });
});
