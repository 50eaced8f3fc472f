import type { UnreadLine, UnreadReason } from './paste-reading.ts';

const SENTENCES: Record<UnreadReason, string> = {
  'unknown-name': 'No item has this name.',
  'ambiguous-name': 'Several items have this name. Choose the one you mean.',
  'no-name': 'There is no item name in this line.',
  'bad-quantity': 'The count is not a whole number from 1 to 9,007,199,254,740,991.',
  'no-quantity': 'This line names no count. Write the count behind the name.',
  'volume-only': 'This line gives a volume but no count. Write how many units there are.',
  'sum-too-large': 'Together with the lines above, this item counts more than can be handled.',
  'too-long': 'This line is too long to be a line of the game.',
  'broken-killmail': 'This killmail is cut short or garbled, so nothing of it was counted.',
  'not-an-item': 'This line is not an item.',
};

/** Say in a sentence why a line was not read and what may have been meant. */
export function describeUnread({ reason, suggestions }: UnreadLine): string {
  const names = suggestions.map(({ name }) => name);
  if (reason !== 'unknown-name' || names.length === 0) return SENTENCES[reason];
  const last = names.pop();
  const choice = names.length > 0 ? `${names.join(', ')} or ${last}` : last;
  return `${SENTENCES[reason]} Did you mean ${choice}?`;
}
