import { CircleCheck, TriangleAlert } from 'lucide-react';
import { toPermission } from '#app/_parts/to-permission.ts';
import type { CharacterView, GrantHealth } from '#lib/features/accounts/get-account-view.ts';
import { PERMISSIONS } from '#lib/features/accounts/permissions.ts';
import type { GrantedPurpose } from '#lib/features/accounts/schema.ts';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { Panel, PanelFoot, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { Tag } from '#lib/ui/primitives/tag.tsx';
import { Cell, Head, NameInCell, Table } from '#lib/ui/table/table.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { Portrait } from '#lib/ui/trade/portrait.tsx';

type PermissionsProps = {
  readonly characters: readonly CharacterView[];
  /** Only traders are asked for more than to look at their own contracts. */
  readonly isTrader: boolean;
  /** Only owners say whether everybody may know what they can pay. */
  readonly isOwner: boolean;
};

const BROKEN: Record<Exclude<GrantHealth, 'valid'>, { readonly word: string; why: string }> = {
  'ended-at-eve': { word: 'Ended', why: 'taken back at EVE Online, or run out there' },
  'owner-changed': { word: 'Ended', why: 'the character changed hands' },
  unlinked: { word: 'Ended', why: 'the character was removed from its account' },
  'scopes-missing': { word: 'In part', why: 'not all that it needs was allowed' },
  unreadable: { word: 'Lost', why: 'the site has lost the key to it' },
};

/** What each character lets the site do, how that stands, and the way to mend it. */
export function Permissions({ characters, isTrader, isOwner }: PermissionsProps) {
  const purposes: readonly GrantedPurpose[] = [
    ...(isTrader ? (['contracts', 'window'] as const) : []),
    'check',
    ...(isOwner ? (['wallet'] as const) : []),
  ];
  return (
    <Panel aria-labelledby="permissions">
      <PanelHead id="permissions" title="Permissions" />
      {purposes.map((purpose) => (
        <section
          key={purpose}
          aria-labelledby={`permission-${purpose}`}
          className="border-line not-first-of-type:border-t"
        >
          <div className="border-line-soft border-b px-3 pt-3 pb-2">
            <h3 id={`permission-${purpose}`} className="font-medium">
              {PERMISSIONS[purpose].name}
            </h3>
            <p className="max-w-[68ch] text-ink-3 text-meta">{PERMISSIONS[purpose].why}</p>
          </div>
          <PermissionTable characters={characters} purpose={purpose} />
        </section>
      ))}
      <PanelFoot>
        Signing in told us your characters’ names and nothing else. At EVE you see and end each
        permission under “third-party applications” of your account.
      </PanelFoot>
    </Panel>
  );
}

type RowProps = { readonly character: CharacterView; readonly purpose: GrantedPurpose };

function PermissionTable(props: {
  readonly characters: readonly CharacterView[];
  readonly purpose: GrantedPurpose;
}) {
  const { characters, purpose } = props;
  return (
    <Table caption={PERMISSIONS[purpose].name} stacked>
      <thead className="sr-only">
        <tr>
          <Head>Pilot</Head>
          <Head>How it stands</Head>
          <Head>Change</Head>
        </tr>
      </thead>
      <tbody>
        {characters.map((character) => (
          <PermissionRow key={character.characterId} character={character} purpose={purpose} />
        ))}
      </tbody>
    </Table>
  );
}

function PermissionRow({ character, purpose }: RowProps) {
  const grant = character.grants.find((each) => each.purpose === purpose);
  return (
    <tr data-plain="">
      <Cell slot="lead" className="desk:h-10! w-60">
        <NameInCell icon={<Portrait {...character} />}>{character.name}</NameInCell>
      </Cell>
      <Cell slot="sub" indent>
        <State grant={grant} />
      </Cell>
      <Cell slot="lead-end" className="row-span-2 text-right">
        {grant?.health !== 'valid' && (
          <ButtonLink
            href={toPermission(purpose, character)}
            look={grant ? 'secondary' : 'quiet'}
            prefetch={false}
          >
            {grant ? 'Allow again' : 'Allow'}
            <span className="sr-only">
              : {PERMISSIONS[purpose].name}, {character.name}
            </span>
          </ButtonLink>
        )}
      </Cell>
    </tr>
  );
}

function State({ grant }: { grant: CharacterView['grants'][number] | undefined }) {
  if (!grant) return <span className="text-ink-3">Not allowed</span>;
  if (grant.health === 'valid') {
    return (
      <>
        <Tag icon={CircleCheck} tone="gain">
          Valid
        </Tag>{' '}
        <span className="text-ink-3 text-meta">
          since <EveTime at={grant.grantedAt} style="day" isMarked={false} />
        </span>
      </>
    );
  }
  const { word, why } = BROKEN[grant.health];
  return (
    <>
      <Tag icon={TriangleAlert} tone="warn">
        {word}
      </Tag>{' '}
      <span className="text-ink-3 text-meta">{why}</span>
    </>
  );
}
