import type { ShopItem } from '#lib/features/stock/schema.ts';

export type WantedItem = ShopItem;

/** What was typed beside the items. */
export type Wanted = {
  /** One item a line, as the order is sent. */
  readonly text: string;
  /** Exact, hundredths of ISK. */
  readonly sum: bigint;
  readonly volumeM3: number;
  /** A sentence for each count that cannot be ordered, by type. */
  readonly faults: ReadonlyMap<number, string>;
  /** Whether all of it can be ordered, as far as the page knows. */
  readonly isRight: boolean;
};

/** Grouped by commas, blanks or nothing: no count has a fraction. */
const COUNT = /^(?:\d{1,12}|\d{1,3}(?:[,\s]\d{3}){1,3})$/u;

/** Read the counts that were typed, by type; empty fields and 0 want nothing. */
export function readWanted(
  items: readonly WantedItem[],
  typed: Readonly<Record<number, string>>,
): Wanted {
  const faults = new Map<number, string>();
  const lines: string[] = [];
  let sum = 0n;
  let volumeM3 = 0;
  for (const item of items) {
    const text = (typed[item.typeId] ?? '').trim();
    if (text === '') continue;
    if (!COUNT.test(text)) {
      faults.set(item.typeId, 'A whole number, such as 5,000.');
      continue;
    }
    const units = Number(text.replaceAll(/[,\s]/gu, ''));
    if (units === 0) continue;
    if (units > item.available) {
      faults.set(item.typeId, describeLess(item));
      continue;
    }
    lines.push(`${item.name}\t${units}`);
    sum += (item.unitPriceIsk ?? 0n) * BigInt(units);
    volumeM3 += item.volumeM3 * units;
  }
  return { text: lines.join('\n'), sum, volumeM3, faults, isRight: faults.size === 0 };
}

function describeLess({ available }: WantedItem): string {
  if (available === 0) return 'None are left.';
  return `Only ${available.toLocaleString('en-US')} ${available === 1 ? 'is' : 'are'} left.`;
}
