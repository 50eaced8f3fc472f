'use server';

import { revalidatePath } from 'next/cache';
import { getLooker } from '#app/api/quotes/looker.ts';
import { readQuoteCode } from '#lib/core/quote/code.ts';
import { rematchQuote } from '#lib/features/contracts/rematch.ts';
import { cancelQuote } from '#lib/features/quotes/cancel-quote.ts';
import { act } from '#lib/server/act.ts';
import { getContainer } from '#lib/server/container.ts';
import { BUDGETS } from '#lib/server/request-limits.ts';
import { readFields } from './read-fields.ts';
import { refuseTooOften } from './refuse-too-often.ts';

export type CancelQuoteState =
  | { readonly status: 'idle' | 'cancelled' }
  | { readonly status: 'refused'; readonly message: string };

/** Give up a quote. Whether the caller may is decided by the use case. */
export async function cancelQuoteAction(
  _previous: CancelQuoteState,
  form: FormData,
): Promise<CancelQuoteState> {
  return act(
    () => cancel(readFields(form).code),
    (message) => ({ status: 'refused', message }),
  );
}

async function cancel(code: unknown): Promise<CancelQuoteState> {
  const reading = readQuoteCode(typeof code === 'string' ? code : '');
  if (!reading.ok) return { status: 'refused', message: 'There is no quote of this code.' };
  const container = getContainer();
  // What is refused tells whether there is such a quote: a look-up like any other.
  const tooOften =
    (await refuseTooOften(container, BUDGETS.quoteLookUps)) ??
    (await refuseTooOften(container, BUDGETS.cancels));
  if (tooOften) return { status: 'refused', message: tooOften };

  const outcome = await cancelQuote(container, reading.code, await getLooker(), container.clock());
  if (!outcome.ok) return { status: 'refused', message: outcome.sentence };

  // A contract that is up for it must learn of it at once.
  await rematchQuote(container, outcome.quoteId);
  revalidatePath('/quotes');
  return { status: 'cancelled' };
}
