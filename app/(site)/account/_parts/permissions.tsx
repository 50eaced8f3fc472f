import type { CharacterView, GrantView } from '#lib/features/accounts/get-account-view.ts';
import type { Purpose } from '#lib/features/accounts/schema.ts';
import { Panel, PanelFoot, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { Cell, Head, Table } from '#lib/ui/table/table.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { SignInForm } from '../../_parts/sign-in-form.tsx';

type PermissionsProps = {
  readonly characters: readonly CharacterView[];
  /** Only traders are asked for more than to look at their own contracts. */
  readonly isTrader: boolean;
};

type Granted = Exclude<Purpose, 'sign-in'>;

const PURPOSES: Record<Granted, { readonly name: string; readonly why: string }> = {
  contracts: {
    name: 'Read contracts',
    why: 'Finds the contracts that pilots send to you and your corporation.',
  },
  window: {
    name: 'Open windows in game',
    why: 'Opens a contract in your client with one press in the inbox.',
  },
  check: {
    name: 'Check my contracts',
    why: 'Reads your own contracts when you press “Check with my character” on a quote, and at no other time.',
  },
};

const HEALTH: Record<GrantView['health'], string> = {
  valid: 'works',
  revoked: 'taken back at EVE; grant it again',
  'owner-changed': 'the character changed hands; grant it again',
  'scopes-missing': 'not all of it was granted; grant it again',
  unreadable: 'the site has lost the key to it; grant it again',
};

/** What each character lets the site do, and the way to let it do more. */
export function Permissions({ characters, isTrader }: PermissionsProps) {
  return (
    <Panel aria-labelledby="permissions">
      <PanelHead id="permissions" title="Permissions" />
      <PermissionTable
        characters={characters}
        purposes={isTrader ? ['contracts', 'window', 'check'] : ['check']}
      />
      {!isTrader && (
        <PanelFoot>
          Signing in told us your characters’ names and nothing else. At EVE you see and end each
          permission under “third-party applications” of your account.
        </PanelFoot>
      )}
    </Panel>
  );
}

function PermissionTable({
  characters,
  purposes,
}: Pick<PermissionsProps, 'characters'> & { readonly purposes: readonly Granted[] }) {
  return (
    <Table caption="Permissions" tall stacked>
      <thead>
        <tr>
          <Head>Permission</Head>
          <Head>Granted by</Head>
          <Head>
            <span className="sr-only">Grant</span>
          </Head>
        </tr>
      </thead>
      <tbody>
        {purposes.map((purpose) => (
          <tr key={purpose} data-plain="">
            <Cell slot="lead">
              <span className="font-medium">{PURPOSES[purpose].name}</span>
              <span className="block text-ink-3 text-meta">{PURPOSES[purpose].why}</span>
            </Cell>
            <Cell slot="across">
              <Grants characters={characters} purpose={purpose} />
            </Cell>
            <Cell slot="lead-end" className="text-right">
              <SignInForm purpose={purpose} intent="add-character" returnTo="/account">
                Grant<span className="sr-only"> {PURPOSES[purpose].name}</span>
              </SignInForm>
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Grants(props: { characters: readonly CharacterView[]; purpose: Granted }) {
  const grants = props.characters.flatMap(({ name, grants: given }) =>
    given.filter(({ purpose }) => purpose === props.purpose).map((grant) => ({ name, ...grant })),
  );
  if (grants.length === 0) return <span className="text-ink-3">nobody yet</span>;
  return (
    <ul className="grid gap-1">
      {grants.map((grant) => (
        <li key={grant.name}>
          {grant.name}{' '}
          <span className={grant.health === 'valid' ? 'text-ink-3' : 'text-warn'}>
            {HEALTH[grant.health]}, since{' '}
            <EveTime at={grant.grantedAt} style="day" isMarked={false} />
          </span>
        </li>
      ))}
    </ul>
  );
}
