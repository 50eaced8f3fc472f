import { Skeleton } from '#lib/ui/primitives/skeleton.tsx';

const LINES = ['w-3/5', 'w-4/5', 'w-2/3', 'w-3/4', 'w-1/2', 'w-2/3', 'w-3/5', 'w-4/5'] as const;

/** The shape of a contract on its way, shown only when it takes longer than a blink. */
export function DetailSkeleton() {
  return (
    <div
      aria-busy="true"
      aria-label="Loading the contract"
      role="status"
      className="grid gap-5 p-4 opacity-0 [animation:appear_0s_150ms_forwards]"
    >
      <Skeleton className="h-4 w-40" />
      {LINES.map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change
        <Skeleton key={index} className={width} />
      ))}
    </div>
  );
}
