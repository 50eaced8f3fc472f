import { toIskText } from '#lib/core/isk.ts';
import type { Appraisal } from '#lib/features/appraisal/schema.ts';

const HEADS = ['Item', 'Quantity', 'Unit price, ISK', 'Volume, m³', 'Total, ISK'];

/** The bought lines as a spreadsheet takes them: tabs between cells, plain numbers. */
export function copyTableText({ lines }: Pick<Appraisal, 'lines'>): string {
  const rows = lines.map((line) => [
    line.name,
    String(line.quantity),
    toIskText(line.unitPriceIsk),
    String(line.volumeM3),
    toIskText(line.totalIsk),
  ]);
  return [HEADS, ...rows].map((cells) => cells.join('\t')).join('\n');
}
