import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { AUTH_COOKIES } from '#lib/features/accounts/auth-cookies.ts';
import { getMergeView, type MergeView } from '#lib/features/accounts/get-merge-view.ts';
import { openMergeOffer } from '#lib/features/accounts/merge-offer.ts';
import { getContainer } from '#lib/server/container.ts';
import { requireViewer } from '#lib/server/session.ts';
import type { Viewer } from '#lib/server/viewer.ts';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { PageHead } from '#lib/ui/primitives/page-head.tsx';
import { Panel, PanelBody, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { NameInCell } from '#lib/ui/table/table.tsx';
import { Portrait } from '#lib/ui/trade/portrait.tsx';
import { PageMain } from '../../_parts/page-main.tsx';
import { MergeForm } from './_parts/merge-form.tsx';

export const metadata: Metadata = { title: 'Merge accounts — Ageira Trade' };

export default async function Page() {
  const viewer = await requireViewer('/account/merge');
  const view = await readView(viewer);
  return (
    <PageMain kind="text">
      <PageHead title="Merge accounts" />
      <div className="grid gap-4 max-desk:gap-3">{view ? <Offer {...view} /> : <NoOffer />}</div>
    </PageMain>
  );
}

async function readView({ accountId }: Viewer): Promise<MergeView | null> {
  const container = getContainer();
  const sealed = (await cookies()).get(AUTH_COOKIES.mergeOffer.name)?.value;
  const signing = { secret: container.env.AUTH_SECRET, now: container.clock() };
  const offer = await openMergeOffer(sealed, accountId, signing);
  return offer && getMergeView(container, offer);
}

function Offer({ characterName, characters, quoteCount, permissionCount }: MergeView) {
  return (
    <>
      <Panel aria-labelledby="comes">
        <PanelHead id="comes" title={`${characterName} has an account here`} />
        <PanelBody className="grid gap-3">
          <p className="max-w-[68ch] text-ink-2">
            It can become part of yours, with all that it has. Then you have one account for all of
            your characters.
          </p>
          <ul aria-label="Characters that come" className="grid gap-2">
            {characters.map((character) => (
              <li key={character.characterId}>
                <NameInCell icon={<Portrait {...character} />}>{character.name}</NameInCell>
              </li>
            ))}
          </ul>
          <ul className="grid max-w-[68ch] list-disc gap-1.5 pl-5 text-ink-2">
            <li>{toQuotes(quoteCount)}</li>
            {permissionCount > 0 && (
              <li>
                {permissionCount === 1
                  ? 'The permission that they gave ends: allow it'
                  : `The ${permissionCount} permissions that they gave end: allow them`}{' '}
                again when you need to
              </li>
            )}
            <li>Whoever is signed in on the other account is signed out</li>
          </ul>
        </PanelBody>
      </Panel>
      <Panel aria-labelledby="confirm">
        <PanelHead id="confirm" title="Make it one account?" note="it cannot be parted again" />
        <PanelBody>
          <MergeForm />
        </PanelBody>
      </Panel>
    </>
  );
}

function toQuotes(count: number): string {
  if (count === 0) return 'No quotes: it has made none';
  return count === 1
    ? 'One quote becomes yours, with its contracts and what was paid for it'
    : `${count} quotes become yours, with their contracts and what was paid for them`;
}

function NoOffer() {
  return (
    <Panel>
      <Notice
        kind="warn"
        title="There is nothing to merge"
        actions={<ButtonLink href="/account">Back to the account</ButtonLink>}
      >
        Add a character that has an account of its own here, and you are asked. The question stands
        for ten minutes.
      </Notice>
    </Panel>
  );
}
