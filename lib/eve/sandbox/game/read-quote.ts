import * as z from 'zod';
import { iskSchema } from './isk-text.ts';

const TIMEOUT_MS = 10_000;
const MAX_BODY_CHARACTERS = 2_000_000;

/** The part of the site's public quote that the game's contract dialog needs. */
const quoteSchema = z.looseObject({
  contract: z.looseObject({
    assigneeId: z.int().nonnegative(),
    assigneeName: z.string(),
    locationId: z.int().nonnegative(),
    priceIsk: z.string().refine((text) => iskSchema.safeParse(text).success),
    title: z.string(),
    items: z.array(
      z.looseObject({ typeId: z.int(), name: z.string(), quantity: z.int().positive() }),
    ),
    expirationDays: z.int().min(1).max(28).catch(14),
  }),
});
export type QuotedContract = z.output<typeof quoteSchema>['contract'];

export type QuoteReading =
  | { readonly ok: true; readonly contract: QuotedContract }
  | { readonly ok: false; readonly reason: 'no-site' | 'no-quote' | 'no-answer' | 'unreadable' };

export const quoteSentences: Record<Extract<QuoteReading, { ok: false }>['reason'], string> = {
  'no-site': 'The sandbox does not know where the site is.',
  'no-quote': 'The site knows no quote with this code.',
  'no-answer': 'The site does not answer. Try again when it is up.',
  unreadable: 'The site answered something that is not a quote.',
};

/** Ask the site for the contract that a quote wants. */
export async function readQuote(
  appUrl: string | null,
  code: string,
  signal: AbortSignal,
): Promise<QuoteReading> {
  if (appUrl === null) return { ok: false, reason: 'no-site' };
  const address = `${appUrl}/api/v1/quotes/${encodeURIComponent(code)}`;
  try {
    const response = await fetch(address, {
      headers: { Accept: 'application/json' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    if (response.status >= 500 || response.status === 429)
      return { ok: false, reason: 'no-answer' };
    if (!response.ok) return { ok: false, reason: 'no-quote' };
    const text = await response.text();
    const quote =
      text.length <= MAX_BODY_CHARACTERS ? quoteSchema.safeParse(parseJson(text)) : null;
    return quote?.success
      ? { ok: true, contract: quote.data.contract }
      : { ok: false, reason: 'unreadable' };
  } catch {
    return { ok: false, reason: 'no-answer' };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
