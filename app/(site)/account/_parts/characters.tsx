'use client';

import { useActionState } from 'react';
import { reach } from '#app/_parts/reach.ts';
import { type CharacterState, setMainAction, unlinkAction } from '#app/(site)/_actions/account.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { ConfirmDialog } from '#lib/ui/primitives/confirm-dialog.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { Cell, Head, NameInCell, Table } from '#lib/ui/table/table.tsx';
import { Portrait } from '#lib/ui/trade/portrait.tsx';

type Character = {
  readonly characterId: number;
  readonly name: string;
  readonly corporationName: string | null;
  readonly allianceName: string | null;
  readonly isMain: boolean;
};

const IDLE: CharacterState = { status: 'idle' };

/** The pilots of the account: which stands for it, and the way off it. */
export function Characters({ characters }: { characters: readonly Character[] }) {
  const [mained, setMain, isSetting] = useActionState(sendMain, IDLE);
  const [unlinked, unlink, isUnlinking] = useActionState(sendUnlink, IDLE);
  const refusal = [mained, unlinked].find((state) => state.status === 'refused');
  const isBusy = isSetting || isUnlinking;

  return (
    <>
      {refusal?.status === 'refused' && (
        <Notice kind="warn" role="alert" title="Nothing was changed">
          {refusal.message}
        </Notice>
      )}
      <Table caption="Characters of this account" stacked aria-busy={isBusy}>
        <thead>
          <tr>
            <Head>Pilot</Head>
            <Head>Corporation and alliance</Head>
            <Head>
              <span className="sr-only">Change</span>
            </Head>
          </tr>
        </thead>
        <tbody>
          {characters.map((character) => (
            <tr key={character.characterId} data-plain="">
              <Cell slot="lead" className="desk:h-10!">
                <NameInCell icon={<Portrait {...character} />}>
                  {character.name}
                  {character.isMain && <span className="text-ink-3"> · main</span>}
                </NameInCell>
              </Cell>
              <Cell slot="sub" indent className="text-ink-2">
                {character.corporationName ?? '–'}
                {character.allianceName && (
                  <span className="text-ink-3"> · {character.allianceName}</span>
                )}
              </Cell>
              <Cell slot="lead-end" className="row-span-2">
                <div className="flex justify-end gap-1">
                  {!character.isMain && (
                    <form action={setMain}>
                      <CharacterId {...character} />
                      <Button type="submit" look="quiet" aria-disabled={isBusy || undefined}>
                        Make main<span className="sr-only"> {character.name}</span>
                      </Button>
                    </form>
                  )}
                  {characters.length > 1 && <Unlink character={character} action={unlink} />}
                </div>
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}

function Unlink(props: { character: Character; action: (form: FormData) => void }) {
  const { character, action } = props;
  const form = `unlink-${character.characterId}`;
  return (
    <>
      <form id={form} action={action}>
        <CharacterId {...character} />
      </form>
      <ConfirmDialog
        trigger={
          <>
            Remove<span className="sr-only"> {character.name}</span>
          </>
        }
        title={`Remove ${character.name}?`}
        keepLabel="Keep"
        confirm={
          <Button type="submit" form={form} look="danger">
            Remove
          </Button>
        }
      >
        All that this character allowed us ends, here and at EVE. It can be added again at any time.
      </ConfirmDialog>
    </>
  );
}

function CharacterId({ characterId }: Pick<Character, 'characterId'>) {
  return <input type="hidden" name="characterId" value={characterId} />;
}

const refuse = (message: string): CharacterState => ({ status: 'refused', message });

function sendMain(previous: CharacterState, form: FormData): Promise<CharacterState> {
  return reach(() => setMainAction(previous, form), refuse);
}

function sendUnlink(previous: CharacterState, form: FormData): Promise<CharacterState> {
  return reach(() => unlinkAction(previous, form), refuse);
}
