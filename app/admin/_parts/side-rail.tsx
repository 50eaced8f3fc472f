'use client';

import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Logo } from '#app/_parts/logo.tsx';
import { workersQuery } from '#lib/features/operations/queries.ts';
import type { Workers } from '#lib/features/operations/schema.ts';
import { Portrait } from '#lib/ui/trade/portrait.tsx';
import { ADMIN_PLACES } from './places.ts';
import { REFUSAL_TITLES, toRefusal } from './refusal.ts';
import { SignInAgain } from './sign-in-again.tsx';
import { WorkersHealth } from './workers-health.tsx';

type SideRailProps = {
  readonly workers: Workers;
  readonly pilot: { readonly characterId: number; readonly name: string };
};

/** Where staff go, how the workers are, who is signed in. On wide screens only. */
export function SideRail({ workers: initialData, pilot }: SideRailProps) {
  const pathname = usePathname();
  const { data: workers, error } = useQuery({ ...workersQuery(), initialData });
  const refusal = toRefusal(error);

  return (
    <aside
      aria-label="Trader’s side"
      className="flex min-h-0 flex-col overflow-auto border-line border-r px-2 pb-2 max-desk:hidden"
    >
      <Link href="/" className="flex h-12 flex-none items-center px-2">
        <Logo />
      </Link>
      <nav aria-label="Trader" className="flex flex-col gap-px">
        {ADMIN_PLACES.map(({ href, name, icon: Icon }) => {
          const isCurrent = pathname.startsWith(href);
          return (
            <Link
              key={href}
              href={href}
              aria-current={isCurrent ? 'page' : undefined}
              className={clsx(
                'flex h-7 items-center gap-2 rounded-control px-2 font-medium focus-visible:-outline-offset-2 pointer-coarse:h-10',
                isCurrent ? 'bg-surface-3 text-ink' : 'text-ink-2 hover:bg-surface-1',
              )}
            >
              <Icon
                aria-hidden="true"
                className={clsx('icon', isCurrent ? 'text-accent' : 'text-ink-3')}
              />
              {name}
              {href === '/admin/inbox' && workers.waiting > 0 && (
                <span className="numeric ml-auto font-normal text-ink-3 text-meta">
                  {workers.waiting}
                </span>
              )}
            </Link>
          );
        })}
      </nav>
      <div className="mt-auto border-line border-t px-2 pt-2">
        {refusal ? (
          <div className="grid justify-items-start gap-2 text-meta text-warn">
            <p>{REFUSAL_TITLES[refusal]}</p>
            {refusal === 'signed-out' && <SignInAgain />}
          </div>
        ) : (
          <WorkersHealth workers={workers} />
        )}
        <Link href="/account" className="mt-2 flex h-7 items-center gap-2 rounded-control">
          <Portrait characterId={pilot.characterId} name={pilot.name} />
          <span className="truncate">{pilot.name}</span>
        </Link>
      </div>
    </aside>
  );
}
