import { clsx } from 'clsx';
import type { ReactNode } from 'react';

/** The `main` of a page of the site; `text` keeps lines short enough to read. */
export function PageMain({
  children,
  kind = 'wide',
}: {
  children: ReactNode;
  kind?: 'wide' | 'text';
}) {
  return (
    <main
      id="main"
      className={clsx(
        'w-full min-w-0 flex-1 px-6 pt-4 pb-6 max-desk:px-3 max-desk:pt-3',
        kind === 'text' && 'mx-auto max-w-[880px]',
      )}
    >
      {children}
    </main>
  );
}
