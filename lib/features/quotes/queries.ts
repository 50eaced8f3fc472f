import { queryOptions } from '@tanstack/react-query';
import { readAnswer } from '#lib/core/problem.ts';
import type { QuotePage } from './schema.ts';

/** How often an open quote is looked at where nobody tells the page, in seconds. The answer is small. */
export const QUOTE_POLL_S = 3;
const POLL_EVERY_MS = QUOTE_POLL_S * 1_000;
/** Where somebody does: only in case that a word was lost. */
const TOLD_POLL_MS = 60_000;
/** Once nothing can change any more. */
const NEVER = false;

/**
 * One quote with its contracts, its standing and the next look. Give the server's view as `initialData`.
 *
 * @param isTold Whether changes are told to the page.
 */
export function quoteQuery(code: string, isTold = false) {
  return queryOptions({
    queryKey: ['quote', code],
    queryFn: ({ signal }) =>
      readAnswer(
        async () => (await import('./schema.ts')).quotePageSchema,
        fetch(`/api/quotes/${encodeURIComponent(code)}`, { signal }),
      ),
    refetchInterval: ({ state }) => {
      if (isOver(state.data?.quote.state)) return NEVER;
      return isTold ? TOLD_POLL_MS : POLL_EVERY_MS;
    },
    staleTime: POLL_EVERY_MS,
  });
}

/**
 * The page that came with the news of a quote: whoever it concerns is given it.
 *
 * @returns Null where there is only news, and the page is to be asked for.
 */
export async function readGivenPage(news: unknown): Promise<QuotePage | null> {
  if (typeof news !== 'object' || news === null || !('page' in news)) return null;
  const { quotePageSchema } = await import('./schema.ts');
  return quotePageSchema.safeParse(news.page).data ?? null;
}

function isOver(state: string | undefined): boolean {
  return state === 'completed' || state === 'cancelled';
}
