import { toId } from '#lib/server/ids.ts';

type Line = { typeId: number; blueprintCopy: boolean; quantity: bigint; total: bigint };
type Item = { typeId: number; quantity: bigint; rawQuantity: bigint | null; isIncluded: boolean };

export type Comparison = {
  readonly typeId: number;
  readonly blueprintCopy: boolean;
  readonly quoted: number;
  readonly sent: number;
  readonly quotedTotalIsk: bigint | null;
};

const COPY = -2n;

/**
 * Put the quote's lines beside what the contract gives, stacks summed: in the quote's order, then what
 * was never quoted. EVE often does not say whether a blueprint is a copy; then it counts as quoted.
 */
export function compareItems(lines: readonly Line[], items: readonly Item[]): Comparison[] {
  const rows = new Map<string, Comparison>();
  for (const { typeId, blueprintCopy, quantity, total } of lines) {
    const key = `${typeId} ${blueprintCopy}`;
    rows.set(key, {
      typeId,
      blueprintCopy,
      quoted: toId(quantity),
      sent: 0,
      quotedTotalIsk: total,
    });
  }
  for (const { typeId, quantity, rawQuantity, isIncluded } of items) {
    if (!isIncluded) continue;
    const isOnlyQuotedAsCopy = rows.has(`${typeId} true`) && !rows.has(`${typeId} false`);
    const blueprintCopy = rawQuantity === null ? isOnlyQuotedAsCopy : rawQuantity === COPY;
    const key = `${typeId} ${blueprintCopy}`;
    const row = rows.get(key) ?? {
      typeId,
      blueprintCopy,
      quoted: 0,
      sent: 0,
      quotedTotalIsk: null,
    };
    rows.set(key, { ...row, sent: row.sent + toId(quantity) });
  }
  return [...rows.values()];
}
