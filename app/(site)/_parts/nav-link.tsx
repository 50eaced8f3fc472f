'use client';

import { clsx } from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

type NavLinkProps = {
  readonly href: '/' | '/shop' | '/market' | '/ores' | '/quotes' | '/how-to-sell' | '/admin/inbox';
  readonly label: string;
  /** A second folder whose pages belong to this place. */
  readonly alsoUnder?: string;
};

export function NavLink({ href, label, alsoUnder }: NavLinkProps) {
  const isCurrent = useIsCurrent(href, alsoUnder);
  return (
    <Link
      href={href}
      aria-current={isCurrent ? 'page' : undefined}
      className={clsx(
        'relative flex items-center px-2.5 font-medium max-mid:px-1.5 hover:text-ink focus-visible:-outline-offset-2',
        isCurrent
          ? 'text-ink after:absolute after:inset-x-2.5 max-mid:after:inset-x-1.5 after:-bottom-px after:h-0.5 after:bg-accent'
          : 'text-ink-2',
      )}
    >
      {label}
    </Link>
  );
}

/** Whether the page shown is this place or lies below it. */
export function useIsCurrent(href: string, alsoUnder?: string): boolean {
  const pathname = usePathname();
  const isUnder = (place: string) => pathname === place || pathname.startsWith(`${place}/`);
  if (href === '/') return pathname === '/';
  return isUnder(href) || (alsoUnder !== undefined && isUnder(alsoUnder));
}
