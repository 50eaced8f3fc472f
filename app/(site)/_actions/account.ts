'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import * as z from 'zod';
import {
  type SetMainOutcome,
  setMainCharacter,
} from '#lib/features/accounts/set-main-character.ts';
import { signOutEverywhere } from '#lib/features/accounts/sign-out.ts';
import { type UnlinkOutcome, unlinkCharacter } from '#lib/features/accounts/unlink-character.ts';
import { getContainer } from '#lib/server/container.ts';
import { demandViewer } from '#lib/server/session.ts';

export type CharacterState =
  | { readonly status: 'idle' | 'saved' }
  | { readonly status: 'refused'; readonly message: string };

type Refusal = Extract<SetMainOutcome | UnlinkOutcome, { ok: false }>['reason'];

const REFUSALS: Record<Refusal, string> = {
  'not-yours': 'This character is not on your account any more. Reload the page.',
  'last-character': 'It is the last character of your account: nobody could sign in any more.',
};

const characterIdSchema = z.coerce.number().int().positive();

/** The character that stands for the account. */
export async function setMainAction(
  _previous: CharacterState,
  form: FormData,
): Promise<CharacterState> {
  const viewer = await demandViewer();
  const characterId = characterIdSchema.parse(form.get('characterId'));
  return report(await setMainCharacter(getContainer(), viewer, characterId));
}

/** Take a character off the account, with all that it granted. */
export async function unlinkAction(
  _previous: CharacterState,
  form: FormData,
): Promise<CharacterState> {
  const viewer = await demandViewer();
  const characterId = characterIdSchema.parse(form.get('characterId'));
  return report(await unlinkCharacter(getContainer(), viewer, characterId));
}

/** End every session of the account, this one too. */
export async function signOutEverywhereAction(): Promise<void> {
  await signOutEverywhere(getContainer(), await demandViewer());
  redirect('/');
}

function report(outcome: SetMainOutcome | UnlinkOutcome): CharacterState {
  if (!outcome.ok) return { status: 'refused', message: REFUSALS[outcome.reason] };
  revalidatePath('/account');
  return { status: 'saved' };
}
