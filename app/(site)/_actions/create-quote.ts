'use server';

import { cookies } from 'next/headers';
import * as z from 'zod';
import { appraise } from '#lib/features/appraisal/appraise.ts';
import {
  CLAIM_COOKIE,
  CLAIM_COOKIE_OPTIONS,
  createClaimSecret,
  hashClaimSecret,
} from '#lib/features/quotes/claim.ts';
import { createQuote, type QuoteMaker } from '#lib/features/quotes/create-quote.ts';
import { getContainer } from '#lib/server/container.ts';
import { BUDGETS } from '#lib/server/request-limits.ts';
import { getViewer } from '#lib/server/session.ts';
import { refuseTooOften } from './refuse-too-often.ts';

export type CreateQuoteState =
  | { readonly status: 'idle' }
  /** The page goes there itself: what a redirect renders in here does not know who asks. */
  | { readonly status: 'made'; readonly shownCode: string }
  /** `key` is the form's: what was said of another paste is not shown. */
  | { readonly status: 'refused'; readonly message: string; readonly key: string };

const formSchema = z.strictObject({ text: z.string(), programId: z.uuid(), key: z.uuid() });

/** Appraise once more on the server, and lock the result. */
export async function createQuoteAction(
  _previous: CreateQuoteState,
  form: FormData,
): Promise<CreateQuoteState> {
  const parsed = formSchema.safeParse(readFields(form));
  if (!parsed.success) {
    const key = String(form.get('key') ?? '');
    return { status: 'refused', message: 'The form came in pieces. Reload the page.', key };
  }
  const { key, ...input } = parsed.data;
  const container = getContainer();

  const tooOften = await refuseTooOften(container, BUDGETS.quotes);
  if (tooOften) return { status: 'refused', message: tooOften, key };

  const now = container.clock();
  const appraised = await appraise(container, input, now);
  if (!appraised.ok) return { status: 'refused', message: appraised.sentence, key };

  const maker = await findMaker();
  const outcome = await createQuote(
    container,
    { appraisal: appraised.appraisal, idempotencyKey: key },
    maker,
    now,
  );
  if (!outcome.ok) return { status: 'refused', message: outcome.sentence, key };

  return { status: 'made', shownCode: outcome.shownCode };
}

/** What our page put into the form; React's own fields begin with a dollar sign. */
function readFields(form: FormData): unknown {
  return Object.fromEntries([...form].filter(([name]) => !name.startsWith('$')));
}

/** The account that is signed in, or the guest's browser, which keeps the secret to claim with. */
async function findMaker(): Promise<QuoteMaker> {
  const viewer = await getViewer();
  if (viewer) return { kind: 'account', accountId: viewer.accountId };

  const jar = await cookies();
  const kept = jar.get(CLAIM_COOKIE)?.value;
  const secret = kept && hashClaimSecret(kept) ? kept : createClaimSecret();
  const claimHash = hashClaimSecret(secret);
  if (!claimHash) throw new TypeError('A new claim secret is not one');

  // Set again each time, so that it lives 60 days from the last quote.
  jar.set(CLAIM_COOKIE, secret, CLAIM_COOKIE_OPTIONS);
  return { kind: 'guest', claimHash };
}
