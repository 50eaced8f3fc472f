'use client';

import { ChevronDown } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { Portrait } from '#lib/ui/trade/portrait.tsx';
import { SignOutForm } from './sign-out-form.tsx';

type AccountMenuProps = {
  readonly accountId: string;
  readonly characterId: number;
  readonly characterName: string;
  readonly isStaff: boolean;
};

const ITEM =
  'flex h-8 w-full items-center px-3 text-left text-ink-2 hover:bg-surface-3 hover:text-ink focus-visible:-outline-offset-2 max-desk:h-10';

/** The pilot's name, and behind it the ways that belong to the pilot. A disclosure: it opens without script. */
export function AccountMenu(props: AccountMenuProps) {
  const { accountId, characterId, characterName, isStaff } = props;
  const menu = useRef<HTMLDetailsElement>(null);
  useCloseOutside(menu);

  return (
    <details ref={menu} className="relative">
      <summary className="flex h-8 list-none items-center gap-2 rounded-control px-1 max-desk:h-10">
        <Portrait characterId={characterId} name={characterName} />
        <span className="max-w-40 truncate max-desk:sr-only">{characterName}</span>
        <ChevronDown aria-hidden="true" className="icon-s text-ink-3 max-desk:hidden" />
      </summary>
      <div className="absolute top-9 right-0 w-48 rounded-panel border border-line bg-surface-2 py-1 shadow-[0_8px_24px_oklch(0_0_0/.4)] max-desk:top-11">
        <p className="truncate px-3 py-1 text-ink-3 text-meta desk:hidden">{characterName}</p>
        <Link href="/account" className={ITEM}>
          Account
        </Link>
        {isStaff && (
          <>
            <Link href="/admin/inbox" className={ITEM}>
              Inbox
            </Link>
            <Link href="/admin/programs" className={ITEM}>
              Programs
            </Link>
          </>
        )}
        <SignOutForm
          accountId={accountId}
          action="/api/auth/sign-out"
          method="post"
          className="mt-1 border-line border-t pt-1"
        >
          <button type="submit" className={ITEM}>
            Sign out
          </button>
        </SignOutForm>
      </div>
    </details>
  );
}

function useCloseOutside(menu: React.RefObject<HTMLDetailsElement | null>): void {
  const pathname = usePathname();

  // biome-ignore lint/correctness/useExhaustiveDependencies: going to another page closes the menu
  useEffect(() => {
    if (menu.current) menu.current.open = false;
  }, [menu, pathname]);

  useEffect(() => {
    const listen = new AbortController();
    const { signal } = listen;
    document.addEventListener(
      'pointerdown',
      ({ target }) => {
        const isInside = target instanceof Node && menu.current?.contains(target);
        if (!isInside && menu.current) menu.current.open = false;
      },
      { signal },
    );
    document.addEventListener(
      'keydown',
      ({ key }) => {
        if (key !== 'Escape' || !menu.current?.open) return;
        menu.current.open = false;
        menu.current.querySelector('summary')?.focus();
      },
      { signal },
    );
    return () => listen.abort();
  }, [menu]);
}
