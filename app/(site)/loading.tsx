import { Skeleton } from '#lib/ui/primitives/skeleton.tsx';
import { PageMain } from './_parts/page-main.tsx';

/** Shown late and briefly: most pages are there before it would flash. */
export default function Loading() {
  return (
    <PageMain>
      <div aria-busy="true" className="grid animate-[appear_1ms_150ms_both] gap-4">
        <span className="sr-only">Loading</span>
        <Skeleton className="h-4! w-48" />
        <div className="grid gap-4 rounded-panel border border-line bg-surface-1 p-3">
          <Skeleton className="w-36" />
          <Skeleton className="w-72" />
          <Skeleton className="w-60" />
          <Skeleton className="w-64" />
          <Skeleton className="w-40" />
        </div>
      </div>
    </PageMain>
  );
}
