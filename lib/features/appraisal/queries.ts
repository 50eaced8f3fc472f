import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { readAnswer } from '#lib/core/problem.ts';
import type { AppraiseInput } from './schema.ts';

/** Prices move about every five minutes; the page asks again well within that. */
const REFRESH_EVERY_MS = 60_000;

/**
 * What the trader pays for a pasted text. The figures of the paste before stay while a new one is
 * worked out. An error is a ProblemError whose message is a sentence for people.
 */
export function appraisalQuery(input: AppraiseInput) {
  return queryOptions({
    queryKey: ['appraisal', input.programId ?? 'first', input.donationBp ?? 0, input.text],
    queryFn: ({ signal }) =>
      readAnswer(
        async () => (await import('./schema.ts')).appraisalSchema,
        fetch('/api/appraisals', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(input),
          signal,
        }),
      ),
    enabled: input.text.trim() !== '',
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_EVERY_MS,
    staleTime: 15_000,
    retry: false,
  });
}
