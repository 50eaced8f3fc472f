import { clsx } from 'clsx';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';

export type Segment = {
  readonly href: string;
  readonly label: ReactNode;
  readonly count?: number;
  readonly isCurrent: boolean;
};

/** A row of filters or places that live in the URL; the chosen one is filled. */
export function Segments({ label, segments }: { label: string; segments: readonly Segment[] }) {
  return (
    <nav
      aria-label={label}
      className="flex min-w-0 gap-0 overflow-x-auto [scrollbar-width:none] max-desk:-mx-3 max-desk:px-3"
    >
      {segments.map((segment) => (
        <Link
          key={segment.href}
          href={segment.href as Route}
          aria-current={segment.isCurrent ? 'true' : undefined}
          scroll={false}
          className={clsx(
            'flex h-7 items-center gap-1.5 whitespace-nowrap rounded-control px-2.5 font-medium focus-visible:-outline-offset-2 max-desk:h-10',
            segment.isCurrent ? 'bg-surface-3 text-ink' : 'text-ink-2 hover:text-ink',
          )}
        >
          {segment.label}
          {segment.count !== undefined && (
            <span className="numeric font-normal text-ink-3">{segment.count}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}
