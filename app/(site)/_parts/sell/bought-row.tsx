'use client';

import { clsx } from 'clsx';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { explainLine } from '#lib/core/pricing/explain-line.ts';
import type { AppraisedLine } from '#lib/features/appraisal/schema.ts';
import { Cell, NameInCell } from '#lib/ui/table/table.tsx';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { ItemIcon } from '#lib/ui/trade/item-icon.tsx';
import { PriceEvidence } from '#lib/ui/trade/price-evidence.tsx';
import { Units, Volume } from '#lib/ui/trade/units.tsx';

/** A bought item; "why this price" opens the sum, so that it can be made again by hand. */
export function BoughtRow({ line, isStale }: { line: AppraisedLine; isStale: boolean }) {
  const [isOpen, setIsOpen] = useState(false);
  const whyId = useId();
  const { short } = explainLine(line.evidence);
  const why = `${short.replace(' %', '\u00a0%')}${line.evidence.fees ? ', fees' : ''}`;
  const Chevron = isOpen ? ChevronDown : ChevronRight;

  return (
    <>
      <tr data-differs={isOpen ? '' : undefined} className={clsx(isStale && 'text-ink-2')}>
        <Cell slot="lead" className={clsx(isOpen && 'border-b-0!')}>
          <NameInCell icon={<ItemIcon {...line} />}>
            {line.name}
            {line.blueprintCopy && <span className="text-ink-3"> (copy)</span>}
          </NameInCell>
        </Cell>
        <Cell numeric on="desk" className={clsx(isOpen && 'border-b-0!')}>
          <Units units={line.quantity} />
        </Cell>
        <Cell numeric on="desk" className={clsx(isOpen && 'border-b-0!')}>
          <Isk amount={line.unitPriceIsk} />
        </Cell>
        <Cell slot="sub-end" className={clsx(isOpen && 'border-b-0!')}>
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={isOpen ? whyId : undefined}
            onClick={() => setIsOpen(!isOpen)}
            className="inline-flex min-h-6 items-center gap-1 rounded-[2px] text-ink-2 hover:text-ink"
          >
            {why}
            <span className="sr-only"> why this price of {line.name}</span>
            <Chevron aria-hidden="true" className="icon-s text-ink-3" />
          </button>
        </Cell>
        <Cell numeric on="wide" className={clsx('text-ink-2', isOpen && 'border-b-0!')}>
          <Volume volumeM3={line.volumeM3} />
        </Cell>
        <Cell numeric on="wide" className={clsx('text-ink-2', isOpen && 'border-b-0!')}>
          {line.densityIsk === null ? '–' : formatUnits(Number(line.densityIsk / 100n))}
        </Cell>
        <Cell numeric slot="lead-end" className={clsx(isOpen && 'border-b-0!')}>
          <Isk amount={line.totalIsk} />
        </Cell>
        <Cell on="phone" slot="sub" indent>
          {formatUnits(line.quantity)} × <Isk amount={line.unitPriceIsk} />
        </Cell>
      </tr>
      {isOpen && (
        <tr id={whyId} data-plain="" data-differs="">
          <Cell
            colSpan={7}
            slot="across"
            className="h-auto! whitespace-normal! bg-surface-2! pb-3! desk:pl-10!"
          >
            <PriceEvidence
              evidence={line.evidence}
              quantity={line.quantity}
              total={line.totalIsk}
              pastedLines={line.lines}
            />
          </Cell>
        </tr>
      )}
    </>
  );
}
