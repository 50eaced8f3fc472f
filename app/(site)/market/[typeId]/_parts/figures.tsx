import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import type { HubPrice } from '#lib/core/pricing/hub-price.ts';
import type { ItemMarket, MarketItem } from '#lib/features/market/schema.ts';
import { Panel } from '#lib/ui/primitives/panel.tsx';
import { Age } from '#lib/ui/trade/age.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { spreadPercent } from '../../_parts/spread.ts';
import { FigureCell } from './figure-cell.tsx';
import { LastDay } from './last-day.tsx';

/** What our own reading of the order book says, at once; and the last day, as EVE tells the browser. */
export function Figures({ item, market }: { item: MarketItem; market: ItemMarket }) {
  const { price, isStale } = market;
  return (
    <Panel
      aria-label={`${item.name} at ${market.hubName}`}
      className={clsx(
        'mb-4 grid overflow-hidden max-desk:mb-3 max-desk:grid-cols-2',
        price ? 'grid-cols-7' : 'grid-cols-[minmax(0,1fr)_220px]',
        isStale && 'text-ink-2',
      )}
    >
      {price ? (
        <BookCells price={price} />
      ) : (
        <p className="px-3 py-2.5 text-ink-2 max-desk:col-span-2">
          Our programs do not price {item.name} at {market.hubName}, so its orders there are not
          read here. What was paid for it in {market.regionName} is below.
        </p>
      )}
      <LastDay typeId={item.typeId} regionId={market.regionId} />
      {price && (
        <FigureCell
          label="Order book"
          note={
            market.nextAt && (
              <>
                next <EveTime at={market.nextAt} isMarked={false} />
              </>
            )
          }
          className="max-desk:col-span-2"
        >
          <span className="font-normal">
            <Age asOf={price.bookAt} isStale={isStale} />
          </span>
        </FigureCell>
      )}
    </Panel>
  );
}

function BookCells({ price }: { price: HubPrice }) {
  const { buyBest, buyTop5, sellBest, sellTop5 } = price;
  const spread = buyBest !== null && sellBest !== null ? sellBest - buyBest : null;
  return (
    <>
      <FigureCell label="Best buy" note="ISK a unit">
        <Amount amount={buyBest} />
      </FigureCell>
      <FigureCell label="Best sell" note="ISK a unit">
        <Amount amount={sellBest} />
      </FigureCell>
      <FigureCell label={'Buy, 5\u00a0%'} note="volume-weighted">
        <Amount amount={buyTop5} />
      </FigureCell>
      <FigureCell label={'Sell, 5\u00a0%'} note="volume-weighted">
        <Amount amount={sellTop5} />
      </FigureCell>
      <FigureCell label="Spread" note={spreadNote(buyBest, sellBest)}>
        <Amount amount={spread} />
      </FigureCell>
    </>
  );
}

function Amount({ amount }: { amount: bigint | null }): ReactNode {
  return amount === null ? <span className="text-ink-3">no orders</span> : <Isk amount={amount} />;
}

function spreadNote(buyBest: bigint | null, sellBest: bigint | null): string {
  const percent = spreadPercent(buyBest, sellBest);
  return percent === null ? 'one side only' : `${percent}\u00a0% of best sell`;
}
