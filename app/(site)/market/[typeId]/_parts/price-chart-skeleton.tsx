import { Skeleton } from '#lib/ui/primitives/skeleton.tsx';

/** Where the chart will stand. */
export function PriceChartSkeleton() {
  return (
    <div className="flex flex-1 flex-col gap-4 px-3 pt-3 pb-8">
      <p className="sr-only" role="status">
        The price history is on its way.
      </p>
      <Skeleton className="w-2/3" />
      <div className="grid flex-1 content-between pl-14" aria-hidden="true">
        {['620', '580', '540', '500'].map((line) => (
          <i key={line} className="block border-line-soft border-t" />
        ))}
      </div>
      <div className="ml-14 h-[72px] border-line-soft border-t" aria-hidden="true" />
    </div>
  );
}
