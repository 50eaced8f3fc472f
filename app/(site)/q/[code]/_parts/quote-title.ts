import type { QuotePage, StandingKind } from '#lib/features/quotes/schema.ts';
import { STANDING_LOOKS } from '#lib/ui/trade/quote-state-tag.tsx';

/** The page's title, with the state in it, so that a tab in the background tells: "AT-7K3M-9QX2, needs fixing — Quotes". */
export function quoteTitle({ quote, standing }: Pick<QuotePage, 'quote' | 'standing'>): string {
  return `${quote.shownCode}, ${inASentence(standing.kind)} — Quotes`;
}

function inASentence(kind: StandingKind): string {
  return STANDING_LOOKS[kind].word.toLowerCase();
}
