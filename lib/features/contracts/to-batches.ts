import { findCodesInText } from '#lib/core/quote/code.ts';

/** A contract that is to be matched. */
export type Pending = { readonly id: number; readonly title: string | null };

/** Contracts that are matched in one transaction. */
const TOGETHER = 100;

/**
 * Share contracts out among batches, which are matched side by side. Contracts with one code stay together,
 * though a batch may become longer by it: of several that offer all of a quote the first is to be right.
 *
 * @param prefixes Of quote codes.
 * @returns Ids, in each batch in their order.
 */
export function toBatches(pending: readonly Pending[], prefixes: readonly string[]): number[][] {
  const batches: number[][] = [];
  const batchOf = new Map<string, number[]>();
  let last: number[] = [];
  for (const { id, title } of pending) {
    const codes = findCodesInText(title ?? '', { prefixes });
    let batch = codes.map((code) => batchOf.get(code)).find((known) => known !== undefined);
    if (!batch) {
      if (batches.length === 0 || last.length >= TOGETHER) {
        last = [];
        batches.push(last);
      }
      batch = last;
    }
    batch.push(id);
    for (const code of codes) batchOf.set(code, batch);
  }
  return batches;
}
