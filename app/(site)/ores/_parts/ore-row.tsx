import { clsx } from 'clsx';
import { ChevronDown, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatIsk } from '#lib/core/isk.ts';
import { sampleSize, type ValuedOre, type Way } from '#lib/core/ores/value-ores.ts';
import { Cell, NameInCell } from '#lib/ui/table/table.tsx';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { ItemIcon } from '#lib/ui/trade/item-icon.tsx';
import { writeGain, writeKind, writeVolume } from './write-values.ts';

const SHOWN_OUTPUTS = 2;

type OreRowProps = {
  readonly row: ValuedOre;
  readonly isOpen: boolean;
  readonly staleBefore: Date;
  readonly onToggle: () => void;
};

/** What is best is bold; one number of a row has a colour. */
export function OreRow({ row, isOpen, staleBefore, onToggle }: OreRowProps) {
  const { ore, worth, best, gainTenths, hauled } = row;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const worthOf = (way: Way) => (
    <Worth
      amount={worth[way]}
      isBest={best === way}
      isOld={row.bookAt[way] !== null && row.bookAt[way] < staleBefore}
    />
  );

  return (
    <tr aria-selected={isOpen || undefined}>
      <Cell slot="lead">
        <NameInCell icon={<ItemIcon {...ore} />}>
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={isOpen ? `ore-${ore.typeId}` : undefined}
            onClick={onToggle}
            className="inline-flex max-w-full items-center gap-1 text-left hover:underline pointer-coarse:min-h-6"
          >
            <span className="truncate">{ore.name}</span>
            <Chevron aria-hidden="true" className="icon-s text-ink-3" />
          </button>
        </NameInCell>
      </Cell>
      <Cell on="wide" className="text-ink-3">
        {writeKind(ore)}
      </Cell>
      <Cell numeric on="wide" className="text-ink-2">
        {writeVolume(ore.volumeM3)}
      </Cell>
      <Cell numeric on="desk">
        {worthOf('raw')}
      </Cell>
      <Cell numeric on="desk">
        {worthOf('compressed')}
      </Cell>
      <Cell numeric on="desk">
        {worthOf('refined')}
      </Cell>
      <Cell numeric on="desk">
        <Gain tenths={gainTenths} />
      </Cell>
      <Cell on="desk">{best ?? <Missing />}</Cell>
      <Cell numeric on="wide" className="text-ink-2">
        {hauled === null ? <Missing /> : <Isk amount={hauled} />}
      </Cell>
      <Cell on="wide" className="w-full max-w-0 truncate text-ink-2 text-meta">
        <Outputs row={row} />
      </Cell>
      <Cell numeric on="phone" slot="lead-end">
        {best === null ? <Missing /> : <Isk amount={worth[best] ?? 0n} />}
      </Cell>
      <Cell on="phone" slot="sub" indent>
        {best === null
          ? 'no price known'
          : `raw ${worth.raw === null ? '–' : formatIsk(worth.raw)} · sell it ${best}`}
      </Cell>
      <Cell numeric on="phone" slot="sub-end">
        <Gain tenths={gainTenths} unit />
      </Cell>
    </tr>
  );
}

function Worth({
  amount,
  isBest,
  isOld,
}: {
  amount: bigint | null;
  isBest: boolean;
  isOld: boolean;
}) {
  if (amount === null) return <Missing />;
  return (
    <span className={clsx(isOld ? 'text-ink-3' : isBest ? 'font-semibold text-ink' : 'text-ink-2')}>
      {isOld && <span className="sr-only">old price: </span>}
      <Isk amount={amount} />
    </span>
  );
}

function Gain({ tenths, unit = false }: { tenths: number | null; unit?: boolean }) {
  if (tenths === null) return unit ? null : <Missing />;
  return (
    <span className={clsx('numeric', tenths > 0 ? 'text-gain' : 'text-ink-3')}>
      {writeGain(tenths)}
      {unit && '\u00a0%'}
    </span>
  );
}

function Outputs({ row: { ore, outputs } }: { row: ValuedOre }) {
  if (outputs.length === 0) {
    return <span className="text-ink-3">{ore.kind === 'gas' ? 'not refined' : 'nothing'}</span>;
  }
  const names = outputs.map(({ quantity, name }) => `${formatUnits(quantity)} ${name}`);
  if (ore.kind === 'gas') return <>{names.join()}, decompressed</>;
  const sample = sampleSize(ore);
  const more = names.length - SHOWN_OUTPUTS;
  return (
    <span title={names.join(', ')}>
      {sample !== 100 && `${formatUnits(sample)} units: `}
      {names.slice(0, SHOWN_OUTPUTS).join(', ')}
      {more > 0 && `, +${more}`}
    </span>
  );
}

function Missing(): ReactNode {
  return (
    <span className="text-ink-3">
      <span aria-hidden="true">–</span>
      <span className="sr-only">none</span>
    </span>
  );
}
