'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { AUTH_COOKIES } from '#lib/features/accounts/auth-cookies.ts';
import { type MergeOutcome, mergeAccounts } from '#lib/features/accounts/merge-accounts.ts';
import { openMergeOffer } from '#lib/features/accounts/merge-offer.ts';
import { act } from '#lib/server/act.ts';
import { getContainer } from '#lib/server/container.ts';
import { BUDGETS } from '#lib/server/request-limits.ts';
import { getViewer } from '#lib/server/session.ts';
import { refuseTooOften } from './refuse-too-often.ts';

export type MergeState =
  | { readonly status: 'idle' }
  | { readonly status: 'refused'; readonly message: string };

type Refusal = Extract<MergeOutcome, { ok: false }>['reason'] | 'signed-out' | 'no-offer';

const REFUSALS: Record<Refusal, string> = {
  'signed-out': 'Your session is over. Sign in again.',
  'no-offer': 'This offer has run out. Add the character again on your account’s page.',
  changed: 'One of the accounts has changed meanwhile. Add the character again.',
  'has-role': 'The other account works for the trader by now: it cannot be merged.',
};

/** Make the account whose character was just chosen at EVE part of the one that is signed in. */
export async function mergeAccountsAction(): Promise<MergeState> {
  const refuse = (message: string): MergeState => ({ status: 'refused', message });
  return act(async () => {
    const container = getContainer();
    const viewer = await getViewer();
    if (!viewer) return refuse(REFUSALS['signed-out']);
    const tooOften = await refuseTooOften(container, BUDGETS.accountChanges);
    if (tooOften) return refuse(tooOften);
    const jar = await cookies();
    const { name, options } = AUTH_COOKIES.mergeOffer;
    const offer = await openMergeOffer(jar.get(name)?.value, viewer.accountId, {
      secret: container.env.AUTH_SECRET,
      now: container.clock(),
    });
    if (!offer) return refuse(REFUSALS['no-offer']);
    const outcome = await mergeAccounts(container, offer);
    if (!outcome.ok) return refuse(REFUSALS[outcome.reason]);
    // It is good for nothing any more. `__Host-` wants the attributes that it was set with.
    jar.delete({ name, ...options });
    redirect('/account');
  }, refuse);
}
