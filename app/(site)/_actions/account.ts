'use server';

import { refresh, revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import * as z from 'zod';
import {
  type SetMainOutcome,
  setMainCharacter,
} from '#lib/features/accounts/set-main-character.ts';
import { signOutEverywhere } from '#lib/features/accounts/sign-out.ts';
import { type UnlinkOutcome, unlinkCharacter } from '#lib/features/accounts/unlink-character.ts';
import { act } from '#lib/server/act.ts';
import { getContainer } from '#lib/server/container.ts';
import { BUDGETS } from '#lib/server/request-limits.ts';
import { noteRequest } from '#lib/server/request-notes.ts';
import { getViewer, type Viewer } from '#lib/server/session.ts';
import { readFields } from './read-fields.ts';
import { refuseTooOften } from './refuse-too-often.ts';

export type CharacterState =
  | { readonly status: 'idle' | 'saved' }
  | { readonly status: 'refused'; readonly message: string };

type Outcome = SetMainOutcome | UnlinkOutcome;
type Refusal = Extract<Outcome, { ok: false }>['reason'] | 'signed-out';

const REFUSALS: Record<Refusal, string> = {
  'signed-out': 'Your session is over. Sign in again.',
  'not-yours': 'This character is not on your account any more. Reload the page.',
  'last-character': 'It is the last character of your account: nobody could sign in any more.',
};

const characterIdSchema = z.coerce.number().int().positive();

/** The character that stands for the account. */
export async function setMainAction(
  _previous: CharacterState,
  form: FormData,
): Promise<CharacterState> {
  return change(form, (viewer, characterId) =>
    setMainCharacter(getContainer(), viewer, characterId),
  );
}

/** Take a character off the account, with all that it granted. */
export async function unlinkAction(
  _previous: CharacterState,
  form: FormData,
): Promise<CharacterState> {
  return change(form, (viewer, characterId) =>
    unlinkCharacter(getContainer(), viewer, characterId),
  );
}

/** End every session of the account, this one too. */
export async function signOutEverywhereAction(): Promise<void> {
  noteRequest({ hasBegunAction: true });
  const viewer = await getViewer();
  if (!viewer) redirect('/sign-in');
  await signOutEverywhere(getContainer(), viewer);
  // Or what stands around the page still names who was signed in.
  refresh();
  redirect('/');
}

async function change(
  form: FormData,
  run: (viewer: Viewer, characterId: number) => Promise<Outcome>,
): Promise<CharacterState> {
  return act(
    async () => {
      const viewer = await getViewer();
      if (!viewer) return refuse('signed-out');
      const tooOften = await refuseTooOften(getContainer(), BUDGETS.accountChanges);
      if (tooOften) return { status: 'refused', message: tooOften };
      const characterId = characterIdSchema.safeParse(readFields(form).characterId);
      // No id of a character: it is nobody's.
      if (!characterId.success) return refuse('not-yours');
      const outcome = await run(viewer, characterId.data);
      if (!outcome.ok) return refuse(outcome.reason);
      revalidatePath('/account');
      return { status: 'saved' };
    },
    (message) => ({ status: 'refused', message }),
  );
}

function refuse(reason: Refusal): CharacterState {
  return { status: 'refused', message: REFUSALS[reason] };
}
