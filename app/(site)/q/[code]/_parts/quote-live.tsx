'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { reconnect } from '#app/_parts/live/connection.ts';
import { useLive } from '#app/_parts/live/use-live.ts';
import { useRefresh } from '#app/_parts/live/use-refresh.ts';
import { DESK_ROOM, listRoom, quoteRoom } from '#lib/core/live/room-names.ts';
import { isDeskStaffed } from '#lib/core/live/rooms.ts';
import { quoteQuery, readGivenPage } from '#lib/features/quotes/queries.ts';
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
  const [isOver, setOver] = useState(false);
  const [isTraderThere, setTraderThere] = useState(false);
  const hear = useNews(first);
  // Before rooms are joined. Whose first quote it is connected as nobody, on the page that made it.
  const isGuests = first.quote.role === 'owner' && first.quote.ownCheck === 'after-sign-in';
  useEffect(() => {
    if (isGuests) reconnect();
  }, [isGuests]);
  const rooms = [quoteRoom(code), listRoom(assigneeId), DESK_ROOM];
  const state = useLive(isOver ? [] : rooms, (room, news) => {
    if (room !== DESK_ROOM) return void hear(room, news);
    if (news !== undefined) setTraderThere(isDeskStaffed(news));
  });
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

  const parts = {
    page,
    live: state,
    isFailing: query.isRefetchError,
    isTraderThere: isTraderThere && state === 'live',
  };
  return (
    <>
      <QuoteHead page={page} />
      <StandingBanner page={page} contract={contract} />
      {contract ? <FoundQuote {...parts} contract={contract} /> : <AwaitedQuote {...parts} />}
    </>
  );
}

/** Take the page that is given, else ask for it. */
function useNews({ quote: { code, role } }: QuotePage) {
  const client = useQueryClient();
  const isGiven = useRef(false);
  const { note, settle } = useRefresh([['quote', code]]);

  return async (room: string, news?: unknown) => {
    const isOwn = room === quoteRoom(code) && role !== 'public';
    const given = isOwn ? await readGivenPage(news) : null;
    if (given) {
      isGiven.current = true;
      settle();
      client.setQueryData<QuotePage>(quoteQuery(code).queryKey, (known) =>
        known && known.now > given.now ? known : given,
      );
      return;
    }
    // Whom a quote concerns is given its page after the join, too, unless the browser became its maker since it
    // connected.
    if (news === undefined) isGiven.current = false;
    note(isOwn && news !== undefined && !isGiven.current ? 0 : SPREAD_MS);
  };
}
