'use client';

import { clsx } from 'clsx';
import { useId, useMemo, useState } from 'react';
import type { ItemMarket } from '#lib/features/market/schema.ts';
import { Panel, PanelFoot, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { Age } from '#lib/ui/trade/age.tsx';
import { DepthChart } from './depth-chart.tsx';
import { DepthTable } from './depth-table.tsx';
import { type DepthView, NEAR_PERCENT, viewDepth } from './depth-view.ts';

type DepthPanelProps = {
  readonly name: string;
  readonly market: ItemMarket;
};

/** A side with fewer orders is moved by a single one of them. */
const FEW_ORDERS = 3;

/** What a large quantity would meet at the hub, from the book that the site has read. */
export function DepthPanel({ name, market }: DepthPanelProps) {
  const { price, book, hubName, isStale } = market;
  const titleId = useId();
  const tableId = useId();
  const [isTabled, setIsTabled] = useState(false);
  const view = useMemo(() => book && viewDepth(book), [book]);
  const hasSteps = view !== null && view.steps.length > 0;
  const marks = [price?.buyTop5, price?.sellTop5].filter((mark) => typeof mark === 'bigint');

  return (
    <Panel aria-labelledby={titleId}>
      <PanelHead id={titleId} title="Order book" note={hubName}>
        {price && <Age asOf={price.bookAt} isStale={isStale} />}
      </PanelHead>
      <div className={clsx('flex h-[300px] flex-col', isStale && 'opacity-75')}>
        {hasSteps ? (
          <DepthChart view={view} name={name} hubName={hubName} marks={marks} />
        ) : (
          <p className="my-auto px-3 text-center text-ink-2">{whyEmpty(market, name)}</p>
        )}
      </div>
      <PanelFoot className="min-h-11 justify-between">
        <span>{view && hasSteps ? sayOf(view, market) : 'Units to reach a price'}</span>
        {hasSteps && (
          <button
            type="button"
            aria-expanded={isTabled}
            aria-controls={tableId}
            onClick={() => setIsTabled(!isTabled)}
            className="link min-h-6 whitespace-nowrap max-desk:min-h-10"
          >
            {isTabled ? 'Hide the table' : 'Show as table'}
          </button>
        )}
      </PanelFoot>
      <div id={tableId}>
        {isTabled && hasSteps && <DepthTable view={view} name={name} hubName={hubName} />}
      </div>
    </Panel>
  );
}

function whyEmpty({ book, hubName }: ItemMarket, name: string): string {
  if (!book) return 'The book is kept from its next reading on.';
  return `Nobody buys or sells ${name} at ${hubName} right now.`;
}

function sayOf({ isCut }: DepthView, { price }: ItemMarket): string {
  const few = [
    price && price.buyOrders < FEW_ORDERS ? countOrders(price.buyOrders, 'buy') : null,
    price && price.sellOrders < FEW_ORDERS ? countOrders(price.sellOrders, 'sell') : null,
  ].filter((text) => text !== null);
  if (few.length > 0) return `Thin: ${few.join(', ')}. Such a price is easily moved.`;
  return isCut
    ? `Units to reach a price, within ${NEAR_PERCENT}\u00a0% of the best order.`
    : 'Units to reach a price.';
}

function countOrders(count: number, side: string): string {
  return count === 0 ? `no ${side} orders` : `${count} ${side} order${count === 1 ? '' : 's'}`;
}
