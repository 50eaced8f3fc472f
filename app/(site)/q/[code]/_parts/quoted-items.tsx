'use client';

import Link from 'next/link';
import { useId, useState } from 'react';
import { formatIsk } from '#lib/core/isk.ts';
import type { QuoteLineView, QuoteView } from '#lib/features/quotes/schema.ts';
import { CopyButton } from '#lib/ui/primitives/copy-button.tsx';
import { Panel, PanelFoot, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { Cell, Head, NameInCell, Table } from '#lib/ui/table/table.tsx';
import { formatPercent, formatUnits } from '#lib/ui/trade/format-numbers.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { ItemIcon } from '#lib/ui/trade/item-icon.tsx';
import { PriceEvidence } from '#lib/ui/trade/price-evidence.tsx';
import { Units } from '#lib/ui/trade/units.tsx';

/** What was quoted, for ever as it was: items, counts, sums, and on demand what made each price. */
export function QuotedItems({ quote }: { quote: QuoteView }) {
  const [isExplained, setIsExplained] = useState(false);
  const titleId = useId();
  const multibuy = quote.contractFields.find(({ field }) => field === 'items')?.copy;

  return (
    <Panel aria-labelledby={titleId}>
      <PanelHead id={titleId} title="Items">
        {multibuy && (
          <CopyButton
            text={multibuy}
            label="Copy as multibuy"
            name="Copy the items as multibuy"
            className="-mr-2"
          />
        )}
      </PanelHead>
      <Table caption="Quoted items" stacked>
        <thead>
          <tr>
            <Head>Item</Head>
            <Head numeric>Quantity</Head>
            <Head numeric>Total, ISK</Head>
          </tr>
        </thead>
        <tbody>
          {quote.lines.map((line) => (
            <QuotedLine
              key={`${line.typeId}-${line.blueprintCopy}`}
              line={line}
              isExplained={isExplained}
            />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <Cell slot="lead">
              {quote.lines.length} {quote.lines.length === 1 ? 'type' : 'types'}
            </Cell>
            <Cell numeric on="desk">
              <Units units={quote.lines.reduce((sum, { quantity }) => sum + quantity, 0)} />
            </Cell>
            <Cell numeric slot="lead-end">
              <Isk amount={quote.lineSumIsk} />
            </Cell>
          </tr>
        </tfoot>
      </Table>
      <PanelFoot className="flex-wrap justify-between">
        <span>
          Paid in whole ISK: {formatIsk(quote.totalIsk, { decimals: false })}
          {quote.donation && `, after ${describeDonation(quote.donation)}`}
        </span>
        <button
          type="button"
          aria-expanded={isExplained}
          onClick={() => setIsExplained(!isExplained)}
          className="link min-h-6 max-desk:min-h-10"
        >
          {isExplained ? 'Hide why' : 'Why these prices'}
        </button>
      </PanelFoot>
    </Panel>
  );
}

function describeDonation({ shareBp, amountIsk }: NonNullable<QuoteView['donation']>): string {
  return `${formatPercent(shareBp)} %, which is ${formatIsk(amountIsk, { decimals: false })}, given away`;
}

function QuotedLine({ line, isExplained }: { line: QuoteLineView; isExplained: boolean }) {
  return (
    <>
      <tr>
        <Cell slot="lead">
          <NameInCell icon={<ItemIcon {...line} />}>
            <Link href={`/market/${line.typeId}`} prefetch={false} className="hover:underline">
              {line.name}
            </Link>
            {line.blueprintCopy && <span className="text-ink-3"> (copy)</span>}
          </NameInCell>
        </Cell>
        <Cell numeric on="desk">
          <Units units={line.quantity} />
        </Cell>
        <Cell numeric slot="lead-end">
          <Isk amount={line.totalIsk} />
        </Cell>
        <Cell on="phone" slot="sub" indent>
          {formatUnits(line.quantity)} × <Isk amount={line.unitPriceIsk} />
        </Cell>
      </tr>
      {isExplained && (
        <tr data-plain="" data-differs="">
          <Cell
            colSpan={3}
            slot="across"
            className="h-auto! whitespace-normal! bg-surface-2! pb-3! desk:pl-10!"
          >
            <PriceEvidence
              evidence={line.evidence}
              quantity={line.quantity}
              total={line.totalIsk}
            />
          </Cell>
        </tr>
      )}
    </>
  );
}
