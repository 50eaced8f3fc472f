'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import * as z from 'zod';
import { type DeleteAccountOutcome, deleteAccount } from '#lib/features/accounts/delete-account.ts';
import { act } from '#lib/server/act.ts';
import { getContainer } from '#lib/server/container.ts';
import { BUDGETS } from '#lib/server/request-limits.ts';
import { getViewer } from '#lib/server/session.ts';
import { SESSION_COOKIE } from '#lib/server/sessions.ts';
import { readFields } from './read-fields.ts';
import { refuseTooOften } from './refuse-too-often.ts';

export type DeletionState =
  | { readonly status: 'idle' }
  | { readonly status: 'refused'; readonly message: string; readonly typed: string };

type Refusal = Extract<DeleteAccountOutcome, { ok: false }>['reason'] | 'signed-out';

const REFUSALS: Record<Refusal, string> = {
  'signed-out': 'Your session is over. Sign in again.',
  'other-name': 'That is not the name of your main character. Nothing was deleted.',
  'last-owner': 'You are the site’s only owner: have somebody else made one first.',
  'contract-waits':
    'A contract of yours has just been found right, and may be paid. Reload the page.',
  closed: 'This account is closed already.',
};

const nameSchema = z.string().max(200).catch('');

/** Delete the account of who is signed in, when its main character’s name was typed. */
export async function deleteAccountAction(
  _previous: DeletionState,
  form: FormData,
): Promise<DeletionState> {
  const typed = nameSchema.parse(readFields(form).name);
  const refuse = (message: string): DeletionState => ({ status: 'refused', message, typed });
  return act(async () => {
    const viewer = await getViewer();
    if (!viewer) return refuse(REFUSALS['signed-out']);
    const tooOften = await refuseTooOften(getContainer(), BUDGETS.accountChanges);
    if (tooOften) return refuse(tooOften);
    const outcome = await deleteAccount(getContainer(), viewer, typed);
    if (!outcome.ok) return refuse(REFUSALS[outcome.reason]);
    // It is good for nothing any more. `__Host-` wants the attributes that it was set with.
    const cookie = { httpOnly: true, sameSite: 'lax', path: '/', secure: true } as const;
    (await cookies()).delete({ name: SESSION_COOKIE, ...cookie });
    redirect('/account/deleted');
  }, refuse);
}
