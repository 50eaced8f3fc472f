import type { ComponentProps } from 'react';
import { Input } from '#lib/ui/primitives/input.tsx';
import { Cell, Head, NameInCell } from '#lib/ui/table/table.tsx';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { ItemIcon } from '#lib/ui/trade/item-icon.tsx';
import { Units } from '#lib/ui/trade/units.tsx';
import type { WantedItem } from './read-wanted.ts';

export function ShelfHeads() {
  return (
    <thead>
      <tr>
        <Head>Item</Head>
        <Head numeric>Available</Head>
        <Head numeric>Price, ISK</Head>
        <Head numeric>Order</Head>
      </tr>
    </thead>
  );
}

type ShelfRowProps = {
  readonly item: WantedItem & Pick<ComponentProps<typeof ItemIcon>, 'kind'>;
  readonly typed: string;
  /** What is wrong with it, in a sentence. */
  readonly fault: string | null;
  readonly onType: (text: string) => void;
};

/** One item: how many there are, what one costs, how many are wanted. */
export function ShelfRow({ item, typed, fault, onType }: ShelfRowProps) {
  const { typeId, name, available, unitPriceIsk } = item;
  const isSold = unitPriceIsk !== null && available > 0;
  return (
    <>
      <tr>
        <Cell slot="lead">
          <NameInCell icon={<ItemIcon {...item} />}>{name}</NameInCell>
        </Cell>
        <Cell numeric on="desk">
          <Units units={available} />
        </Cell>
        <Cell numeric on="desk">
          {unitPriceIsk === null ? (
            <span className="text-ink-3">not now</span>
          ) : (
            <Isk amount={unitPriceIsk} />
          )}
        </Cell>
        <Cell numeric slot="lead-end">
          <Input
            aria-label={`Units of ${name}`}
            aria-invalid={fault ? true : undefined}
            aria-describedby={fault ? `fault-${typeId}` : undefined}
            inputMode="numeric"
            autoComplete="off"
            maxLength={20}
            disabled={!isSold}
            value={typed}
            onChange={({ target }) => onType(target.value)}
            className="numeric ml-auto w-36! text-right max-desk:w-32!"
          />
        </Cell>
        <Cell on="phone" slot="sub" indent>
          {formatUnits(available)} available
        </Cell>
        <Cell on="phone" slot="sub-end" numeric>
          {unitPriceIsk === null ? 'not now' : <Isk amount={unitPriceIsk} />}
        </Cell>
      </tr>
      {fault && (
        <tr data-plain="">
          <Cell colSpan={4} slot="across" className="whitespace-normal! text-right text-warn">
            <span id={`fault-${typeId}`} role="status">
              {fault}
            </span>
          </Cell>
        </tr>
      )}
    </>
  );
}
