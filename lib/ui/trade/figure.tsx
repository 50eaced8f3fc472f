import { clsx } from 'clsx';
import type { ReactNode } from 'react';

/** A number and its unit; `large` for the one figure that a page is about. */
export function Figure({
  children,
  unit,
  large,
}: {
  children: ReactNode;
  unit: string;
  large?: boolean;
}) {
  return (
    <span
      className={clsx(
        'numeric whitespace-nowrap',
        large ? 'font-semibold text-figure' : 'font-medium text-title',
      )}
    >
      {children}
      <small className="ml-[3px] font-normal text-ink-3 text-meta">{unit}</small>
    </span>
  );
}
