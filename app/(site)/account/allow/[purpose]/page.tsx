import { LogIn } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { toPermission } from '#app/_parts/to-permission.ts';
import { askedScopes, PERMISSIONS } from '#lib/features/accounts/permissions.ts';
import { PURPOSES } from '#lib/features/accounts/purposes.ts';
import { grantedPurposeSchema } from '#lib/features/accounts/schema.ts';
import { safeReturnPath } from '#lib/server/return-path.ts';
import { requireRole } from '#lib/server/session.ts';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { PageHead } from '#lib/ui/primitives/page-head.tsx';
import { Panel, PanelBody, PanelFoot, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { PageMain } from '../../../_parts/page-main.tsx';
import { SignInForm } from '../../../_parts/sign-in-form.tsx';
import { toRefusalSentence } from '../../../_parts/to-refusal-sentence.ts';

export const metadata: Metadata = { title: 'Permission — Ageira Trade' };

/** What a permission is and why it is asked for, before anybody is sent to EVE; and why it was not given. */
export default async function Page({
  params,
  searchParams,
}: PageProps<'/account/allow/[purpose]'>) {
  const { callbackUrl, character: wanted, error } = await searchParams;
  const asked = grantedPurposeSchema.safeParse((await params).purpose);
  if (!asked.success) notFound();
  const purpose = asked.data;
  const returnTo = safeReturnPath(typeof callbackUrl === 'string' ? callbackUrl : null, '/account');
  const viewer = await requireRole(PURPOSES[purpose].role, toPermission(purpose, { returnTo }));
  const character = viewer.characters.find(({ characterId }) => String(characterId) === wanted);
  const { name, why } = PERMISSIONS[purpose];

  return (
    <PageMain kind="text">
      <PageHead title={name} note="A permission, given for one character at a time" />
      {error !== undefined && (
        <Panel className="mb-4 max-desk:mb-3">
          <Notice kind="warn" role="alert" title="It was not allowed">
            {toRefusalSentence(error)}
          </Notice>
        </Panel>
      )}
      <Panel aria-labelledby="asked">
        <PanelHead id="asked" title="What EVE Online will ask you" />
        <PanelBody className="grid gap-3">
          <p className="max-w-[68ch] text-ink-2">{why}</p>
          <ul className="grid gap-1.5">
            {askedScopes(purpose).map(({ scope, words }) => (
              <li key={scope}>
                {words}
                <span className="mono block text-ink-3 text-meta [overflow-wrap:anywhere]">
                  {scope}
                </span>
              </li>
            ))}
          </ul>
          <p className="max-w-[68ch] text-ink-2">
            {character ? (
              <>
                Choose <b className="font-medium text-ink">{character.name}</b> there.{' '}
              </>
            ) : (
              'Choose the character there that is to allow it. '
            )}
            What you allowed before stays as it is.
          </p>
          <div className="flex flex-wrap gap-2">
            <SignInForm
              purpose={purpose}
              intent="add-character"
              returnTo={returnTo}
              characterId={character?.characterId}
              look="primary"
            >
              <LogIn aria-hidden="true" className="icon" />
              {error === undefined ? 'Go on to EVE Online' : 'Ask again'}
            </SignInForm>
            <ButtonLink href={returnTo} look="quiet">
              Not now
            </ButtonLink>
          </div>
        </PanelBody>
        <PanelFoot>
          It is kept encrypted, used for this alone, and ends when you remove the character from
          your account, or at EVE under “third-party applications”.
        </PanelFoot>
      </Panel>
    </PageMain>
  );
}
