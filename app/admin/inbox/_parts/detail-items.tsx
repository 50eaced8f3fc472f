'use client';

import { clsx } from 'clsx';
import { useState } from 'react';
import type { ContractView } from '#lib/features/contracts/schema.ts';
import { Cell, Head, NameInCell, Table } from '#lib/ui/table/table.tsx';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { ItemIcon } from '#lib/ui/trade/item-icon.tsx';
import { Units, UnitsDifference } from '#lib/ui/trade/units.tsx';
import { DetailSection } from './detail-section.tsx';

type Item = ContractView['items'][number];

/** Item by item, quoted against sent. Narrower than the quote page's table: it stands beside a list. */
export function DetailItems({ items }: { items: readonly Item[] }) {
  const [onlyDifferences, setOnlyDifferences] = useState(false);
  const shown = onlyDifferences ? items.filter(({ quoted, sent }) => quoted !== sent) : items;

  return (
    <DetailSection
      id="items"
      title="Items"
      note="stacks summed"
      aside={
        <button
          type="button"
          role="switch"
          aria-checked={onlyDifferences}
          onClick={() => setOnlyDifferences(!onlyDifferences)}
          className="flex min-h-6 items-center gap-2 text-ink-3 text-meta hover:text-ink max-desk:min-h-10"
        >
          Only differences
          <span
            aria-hidden="true"
            className={clsx(
              'relative h-3.5 w-6 rounded-full border border-line-control before:absolute before:top-0.5 before:left-0 before:size-2 before:rounded-full before:transition-transform',
              onlyDifferences
                ? 'bg-accent before:translate-x-3 before:bg-on-accent'
                : 'before:translate-x-0.5 before:bg-ink-3',
            )}
          />
        </button>
      }
    >
      <div className="desk:[&_td:first-child]:pl-4 desk:[&_td]:px-1.5 desk:[&_th:first-child]:pl-4 desk:[&_th]:px-1.5">
        <Table caption="Items, quoted against sent" stacked>
          <thead>
            <tr>
              <Head>Item</Head>
              <Head numeric>Quoted</Head>
              <Head numeric>Sent</Head>
              <Head numeric className="desk:max-wide:pr-4!">
                Diff.
              </Head>
              <Head numeric on="wide" className="desk:pr-4!">
                Total, ISK
              </Head>
            </tr>
          </thead>
          <tbody>
            {shown.map((item) => (
              <ItemRow key={`${item.typeId}-${item.blueprintCopy}`} item={item} />
            ))}
          </tbody>
          <Sums items={items} />
        </Table>
      </div>
      {onlyDifferences && shown.length === 0 && (
        <p className="px-4 py-2 text-ink-2 max-desk:px-3">Every item is sent as quoted.</p>
      )}
    </DetailSection>
  );
}

function ItemRow({ item }: { item: Item }) {
  return (
    <tr data-differs={item.quoted === item.sent ? undefined : ''}>
      <Cell slot="lead" className="max-w-52">
        <NameInCell icon={<ItemIcon {...item} />}>
          {item.name}
          {item.blueprintCopy && <span className="text-ink-3"> (copy)</span>}
        </NameInCell>
      </Cell>
      <Cell numeric on="desk" className="text-ink-2">
        <Units units={item.quoted} />
      </Cell>
      <Cell numeric on="desk">
        <Units units={item.sent} />
      </Cell>
      <Cell numeric slot="lead-end" className="desk:max-wide:pr-4!">
        <UnitsDifference units={item.sent - item.quoted} />
      </Cell>
      <Cell numeric on="wide" className="text-ink-2 desk:pr-4!">
        {item.quotedTotalIsk === null ? '–' : <Isk amount={item.quotedTotalIsk} />}
      </Cell>
      <Cell on="phone" slot="sub" indent>
        {formatUnits(item.sent)} of {formatUnits(item.quoted)} sent
      </Cell>
      <Cell on="phone" slot="sub-end" numeric>
        {item.quotedTotalIsk === null ? 'not quoted' : <Isk amount={item.quotedTotalIsk} />}
      </Cell>
    </tr>
  );
}

function Sums({ items }: { items: readonly Item[] }) {
  const quoted = items.reduce((sum, item) => sum + item.quoted, 0);
  const sent = items.reduce((sum, item) => sum + item.sent, 0);
  const total = items.reduce((sum, item) => sum + (item.quotedTotalIsk ?? 0n), 0n);
  return (
    <tfoot>
      <tr>
        <Cell slot="lead">
          {items.length} {items.length === 1 ? 'type' : 'types'}
        </Cell>
        <Cell numeric on="desk">
          <Units units={quoted} />
        </Cell>
        <Cell numeric on="desk">
          <Units units={sent} />
        </Cell>
        <Cell numeric slot="lead-end" className="desk:max-wide:pr-4!">
          <UnitsDifference units={sent - quoted} />
        </Cell>
        <Cell numeric on="wide" className="desk:pr-4!">
          <Isk amount={total} />
        </Cell>
      </tr>
    </tfoot>
  );
}
