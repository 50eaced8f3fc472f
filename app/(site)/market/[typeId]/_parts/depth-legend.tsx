import type { ReactNode } from 'react';
import { formatIsk } from '#lib/core/isk.ts';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import type { DepthStep, DepthView } from './depth-view.ts';

/** What the marks mean, and the figures of the chosen price. Its height never changes. */
export function DepthLegend({ view, chosen }: { view: DepthView; chosen: DepthStep | null }) {
  return (
    <div
      aria-hidden="true"
      className="numeric flex h-14 flex-wrap content-center items-center gap-x-4 gap-y-0.5 overflow-hidden px-3 text-ink-2 text-meta"
    >
      {chosen ? <Chosen step={chosen} /> : <Sums view={view} />}
    </div>
  );
}

function Sums({ view: { buy, sell } }: { view: DepthView }) {
  return (
    <>
      <Item mark={<i className="size-2 rounded-[1px] bg-buy" />} name="wanted">
        {formatUnits(buy.at(-1)?.sumUnits ?? 0)}
      </Item>
      <Item mark={<i className="size-2 rounded-[1px] bg-sell" />} name="offered">
        {formatUnits(sell.at(-1)?.sumUnits ?? 0)}
      </Item>
      <Item
        mark={<i className="h-3 border-ink-3 border-l border-dashed" />}
        name={'5\u00a0% price'}
      />
    </>
  );
}

function Chosen({ step: { side, priceIsk, sumUnits, meanIsk } }: { step: DepthStep }) {
  return (
    <>
      <Item
        mark={<i className={`size-2 rounded-[1px] ${side === 'buy' ? 'bg-buy' : 'bg-sell'}`} />}
        name={side === 'buy' ? 'wanted at' : 'offered at'}
      >
        {formatIsk(priceIsk)} {side === 'buy' ? 'or more' : 'or less'}
      </Item>
      <Item name="units">{formatUnits(sumUnits)}</Item>
      <Item name="average">{formatIsk(meanIsk)}</Item>
    </>
  );
}

function Item({ mark, name, children }: { mark?: ReactNode; name: string; children?: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      {mark}
      {name} {children && <b className="font-medium text-ink">{children}</b>}
    </span>
  );
}
