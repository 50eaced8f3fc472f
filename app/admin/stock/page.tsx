import type { Metadata } from 'next';
import { AdminHead } from '#app/admin/_parts/admin-head.tsx';
import { listPrograms } from '#lib/features/programs/list-programs.ts';
import { listStock } from '#lib/features/stock/list-stock.ts';
import { getContainer } from '#lib/server/container.ts';
import { requireRole } from '#lib/server/session.ts';
import { hasRole } from '#lib/server/viewer.ts';
import { Empty } from '#lib/ui/primitives/empty.tsx';
import { AdjustForm } from './_parts/adjust-form.tsx';
import { StockTable } from './_parts/stock-table.tsx';

export const metadata: Metadata = { title: 'Stock' };

export default async function StockPage() {
  const viewer = await requireRole('viewer', '/admin/stock');
  const container = getContainer();
  const [rows, programs] = await Promise.all([listStock(container), listPrograms(container)]);
  const shops = programs
    .filter(({ side }) => side === 'sells')
    .map(({ programId, name, locations, isOpen }) => ({ programId, name, locations, isOpen }));

  return (
    <>
      <AdminHead title="Stock" note="what the shop has, entered by hand" />
      <main id="main" className="min-h-0 flex-1 desk:overflow-auto">
        {shops.length > 0 && hasRole(viewer, 'trader') && <AdjustForm shops={shops} />}
        {rows.length > 0 ? (
          <StockTable rows={rows} />
        ) : (
          <Empty>
            {shops.length === 0
              ? 'There is no program that sells.'
              : 'The shop is empty. Enter what you have to sell, and pilots can order it.'}
          </Empty>
        )}
      </main>
    </>
  );
}
