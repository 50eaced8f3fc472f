import Link from 'next/link';
import { Logo } from '#app/_parts/logo.tsx';
import type { Viewer } from '#lib/server/session.ts';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { EveClock } from '#lib/ui/trade/eve-clock.tsx';
import { AccountMenu } from './account-menu.tsx';
import { CodeSearch } from './code-search.tsx';
import { NavLink } from './nav-link.tsx';

export function TopBar({ viewer, serverNow }: { viewer: Viewer | null; serverNow: Date }) {
  const isStaff = viewer !== null && viewer.role !== 'member';

  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-6 border-line border-b bg-canvas px-6 max-mid:gap-4 max-desk:gap-3 max-desk:px-4">
      <Link href="/" className="flex min-h-10 items-center">
        <Logo />
      </Link>
      <nav aria-label="Main" className="flex gap-1 self-stretch max-desk:hidden">
        <NavLink href="/" label="Sell" />
        <NavLink href="/shop" label="Shop" />
        <NavLink href="/market" label="Market" />
        <NavLink href="/ores" label="Ores" />
        <NavLink href="/quotes" label="Quotes" alsoUnder="/q" />
        <NavLink href="/how-to-sell" label="How to sell" />
        {isStaff && <NavLink href="/admin/inbox" label="Inbox" />}
      </nav>
      <div className="ml-auto flex items-center gap-5 max-mid:gap-3">
        <CodeSearch />
        <span className="max-[359px]:hidden">
          <EveClock serverNow={serverNow} />
        </span>
        {viewer ? (
          <AccountMenu
            accountId={viewer.accountId}
            characterId={viewer.characterId}
            characterName={viewer.characterName}
            isStaff={isStaff}
          />
        ) : (
          <ButtonLink href="/sign-in" prefetch={false}>
            <span>
              Sign in<span className="max-[479px]:hidden"> with EVE</span>
            </span>
          </ButtonLink>
        )}
      </div>
    </header>
  );
}
