'use client';

import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useRef } from 'react';
import { useLive } from '#app/_parts/live/use-live.ts';
import { useRefresh } from '#app/_parts/live/use-refresh.ts';
import { AdminHead } from '#app/admin/_parts/admin-head.tsx';
import { QueryFailure } from '#app/admin/_parts/query-failure.tsx';
import { REFUSAL_TITLES, toRefusal } from '#app/admin/_parts/refusal.ts';
import { INBOX_ROOM } from '#lib/core/live/room-names.ts';
import { ORDERS_POLL_S, ordersQuery } from '#lib/features/orders/queries.ts';
import type { Order, Orders } from '#lib/features/orders/schema.ts';
import { Empty } from '#lib/ui/primitives/empty.tsx';
import { Kbd } from '#lib/ui/primitives/kbd.tsx';
import { LiveMark } from '#lib/ui/trade/live-mark.tsx';
import { OrderPanel } from './order-panel.tsx';
import { PickLists } from './pick-lists.tsx';

/** The trader's work list: what to pick, then order by order what goes into the contract. */
export function OrdersView({ initialOrders }: { initialOrders: Orders }) {
  const { note } = useRefresh([['orders']]);
  const live = useLive([INBOX_ROOM], () => note());
  const query = useQuery({ ...ordersQuery(live === 'live'), initialData: initialOrders });
  const { orders, unlisted } = query.data;
  const refusal = toRefusal(query.error);
  const toFill = orders.filter(({ stage }) => stage === 'ready' || stage === 'to-fix');
  const list = useRef<HTMLElement>(null);

  function move(event: KeyboardEvent) {
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const panels = [...(list.current?.querySelectorAll<HTMLElement>('[data-order]') ?? [])];
    const at = panels.findIndex((panel) => panel.contains(document.activeElement));
    if (at === -1) return;
    event.preventDefault();
    panels[Math.min(Math.max(at + step, 0), panels.length - 1)]?.focus();
  }

  return (
    <>
      <AdminHead
        title="Orders"
        note={
          <span className="max-desk:hidden">
            {toFill.length} to fill, oldest first · <Kbd>j</Kbd> <Kbd>k</Kbd> from order to order
          </span>
        }
      >
        <a href="/api/orders?format=csv" download className="link">
          CSV
        </a>
        <LiveMark
          state={live}
          everyS={ORDERS_POLL_S}
          isFailing={query.isError}
          why={refusal ? REFUSAL_TITLES[refusal] : undefined}
        />
      </AdminHead>
      <main
        id="main"
        className="min-h-0 flex-1 px-4 py-4 max-desk:px-3 max-desk:py-3 desk:overflow-auto"
      >
        {query.isError && (
          <QueryFailure
            error={query.error}
            what="The newest orders"
            onRetry={query.refetch}
            isRetrying={query.isFetching}
            comfort="What was loaded before stays below."
          />
        )}
        {orders.length === 0 ? (
          <Empty>
            Nobody has ordered anything. Orders show here as soon as pilots make them in the shop.
          </Empty>
        ) : (
          <div className="mx-auto grid max-w-[1200px] grid-cols-[minmax(0,1fr)_340px] items-start gap-4 max-wide:grid-cols-[minmax(0,1fr)] max-desk:gap-3">
            <section
              ref={list}
              aria-label="Orders"
              onKeyDown={move}
              className="grid min-w-0 gap-4 max-desk:gap-3"
            >
              {orders.map((order) => (
                <OrderPanel key={order.code} order={order} />
              ))}
              {unlisted > 0 && (
                <p className="text-ink-3 text-meta">
                  and {unlisted} more, which move up as these go.
                </p>
              )}
            </section>
            <PickLists orders={toFill.filter(isToPick)} />
          </div>
        )}
      </main>
    </>
  );
}

/** One with a contract in game has its items there already. */
function isToPick({ stage }: Order): boolean {
  return stage === 'ready';
}
