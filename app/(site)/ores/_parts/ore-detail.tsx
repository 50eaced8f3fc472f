import Link from 'next/link';
import type { ReactNode } from 'react';
import type { OrePrice } from '#lib/core/ores/ore.ts';
import type { OreView } from '#lib/core/ores/ore-view.ts';
import type { ValuedOre } from '#lib/core/ores/value-ores.ts';
import {
  type Decimal,
  multiply,
  toDecimalText,
  toPercentText,
} from '#lib/core/reprocessing/decimal.ts';
import { GAS_SKILL, ORE_SKILLS } from '#lib/core/reprocessing/processing.ts';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { writeVolume } from './write-values.ts';

const COLUMNS = 10;

type OreDetailProps = {
  readonly row: ValuedOre;
  readonly prices: ReadonlyMap<number, OrePrice>;
  readonly view: OreView;
};

/** Enough to work the row out by hand: portion, yield, materials, each price and its age. */
export function OreDetail({ row, prices, view }: OreDetailProps) {
  const { ore, share, unpriced } = row;
  const skill = ORE_SKILLS.find(({ key }) => key === ore.skill)?.name ?? 'no skill of its own';
  return (
    <tr data-plain="" id={`ore-${ore.typeId}`}>
      <td colSpan={COLUMNS} data-slot="across" className="h-auto! whitespace-normal! py-2!">
        <div className="flex flex-wrap gap-x-10 gap-y-3 pl-7 text-meta max-desk:pl-0">
          <dl className="grid content-start gap-1">
            <Fact name="Raw">
              <Price typeId={ore.typeId} price={prices.get(ore.typeId)} side={view.side} />, unit of{' '}
              {writeVolume(ore.volumeM3)} m³
            </Fact>
            <Fact name="Compressed">
              {ore.compressed ? (
                <>
                  <Price
                    typeId={ore.compressed.typeId}
                    price={prices.get(ore.compressed.typeId)}
                    side={view.side}
                  />
                  , one for one, unit of {writeVolume(ore.compressed.volumeM3)} m³
                </>
              ) : (
                'cannot be compressed'
              )}
            </Fact>
            <Fact name="Refined">
              {share
                ? `${formatUnits(ore.portionSize)} at a time, yield ${toPercentText(share)} % (${toDecimalText(share)}), by ${skill}`
                : ore.kind === 'gas'
                  ? `not refined; compressed gas is decompressed, by ${GAS_SKILL.name} in an Athanor or Tatara`
                  : 'refines to nothing'}
            </Fact>
          </dl>
          {share && (
            <ul
              aria-label={`A portion of ${formatUnits(ore.portionSize)} refines to`}
              className="grid content-start gap-1"
            >
              {ore.materials.map(({ typeId, name, quantity }) => (
                <li key={typeId} className="text-ink-2">
                  <span className="numeric text-ink">{exactOf(quantity, share)}</span> {name}{' '}
                  <span className="text-ink-3">({formatUnits(quantity)} × yield)</span>,{' '}
                  <Price typeId={typeId} price={prices.get(typeId)} side={view.side} />
                </li>
              ))}
              {unpriced.length > 0 && (
                <li className="text-warn">
                  Not valued refined: no price of {unpriced.map(({ name }) => name).join(', ')}.
                </li>
              )}
            </ul>
          )}
        </div>
      </td>
    </tr>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-2">
      <dt className="w-20 flex-none text-ink-3">{name}</dt>
      <dd className="min-w-0 text-ink-2">{children}</dd>
    </div>
  );
}

type PriceProps = {
  readonly typeId: number;
  readonly price: OrePrice | undefined;
  readonly side: OreView['side'];
};

function Price({ typeId, price, side }: PriceProps) {
  const amount = price?.[side] ?? null;
  return (
    <Link href={`/market/${typeId}`} prefetch={false} className="link">
      {price && amount !== null ? (
        <>
          <Isk amount={amount} /> ISK as of <EveTime at={price.bookAt} />
        </>
      ) : price ? (
        `no ${side} orders`
      ) : (
        'no price read'
      )}
    </Link>
  );
}

/** Before it is rounded down over a lot: `1,343.09211394`. */
function exactOf(quantity: number, share: Decimal): string {
  const text = toDecimalText(multiply({ digits: BigInt(quantity), places: 0 }, share));
  const [whole = '0', fraction] = text.split('.');
  const grouped = formatUnits(Number(whole));
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
