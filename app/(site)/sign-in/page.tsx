import { LogIn } from 'lucide-react';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getContainer } from '#lib/server/container.ts';
import { safeReturnPath } from '#lib/server/return-path.ts';
import { getViewer } from '#lib/server/session.ts';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { Panel } from '#lib/ui/primitives/panel.tsx';
import { PageMain } from '../_parts/page-main.tsx';
import { SignInForm } from '../_parts/sign-in-form.tsx';
import { toRefusalSentence } from '../_parts/to-refusal-sentence.ts';
import { SandboxPilots } from './_parts/sandbox-pilots.tsx';

export const metadata: Metadata = { title: 'Sign in — Ageira Trade' };

export default async function Page({ searchParams }: PageProps<'/sign-in'>) {
  const { callbackUrl, error } = await searchParams;
  const returnTo = safeReturnPath(typeof callbackUrl === 'string' ? callbackUrl : null);
  const refusal = error === undefined ? null : toRefusalSentence(error);
  const viewer = await getViewer();
  if (!refusal && viewer) redirect(returnTo);
  const isSandbox = getContainer().env.AGEIRA_MODE === 'sandbox';

  return (
    <PageMain kind="text">
      <h1 className="font-semibold text-figure">Sign in</h1>
      <p className="mt-1 mb-4 max-w-[68ch] text-ink-2">
        EVE Online asks which character you are; we never see your password. A quote needs none of
        this, but with it you see your quotes on every device, and what to fix in a contract.
      </p>
      {refusal && (
        <Panel className="mb-4">
          <Notice
            kind="warn"
            role="alert"
            title={
              viewer ? 'Nothing has changed: you are signed in as before' : 'You are not signed in'
            }
            actions={viewer && <ButtonLink href={returnTo}>Go back</ButtonLink>}
          >
            {refusal}
          </Notice>
        </Panel>
      )}
      <SignInForm returnTo={returnTo} look="primary" size="large">
        <LogIn aria-hidden="true" className="icon" />
        Sign in with EVE Online
      </SignInForm>
      <p className="mt-3 max-w-[68ch] text-ink-3 text-meta">
        This asks for your character’s name only. Whatever needs more says so and asks for that
        alone.
      </p>
      {isSandbox && <SandboxPilots />}
    </PageMain>
  );
}
