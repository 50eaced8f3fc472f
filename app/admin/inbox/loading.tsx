import { AdminHead } from '#app/admin/_parts/admin-head.tsx';
import { SkeletonRows } from '#lib/ui/table/skeleton-rows.tsx';
import { Table } from '#lib/ui/table/table.tsx';

export default function InboxLoading() {
  return (
    <>
      <AdminHead title="Inbox" />
      <main id="main" aria-busy="true" className="min-h-0 flex-1">
        <div className="h-10 border-line border-b max-desk:h-12" />
        <Table caption="Contracts waiting" stacked>
          <tbody>
            <SkeletonRows rows={12} columns={5} />
          </tbody>
        </Table>
      </main>
    </>
  );
}
