'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { quoteQuery } from '#lib/features/quotes/queries.ts';
import type { QuotePage } from '#lib/features/quotes/schema.ts';
import { AwaitedQuote } from './awaited-quote.tsx';
import { FoundQuote } from './found-quote.tsx';
import { QuoteHead } from './quote-head.tsx';
import { quoteTitle } from './quote-title.ts';
import { StandingBanner } from './standing-banner.tsx';

/** The quote's page: what the server knew at first, then whatever changes, without a reload. */
export function QuoteLive({ first }: { first: QuotePage }) {
  const query = useQuery({ ...quoteQuery(first.quote.code), initialData: first });
  const page = query.data;
  const title = quoteTitle(page);
  const contract =
    page.contracts.find(({ contractId }) => contractId === page.standing.contractId) ?? null;

  useEffect(() => {
    document.title = title;
  }, [title]);

  const parts = { page, isFailing: query.isRefetchError };
  return (
    <>
      <QuoteHead page={page} />
      <StandingBanner page={page} contract={contract} />
      {contract ? <FoundQuote {...parts} contract={contract} /> : <AwaitedQuote {...parts} />}
    </>
  );
}
