'use server';

import { revalidatePath } from 'next/cache';
import { getLooker } from '#app/api/quotes/looker.ts';
import { readQuoteCode } from '#lib/core/quote/code.ts';
import { readSent } from '#lib/features/contracts/read-sent.ts';
import { rematchQuote } from '#lib/features/contracts/rematch.ts';
import { contractIdSchema } from '#lib/features/contracts/schema.ts';
import { requote } from '#lib/features/quotes/requote.ts';
import { act } from '#lib/server/act.ts';
import { getContainer } from '#lib/server/container.ts';
import { BUDGETS } from '#lib/server/request-limits.ts';
import { readFields } from './read-fields.ts';
import { refuseTooOften } from './refuse-too-often.ts';

export type RequoteState =
  | { readonly status: 'idle' }
  /** The page goes there itself. */
  | { readonly status: 'made'; readonly shownCode: string }
  | { readonly status: 'refused'; readonly message: string };

/** Quote anew what a contract really holds. Whether the caller may is decided by the use case. */
export async function requoteAction(
  _previous: RequoteState,
  form: FormData,
): Promise<RequoteState> {
  return act(
    () => quoteAnew(readFields(form)),
    (message) => ({ status: 'refused', message }),
  );
}

async function quoteAnew(fields: Readonly<Record<string, unknown>>): Promise<RequoteState> {
  const reading = readQuoteCode(typeof fields.code === 'string' ? fields.code : '');
  const contractId = contractIdSchema.safeParse(fields.contractId);
  if (!reading.ok || !contractId.success) {
    return { status: 'refused', message: 'There is no quote of this code.' };
  }
  const container = getContainer();
  // What is refused tells whether there is such a quote: a look-up like any other.
  const tooOften =
    (await refuseTooOften(container, BUDGETS.quoteLookUps)) ??
    (await refuseTooOften(container, BUDGETS.quotes));
  if (tooOften) return { status: 'refused', message: tooOften };

  const { code } = reading;
  const sent = await readSent(container, code, contractId.data);
  const outcome = await requote(container, { code, sent }, await getLooker(), container.clock());
  if (!outcome.ok) return { status: 'refused', message: outcome.sentence };

  // What is up in the game is for the new quote now.
  await rematchQuote(container, outcome.formerQuoteId);
  revalidatePath('/quotes');
  return { status: 'made', shownCode: outcome.shownCode };
}
