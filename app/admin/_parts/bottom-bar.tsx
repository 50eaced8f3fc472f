'use client';

import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { House, UserRound } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { workersQuery } from '#lib/features/operations/queries.ts';
import type { Workers } from '#lib/features/operations/schema.ts';
import { ADMIN_PLACES } from './places.ts';

const PLACES = [
  ...ADMIN_PLACES,
  { href: '/', name: 'Site', icon: House },
  { href: '/account', name: 'Account', icon: UserRound },
] as const;

/** The places of a phone. */
export function BottomBar({ workers: initialData }: { workers: Workers }) {
  const pathname = usePathname();
  const { data: workers } = useQuery({ ...workersQuery(), initialData });

  return (
    <nav
      aria-label="Places"
      className="fixed inset-x-0 bottom-0 z-20 grid h-[calc(56px+env(safe-area-inset-bottom))] grid-cols-6 border-line border-t bg-canvas pb-[env(safe-area-inset-bottom)] desk:hidden"
    >
      {PLACES.map(({ href, name, icon: Icon }) => {
        const isCurrent = href !== '/' && pathname.startsWith(href);
        return (
          <Link
            key={href}
            href={href}
            aria-current={isCurrent ? 'page' : undefined}
            className={clsx(
              'relative flex flex-col items-center justify-center gap-0.5 font-medium text-head focus-visible:-outline-offset-2',
              isCurrent ? 'text-ink' : 'text-ink-2',
            )}
          >
            <Icon
              aria-hidden="true"
              strokeWidth={1.5}
              className={clsx('size-5', isCurrent && 'text-accent')}
            />
            {name}
            {href === '/admin/inbox' && workers.waiting > 0 && (
              <span className="numeric absolute top-1 left-[calc(50%+8px)] min-w-4 rounded-[3px] bg-surface-3 px-1 text-center text-[10px] text-ink leading-[14px]">
                {workers.waiting}
                <span className="sr-only"> waiting</span>
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
