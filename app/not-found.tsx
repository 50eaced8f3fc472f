import type { Metadata } from 'next';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { MessagePage } from './_parts/message-page.tsx';
import { SiteFrame } from './(site)/_parts/site-frame.tsx';

export const metadata: Metadata = { title: 'Not found — Ageira Trade' };

export default function NotFound() {
  return (
    <SiteFrame>
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
    </SiteFrame>
  );
}
