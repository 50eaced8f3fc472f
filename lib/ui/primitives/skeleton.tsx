import { clsx } from 'clsx';

/** A grey bar where text will stand. Hidden from screen readers; the region around it says `aria-busy`. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={clsx('block h-2 max-w-full rounded-[2px] bg-surface-3', className)}
    />
  );
}
