import { toCsv } from '#lib/core/csv.ts';
import { toIskText } from '#lib/core/isk.ts';
import type { OrePrice } from '#lib/core/ores/ore.ts';
import type { OreView } from '#lib/core/ores/ore-view.ts';
import { sampleSize, type ValuedOre, valueOres } from '#lib/core/ores/value-ores.ts';
import { toDecimalText } from '#lib/core/reprocessing/decimal.ts';
import type { OreTable } from './get-ore-table.ts';

/** The table as it is seen, as a file for spreadsheets. */
export function writeOreCsv({ ores, prices, hub }: OreTable, view: OreView): string {
  const unit = view.per === 'unit' ? 'unit' : 'raw m³';
  const heads = [
    'Type id',
    'Name',
    'Kind',
    'Group',
    'Volume, m³',
    'Portion',
    'Yield',
    `Raw, ISK/${unit}`,
    `Compressed, ISK/${unit}`,
    `Refined, ISK/${unit}`,
    'Best over raw, %',
    'Sell it',
    'Compressed, ISK/m³ hauled',
    'Refines to',
    'Prices',
    'Book of the raw ore, EVE time',
  ];
  const source = hub ? `${hub.name} ${view.side}, 5 % volume-weighted` : 'none';
  const rows = valueOres(ores, prices, view).map((row) => toRow(row, source, prices));
  return toCsv([heads, ...rows]);
}

function toRow(row: ValuedOre, source: string, prices: ReadonlyMap<number, OrePrice>) {
  const { ore, worth } = row;
  return [
    ore.typeId,
    ore.name,
    ore.kind,
    ore.groupName,
    ore.volumeM3,
    ore.portionSize,
    row.share ? toDecimalText(row.share) : null,
    iskOrEmpty(worth.raw),
    iskOrEmpty(worth.compressed),
    iskOrEmpty(worth.refined),
    row.gainTenths === null ? null : row.gainTenths / 10,
    row.best,
    iskOrEmpty(row.hauled),
    describeOutputs(row),
    source,
    prices.get(ore.typeId)?.bookAt.toISOString() ?? null,
  ];
}

function iskOrEmpty(amount: bigint | null): string | null {
  return amount === null ? null : toIskText(amount);
}

function describeOutputs({ ore, outputs }: ValuedOre): string {
  const list = outputs.map(({ quantity, name }) => `${quantity} ${name}`).join(', ');
  if (list === '') return '';
  return ore.kind === 'gas'
    ? `${sampleSize(ore)} compressed: ${list}`
    : `${sampleSize(ore)} units: ${list}`;
}
