import type { Metadata } from 'next';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { PageHead } from '#lib/ui/primitives/page-head.tsx';
import { Panel } from '#lib/ui/primitives/panel.tsx';
import { PageMain } from '../../_parts/page-main.tsx';

export const metadata: Metadata = { title: 'Account deleted — Ageira Trade' };

export default function Page() {
  return (
    <PageMain kind="text">
      <PageHead title="Account" />
      <Panel>
        <Notice
          kind="good"
          role="status"
          title="Your account is deleted"
          actions={<ButtonLink href="/">To the start</ButtonLink>}
        >
          You are signed out everywhere. Sign in again at any time: you begin with a new account.
        </Notice>
      </Panel>
    </PageMain>
  );
}
