'use server';

import { cookies } from 'next/headers';
import * as z from 'zod';
import { appraise } from '#lib/features/appraisal/appraise.ts';
import { CLAIM_COOKIE, CLAIM_COOKIE_OPTIONS } from '#lib/features/quotes/claim.ts';
import { createQuote } from '#lib/features/quotes/create-quote.ts';
import { act } from '#lib/server/act.ts';
import { getContainer } from '#lib/server/container.ts';
import { BUDGETS } from '#lib/server/request-limits.ts';
import { findMaker } from './find-maker.ts';
import { readFields } from './read-fields.ts';
import { refuseTooOften } from './refuse-too-often.ts';

export type CreateQuoteState =
  | { readonly status: 'idle' }
  /** The page goes there itself: what a redirect renders in here does not know who asks. */
  | { readonly status: 'made'; readonly shownCode: string }
  /** `key` is the form's: what was said of another paste is not shown. */
  | { readonly status: 'refused'; readonly message: string; readonly key: string };

const formSchema = z.strictObject({
  text: z.string(),
  programId: z.uuid(),
  key: z.uuid(),
  /** The share that is given away, in basis points. */
  donationBp: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.int().max(10_000))
    .optional(),
});

/** Appraise once more on the server, and lock the result. */
export async function createQuoteAction(
  _previous: CreateQuoteState,
  form: FormData,
): Promise<CreateQuoteState> {
  const fields = readFields(form);
  const key = String(fields.key ?? '');
  return act(
    () => create(fields, key),
    (message) => ({ status: 'refused', message, key }),
  );
}

async function create(
  fields: Readonly<Record<string, unknown>>,
  key: string,
): Promise<CreateQuoteState> {
  const parsed = formSchema.safeParse(fields);
  if (!parsed.success) {
    return { status: 'refused', message: 'The form came in pieces. Reload the page.', key };
  }
  const { text, programId, donationBp } = parsed.data;
  const container = getContainer();

  const tooOften = await refuseTooOften(container, BUDGETS.quotes);
  if (tooOften) return { status: 'refused', message: tooOften, key };

  const now = container.clock();
  const appraised = await appraise(
    container,
    { text, programId, ...(donationBp !== undefined && { donationBp }) },
    now,
  );
  if (!appraised.ok) return { status: 'refused', message: appraised.sentence, key };

  const { maker, secret } = await findMaker();
  const outcome = await createQuote(
    container,
    { appraisal: appraised.appraisal, text, idempotencyKey: key },
    maker,
    now,
  );
  if (!outcome.ok) return { status: 'refused', message: outcome.sentence, key };

  // Set again each time, so that it lives 60 days from the last quote.
  if (secret) (await cookies()).set(CLAIM_COOKIE, secret, CLAIM_COOKIE_OPTIONS);
  return { status: 'made', shownCode: outcome.shownCode };
}
