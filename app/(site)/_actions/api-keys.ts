'use server';

import { revalidatePath } from 'next/cache';
import * as z from 'zod';
import { MAX_KEYS, type MakeKeyOutcome, makeKey } from '#lib/features/api-keys/make-key.ts';
import { MAX_KEY_NAME, newKeySchema } from '#lib/features/api-keys/new-key.ts';
import { revokeKey } from '#lib/features/api-keys/revoke-key.ts';
import { act } from '#lib/server/act.ts';
import { API_SCOPES } from '#lib/server/api-keys.ts';
import { getContainer } from '#lib/server/container.ts';
import { BUDGETS } from '#lib/server/request-limits.ts';
import { getViewer, type Viewer } from '#lib/server/session.ts';
import { readFields } from './read-fields.ts';
import { refuseTooOften } from './refuse-too-often.ts';

export type MakeKeyState =
  | { readonly status: 'idle' }
  /** The one time that anybody sees `text`. */
  | {
      readonly status: 'made';
      readonly keyId: string;
      readonly name: string;
      readonly text: string;
    }
  | { readonly status: 'refused'; readonly message: string };

export type RevokeKeyState =
  | { readonly status: 'idle' | 'saved' }
  | { readonly status: 'refused'; readonly message: string };

type Fields = Readonly<Record<string, unknown>>;
type Refusal = Extract<MakeKeyOutcome, { ok: false }>['reason'];

const SIGNED_OUT = 'Your session is over. Sign in again.';
const REFUSALS: Record<Refusal, string> = {
  'too-many': `An account has ${MAX_KEYS} keys at most. Revoke one that you do not use.`,
  'name-taken': 'You have a key of this name. Give this one another, or revoke that.',
  'account-closed': SIGNED_OUT,
};
const NO_NAME = `Give the key a name, of up to ${MAX_KEY_NAME} letters, to know it by.`;
const NO_KEY = 'This key is not there any more. Reload the page.';

/** Make a key for the account of who is signed in. */
export async function makeKeyAction(
  _previous: MakeKeyState,
  form: FormData,
): Promise<MakeKeyState> {
  return withViewer<MakeKeyState>(form, async (viewer, fields) => {
    const wanted = newKeySchema.safeParse({
      name: fields.name,
      scopes: API_SCOPES.filter((scope) => fields[scope] === 'on'),
    });
    if (!wanted.success) return { status: 'refused', message: NO_NAME };
    const made = await makeKey(getContainer(), viewer, wanted.data);
    if (!made.ok) return { status: 'refused', message: REFUSALS[made.reason] };
    revalidatePath('/account');
    return { status: 'made', keyId: made.keyId, name: wanted.data.name, text: made.text };
  });
}

/** End a key of the account of who is signed in. */
export async function revokeKeyAction(
  _previous: RevokeKeyState,
  form: FormData,
): Promise<RevokeKeyState> {
  return withViewer<RevokeKeyState>(form, async (viewer, fields) => {
    const keyId = z.uuid().safeParse(fields.keyId);
    const isRevoked = keyId.success && (await revokeKey(getContainer(), viewer, keyId.data));
    if (!isRevoked) return { status: 'refused', message: NO_KEY };
    revalidatePath('/account');
    return { status: 'saved' };
  });
}

function withViewer<State>(
  form: FormData,
  run: (viewer: Viewer, fields: Fields) => Promise<State>,
): Promise<State | { readonly status: 'refused'; readonly message: string }> {
  const refuse = (message: string) => ({ status: 'refused' as const, message });
  return act<State | ReturnType<typeof refuse>>(async () => {
    const viewer = await getViewer();
    if (!viewer) return refuse(SIGNED_OUT);
    const tooOften = await refuseTooOften(getContainer(), BUDGETS.accountChanges);
    if (tooOften) return refuse(tooOften);
    return run(viewer, readFields(form));
  }, refuse);
}
