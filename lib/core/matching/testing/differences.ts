import type { MatchContract, MatchInput, MatchItem } from '../match-input.ts';

/** Ways in which a contract that is right may be made wrong. Null: this one cannot be, so. */
export const DIFFERENCES: readonly ((input: MatchInput, pick: number) => MatchInput | null)[] = [
  function oneUnitMore(input, pick) {
    return changeItem(input, pick, (item) => ({ ...item, quantity: item.quantity + 1 }));
  },
  function oneUnitLess(input, pick) {
    return changeItem(input, pick, (item) => ({ ...item, quantity: item.quantity - 1 }));
  },
  function anotherType(input, pick) {
    return changeItem(input, pick, (item) => ({ ...item, typeId: 44_992 }));
  },
  function oneStackMissing(input, pick) {
    return changeItem(input, pick, () => null);
  },
  function oneTypeMore(input, pick) {
    const [first] = input.items ?? [];
    const extra = first && { ...first, recordId: 9_999, typeId: 44_992, quantity: 1 + (pick % 9) };
    return extra ? { ...input, items: [...(input.items ?? []), extra] } : null;
  },
  function askedForInsteadOfGiven(input, pick) {
    return changeItem(input, pick, (item) => ({ ...item, isIncluded: false }));
  },
  function askedForBeside(input) {
    const [first] = input.items ?? [];
    const asked = first && { ...first, recordId: 9_999, isIncluded: false };
    return asked ? { ...input, items: [...(input.items ?? []), asked] } : null;
  },
  function dearer(input, pick) {
    const { total } = input.quote;
    const { tolerance, toleranceBp } = input.program;
    const byRate = (total * BigInt(toleranceBp)) / 10_000n;
    const most = total + (byRate > tolerance ? byRate : tolerance);
    return withContract(input, { price: most + 1n + BigInt(pick) });
  },
  function farCheaper(input, pick) {
    const { total } = input.quote;
    const { tolerance, toleranceBp } = input.program;
    const least = (total * 95n + 99n) / 100n;
    const byRate = (total * BigInt(toleranceBp)) / 10_000n;
    const widest = byRate > tolerance ? byRate : tolerance;
    const bound = least < total - widest ? least : total - widest;
    const price = bound - 1n - BigInt(pick);
    return price < 0n ? null : withContract(input, { price });
  },
  function paidInsteadOfReceived(input) {
    const { price = 0n } = input.contract;
    return price === 0n ? null : withContract(input, { price: 0n, reward: price });
  },
  function anotherReceiver(input, pick) {
    return withContract(input, { assigneeId: input.program.assigneeId + 1 + pick });
  },
  function noReceiver(input) {
    return withContract(input, { assigneeId: 0, availability: 'public' });
  },
];

function withContract(input: MatchInput, change: Partial<MatchContract>): MatchInput {
  return { ...input, contract: { ...input.contract, ...change } };
}

function changeItem(
  input: MatchInput,
  pick: number,
  change: (item: MatchItem) => MatchItem | null,
): MatchInput | null {
  const items = input.items?.filter(({ quantity }) => quantity > 0) ?? [];
  const chosen = items[pick % items.length];
  if (!chosen) return null;
  return {
    ...input,
    items: items.flatMap((item) => (item === chosen ? (change(item) ?? []) : item)),
  };
}
