import type { ContractField, QuoteView } from '#lib/features/quotes/schema.ts';

type Copy = { readonly label: string; readonly text: string };

/** Which field of the dialog mends which check. */
const MENDS: readonly (readonly [check: string, field: ContractField['field'], label: string])[] = [
  ['price', 'receive', 'Copy price'],
  ['title', 'description', 'Copy code'],
  ['assignee', 'name', 'Copy name'],
  ['location', 'station', 'Copy station'],
  ['items', 'items', 'Copy items'],
];

/** What a pilot may copy right beside what is wrong. */
export function fixCopies({ contractFields }: QuoteView): Record<string, Copy> {
  return Object.fromEntries(
    MENDS.flatMap(([check, field, label]) => {
      const text = contractFields.find((candidate) => candidate.field === field)?.copy;
      return text ? [[check, { label, text }]] : [];
    }),
  );
}
