'use client';

import { clsx } from 'clsx';
import {
  ChartLine,
  ClipboardPaste,
  type LucideIcon,
  ReceiptText,
  ShoppingCart,
  User,
} from 'lucide-react';
import Link from 'next/link';
import { useIsCurrent } from './nav-link.tsx';

type Place = {
  readonly href: '/' | '/shop' | '/market' | '/quotes' | '/account' | '/sign-in';
  readonly label: string;
  readonly icon: LucideIcon;
  readonly alsoUnder?: string;
};

/** Five places within reach of a thumb; only on phones. */
export function BottomBar({ isSignedIn }: { isSignedIn: boolean }) {
  return (
    <nav
      aria-label="Places"
      className="sticky bottom-0 z-20 grid grid-cols-5 border-line border-t bg-canvas pb-[env(safe-area-inset-bottom)] desk:hidden"
    >
      <PlaceLink href="/" label="Sell" icon={ClipboardPaste} />
      <PlaceLink href="/shop" label="Shop" icon={ShoppingCart} />
      <PlaceLink href="/market" label="Market" icon={ChartLine} alsoUnder="/ores" />
      <PlaceLink href="/quotes" label="Quotes" icon={ReceiptText} alsoUnder="/q" />
      {isSignedIn ? (
        <PlaceLink href="/account" label="Account" icon={User} />
      ) : (
        <PlaceLink href="/sign-in" label="Sign in" icon={User} />
      )}
    </nav>
  );
}

function PlaceLink({ href, label, icon: Icon, alsoUnder }: Place) {
  const isCurrent = useIsCurrent(href, alsoUnder);
  return (
    <Link
      href={href}
      aria-current={isCurrent ? 'page' : undefined}
      className={clsx(
        'flex h-14 flex-col items-center justify-center gap-0.5 font-medium text-head focus-visible:-outline-offset-2',
        isCurrent ? 'text-ink' : 'text-ink-2',
      )}
    >
      <Icon
        aria-hidden="true"
        strokeWidth={1.5}
        className={clsx('size-5', isCurrent && 'text-accent')}
      />
      {label}
    </Link>
  );
}
