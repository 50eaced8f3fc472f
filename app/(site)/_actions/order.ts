'use server';

import { cookies } from 'next/headers';
import * as z from 'zod';
import { appraise } from '#lib/features/appraisal/appraise.ts';
import type { Appraisal } from '#lib/features/appraisal/schema.ts';
import { CLAIM_COOKIE, CLAIM_COOKIE_OPTIONS } from '#lib/features/quotes/claim.ts';
import { createQuote } from '#lib/features/quotes/create-quote.ts';
import { findReceiver } from '#lib/features/stock/find-receiver.ts';
import { act } from '#lib/server/act.ts';
import { getContainer } from '#lib/server/container.ts';
import { BUDGETS } from '#lib/server/request-limits.ts';
import { getViewer } from '#lib/server/session.ts';
import type { CreateQuoteState } from './create-quote.ts';
import { findMaker } from './find-maker.ts';
import { readFields } from './read-fields.ts';
import { refuseTooOften } from './refuse-too-often.ts';

const TIMEOUT_MS = 10_000;

const formSchema = z.strictObject({
  /** What is wanted, one item a line. */
  text: z.string(),
  programId: z.uuid(),
  locationId: z.coerce.number().int().positive(),
  /** A name where nobody is signed in, else the id of one of the account's characters. */
  receiver: z.string().max(100),
  key: z.uuid(),
});

/** Price an order once more on the server, and reserve all of it, or nothing. */
export async function orderAction(
  _previous: CreateQuoteState,
  form: FormData,
): Promise<CreateQuoteState> {
  const fields = readFields(form);
  const key = String(fields.key ?? '');
  return act(
    () => order(fields, key),
    (message) => ({ status: 'refused', message, key }),
  );
}

async function order(
  fields: Readonly<Record<string, unknown>>,
  key: string,
): Promise<CreateQuoteState> {
  const refuse = (message: string): CreateQuoteState => ({ status: 'refused', message, key });
  const parsed = formSchema.safeParse(fields);
  if (!parsed.success) return refuse('The form came in pieces. Reload the page.');
  const { text, programId, locationId, receiver } = parsed.data;
  const container = getContainer();
  const tooOften = await refuseTooOften(container, BUDGETS.quotes);
  if (tooOften) return refuse(tooOften);

  const now = container.clock();
  const appraised = await appraise(container, { text, programId }, now);
  if (!appraised.ok) return refuse(appraised.sentence);
  const { appraisal } = appraised;
  const leftOut = describeLeftOut(appraisal);
  if (leftOut) return refuse(leftOut);
  if (!appraisal.program.locations.some((place) => place.locationId === locationId)) {
    return refuse('Nothing is sold there any more. Reload the page.');
  }
  const chosen = await chooseReceiver(receiver);
  if (!chosen.ok) return refuse(chosen.sentence);

  const { maker, secret } = await findMaker();
  const outcome = await createQuote(
    container,
    {
      appraisal,
      text,
      idempotencyKey: key,
      order: { locationId, receiverId: chosen.characterId },
    },
    maker,
    now,
  );
  if (!outcome.ok) return refuse(outcome.sentence);
  if (secret) (await cookies()).set(CLAIM_COOKIE, secret, CLAIM_COOKIE_OPTIONS);
  return { status: 'made', shownCode: outcome.shownCode };
}

/** An order is filled whole: nothing of it is left out in silence. */
function describeLeftOut({ refused, unread }: Appraisal): string | null {
  const [first] = refused;
  if (first) return `${first.name} is not sold at the moment. Reload the page.`;
  return unread.length > 0 ? 'Some of the order could not be read. Reload the page.' : null;
}

async function chooseReceiver(receiver: string) {
  const viewer = await getViewer();
  if (!viewer) return findReceiver(getContainer(), receiver, AbortSignal.timeout(TIMEOUT_MS));
  const own = viewer.characters.find(({ characterId }) => String(characterId) === receiver);
  return own
    ? ({ ok: true, characterId: own.characterId } as const)
    : ({ ok: false, sentence: 'Choose one of your characters.' } as const);
}
