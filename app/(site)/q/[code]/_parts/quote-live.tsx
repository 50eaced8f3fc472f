'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLive } from '#app/_parts/live/use-live.ts';
import { useRefresh } from '#app/_parts/live/use-refresh.ts';
import { listRoom, quoteRoom } from '#lib/core/live/room-names.ts';
import { quoteQuery } from '#lib/features/quotes/queries.ts';
import type { QuotePage } from '#lib/features/quotes/schema.ts';
import { AwaitedQuote } from './awaited-quote.tsx';
import { FoundQuote } from './found-quote.tsx';
import { QuoteHead } from './quote-head.tsx';
import { quoteTitle } from './quote-title.ts';
import { StandingBanner } from './standing-banner.tsx';

/** Many may watch one quote, and all of them a list: they do not ask at one moment. */
const SPREAD_MS = 1_000;

/** The quote's page: what the server knew at first, then whatever changes, without a reload. */
export function QuoteLive({ first }: { first: QuotePage }) {
  const { code, assigneeId } = first.quote;
  const refresh = useRefresh([['quote', code]]);
  const [isOver, setOver] = useState(false);
  const state = useLive(isOver ? [] : [quoteRoom(code), listRoom(assigneeId)], (room) =>
    refresh(room === quoteRoom(code) && first.quote.role !== 'public' ? 0 : SPREAD_MS),
  );
  const query = useQuery({ ...quoteQuery(code, state === 'live'), initialData: first });
  const page = query.data;
  const isEnded = page.quote.state === 'completed' || page.quote.state === 'cancelled';
  const title = quoteTitle(page);
  const contract =
    page.contracts.find(({ contractId }) => contractId === page.standing.contractId) ?? null;

  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => setOver(isEnded), [isEnded]);

  const parts = { page, live: state, isFailing: query.isRefetchError };
  return (
    <>
      <QuoteHead page={page} />
      <StandingBanner page={page} contract={contract} />
      {contract ? <FoundQuote {...parts} contract={contract} /> : <AwaitedQuote {...parts} />}
    </>
  );
}
