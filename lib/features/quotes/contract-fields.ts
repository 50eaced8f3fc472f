import { formatIsk, toIskText } from '#lib/core/isk.ts';
import type { ContractField, QuoteView } from './schema.ts';

/** How long the contract should stay up in game: the dialog's own choice of two weeks. */
export const CONTRACT_DAYS = 14;

type Facts = Pick<
  QuoteView,
  'shownCode' | 'totalIsk' | 'assigneeName' | 'assigneeKind' | 'locations' | 'lines'
>;

/** What to put into each field of the game's contract dialog, in its order. */
export function contractFields(quote: Facts): ContractField[] {
  return [
    { ...fixed(1, 'type', 'Contract type', 'Item Exchange') },
    { ...fixed(1, 'availability', 'Availability', 'Private') },
    { ...typed(1, 'name', 'Name', quote.assigneeName), note: assigneeNote(quote) },
    stationField(quote.locations),
    itemsField(quote.lines),
    {
      ...typed(3, 'receive', 'I will receive', formatIsk(quote.totalIsk, { decimals: false })),
      // The dialog's field takes digits only.
      copy: toIskText(quote.totalIsk).slice(0, -3),
    },
    { ...fixed(3, 'pay', 'I will pay', 'leave at 0') },
    { ...fixed(3, 'request', 'Request items', 'leave off') },
    { ...fixed(3, 'expiration', 'Expiration', '2 weeks') },
    typed(3, 'description', 'Description', quote.shownCode),
  ];
}

/** The items as the game's multibuy and search take them: name, a tab, count. */
export function toMultibuyText(lines: readonly { name: string; quantity: number }[]): string {
  return lines.map(({ name, quantity }) => `${name}\t${quantity}`).join('\n');
}

function assigneeNote({ assigneeKind }: Facts): string {
  return assigneeKind === 'corporation'
    ? 'the corporation, not a character'
    : 'the character, not the corporation';
}

function stationField([place, ...others]: Facts['locations']): ContractField {
  const name = place?.name ?? '';
  const note = others.length === 0 ? null : `or ${others.map((other) => other.name).join(', or ')}`;
  return { ...typed(2, 'station', 'Station', name), note };
}

function itemsField(lines: Facts['lines']): ContractField {
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    step: 2,
    field: 'items',
    label: 'Pick',
    value: `${count(lines.length, 'type')}, ${count(units, 'unit')}`,
    copy: toMultibuyText(lines),
    note: 'split stacks are fine, their sum counts',
  };
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`;
}

function fixed(
  step: number,
  field: ContractField['field'],
  label: string,
  value: string,
): ContractField {
  return { step, field, label, value, copy: null, note: null };
}

function typed(
  step: number,
  field: ContractField['field'],
  label: string,
  value: string,
): ContractField {
  return { step, field, label, value, copy: value, note: null };
}
