import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { getAccountView } from '#lib/features/accounts/get-account-view.ts';
import { listKeys } from '#lib/features/api-keys/list-keys.ts';
import { MAX_KEY_NAME } from '#lib/features/api-keys/new-key.ts';
import { API_SCOPES, type ApiScope } from '#lib/server/api-keys.ts';
import { getContainer } from '#lib/server/container.ts';
import { requireViewer } from '#lib/server/session.ts';
import { hasRole } from '#lib/server/viewer.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { PageHead } from '#lib/ui/primitives/page-head.tsx';
import { Panel, PanelBody, PanelFoot, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { PageMain } from '../_parts/page-main.tsx';
import { SignInForm } from '../_parts/sign-in-form.tsx';
import { SignOutForm } from '../_parts/sign-out-form.tsx';
import { toRefusalSentence } from '../_parts/to-refusal-sentence.ts';
import { ApiKeys } from './_parts/api-keys.tsx';
import { Characters } from './_parts/characters.tsx';
import { OwnData } from './_parts/own-data.tsx';
import { Permissions } from './_parts/permissions.tsx';
import { SignOutEverywhere } from './_parts/sign-out-everywhere.tsx';

export const metadata: Metadata = { title: 'Account — Ageira Trade' };

const SCOPE_WORDS: Record<ApiScope, string> = {
  'quotes:read': 'see your quotes, and what was found in your contracts',
  'quotes:write': 'make quotes for you, and cancel them',
  'contracts:check': 'compare your own contracts with your quotes',
};

export default async function Page({ searchParams }: PageProps<'/account'>) {
  const viewer = await requireViewer('/account');
  const { error } = await searchParams;
  const [account, keys] = await Promise.all([
    getAccountView(getContainer(), viewer),
    listKeys(getContainer(), viewer),
  ]);

  return (
    <PageMain kind="text">
      <PageHead
        title="Account"
        note={
          <>
            {viewer.characterName}, {account.role}, since{' '}
            <EveTime at={account.createdAt} style="day" isMarked={false} />
          </>
        }
      />
      <div className="grid gap-4 max-desk:gap-3">
        {error !== undefined && (
          <Panel>
            <Notice kind="warn" role="alert" title="No character was added">
              {toRefusalSentence(error)}
            </Notice>
          </Panel>
        )}
        <Panel aria-labelledby="characters">
          <PanelHead id="characters" title="Characters" note={account.characters.length}>
            <SignInForm intent="add-character" returnTo="/account">
              <Plus aria-hidden="true" className="icon" />
              Add character
            </SignInForm>
          </PanelHead>
          {account.soldCharacters.map(({ characterId, name, leftAt }) => (
            <Notice
              key={characterId}
              kind="warn"
              title={`${name} has left your account`}
              className="border-line border-b"
            >
              EVE Online says that the character has another owner now (noticed on{' '}
              <EveTime at={leftAt} style="day" isMarked={false} />
              ). All that it allowed us has ended. What it sold before stays yours.
            </Notice>
          ))}
          <Characters
            characters={account.characters.map((character) => ({
              characterId: character.characterId,
              name: character.name,
              corporationName: character.corporationName,
              allianceName: character.allianceName,
              isMain: character.isMain,
            }))}
          />
          <PanelFoot>
            Contracts made by any of these count as yours. One account, as many pilots as you like.
          </PanelFoot>
        </Panel>
        <Permissions
          characters={account.characters}
          isTrader={hasRole(viewer, 'trader')}
          isOwner={hasRole(viewer, 'owner')}
        />
        <Panel aria-labelledby="sessions">
          <PanelHead id="sessions" title="Signed in" />
          <PanelBody className="flex flex-wrap items-center justify-between gap-3">
            <p className="text-ink-2">
              In {account.sessionCount}{' '}
              {account.sessionCount === 1 ? 'browser, this one' : 'browsers, this one included'}. A
              session ends by itself after 14 days without use. Signing out everywhere ends your API
              keys, too.
            </p>
            <div className="flex flex-wrap gap-2">
              <SignOutForm accountId={viewer.accountId} action="/api/auth/sign-out" method="post">
                <Button type="submit">Sign out</Button>
              </SignOutForm>
              <SignOutEverywhere accountId={viewer.accountId} />
            </div>
          </PanelBody>
        </Panel>
        <Panel aria-labelledby="api-keys">
          <PanelHead id="api-keys" title="API keys" note={keys.length || undefined}>
            <Link href="/api-docs" className="link">
              What programs may ask
            </Link>
          </PanelHead>
          <ApiKeys
            keys={keys}
            scopes={API_SCOPES.map((scope) => ({ scope, words: SCOPE_WORDS[scope] }))}
            longestName={MAX_KEY_NAME}
          />
        </Panel>
        <OwnData />
      </div>
    </PageMain>
  );
}
