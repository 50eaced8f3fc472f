import type { Metadata } from 'next';
import Link from 'next/link';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { Logo } from './_parts/logo.tsx';
import { MessagePage } from './_parts/message-page.tsx';

export const metadata: Metadata = { title: 'Not found — Ageira Trade' };

export default function NotFound() {
  return (
    <>
      <header className="flex h-12 items-center border-line border-b px-6 max-desk:px-4">
        <Link href="/">
          <Logo />
        </Link>
      </header>
      <MessagePage
        title="There is nothing here"
        actions={
          <>
            <ButtonLink href="/" look="primary">
              Sell something
            </ButtonLink>
            <ButtonLink href="/quotes">Your quotes</ButtonLink>
          </>
        }
      >
        <p>The address is wrong, or what stood here is not for this account to see.</p>
      </MessagePage>
    </>
  );
}
