import type { ReactNode } from 'react';
import type { Appraisal } from '#lib/features/appraisal/schema.ts';
import { Figure } from '#lib/ui/trade/figure.tsx';
import { formatVolume } from '#lib/ui/trade/format-numbers.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';

/** On a phone the sum and the button stay within reach, above the bar of places. */
export function StickyTotal({ appraisal, action }: { appraisal: Appraisal; action: ReactNode }) {
  const { totals, counts } = appraisal;
  return (
    <div
      data-sticks-below
      className="sticky bottom-[calc(56px+env(safe-area-inset-bottom))] z-10 -mx-3 mt-3 flex items-center gap-3 border-line border-t bg-surface-2 px-3 py-2 desk:hidden"
    >
      <div className="min-w-0 flex-1">
        <Figure unit="ISK">
          <Isk amount={totals.totalIsk} decimals={false} />
        </Figure>
        <span className="block text-ink-3 text-meta">
          {formatVolume(totals.volumeM3)} m³ · {counts.bought}{' '}
          {counts.bought === 1 ? 'item' : 'items'}
        </span>
      </div>
      {action}
    </div>
  );
}
