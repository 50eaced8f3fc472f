import { readUnits } from '../read-number.ts';
import type { PastedLine } from '../split-lines.ts';
import { hasLetter } from '../tidy-text.ts';
import type { Claim, FoundFault, FoundItem, ReadContext, Reader } from './reader.ts';

const FORMAT = 'killmail';
const DATE = /^\d{4}\.\d{2}\.\d{2} \d{2}:\d{2}(?::\d{2})?$/;
const ITEM_SECTIONS = new Set(['destroyed items:', 'dropped items:']);
const LEADING_COUNT = /^\d[\d.,'’]*\s?[x×]?\s/i;
const PLACE = /cargo|bay|hold|hangar|container|implant|slot|deck|booster/i;
const COPY = /\(copy\)$/i;

/**
 * A killmail as text: what was destroyed and what was dropped, without the hull.
 *
 * A mail that is cut or garbled gives nothing: half a loss would look like a whole one.
 */
export const readKillmail: Reader = (index, context) => {
  const { lines } = context;
  if (!startsKillmail(lines, index)) return null;
  const items: (FoundItem | FoundFault)[] = [];
  let section: 'header' | 'items' = 'header';
  let isBroken = false;
  let at = index;
  for (; at < lines.length; at += 1) {
    const line = lines[at];
    if (!line || line.isTooLong || line.cells.length > 1 || line.text.startsWith('[')) break;
    const text = line.text.toLowerCase();
    if (text === '' || (at === index && DATE.test(text))) continue;
    if (at > index && DATE.test(text)) break;
    if (ITEM_SECTIONS.has(text)) section = 'items';
    else if (section === 'header') isBroken ||= !text.includes(':');
    else if (LEADING_COUNT.test(text)) break;
    else if (hasLetter(text)) items.push(readItem(line, context));
    else isBroken = true;
  }
  const found = isBroken ? faultsFor(lines.slice(index, at)) : items;
  return { format: FORMAT, lineCount: at - index, found };
};

function startsKillmail(lines: readonly PastedLine[], index: number): boolean {
  const text = lines[index]?.text ?? '';
  if (text.startsWith('Victim:') || ITEM_SECTIONS.has(text.toLowerCase())) return true;
  if (!DATE.test(text)) return false;
  const next = lines.slice(index + 1, index + 4).find((line) => line.text !== '');
  return next?.text.startsWith('Victim:') ?? false;
}

/** `Name, Qty: 3 (Drone Bay)`, where count and place may be missing. */
function readItem(
  line: PastedLine,
  { isKnown, acceptsEveryName }: ReadContext,
): FoundItem | FoundFault {
  let name = line.text;
  const mark = name.lastIndexOf(', Qty:');
  if (mark > 0) {
    const [count = ''] = name.slice(mark + 6).split('(');
    const quantity = count.trim() === '' ? 1 : readUnits(count);
    if (!quantity) return { kind: 'fault', line, reason: 'bad-quantity' };
    const place = name.slice(mark + 6 + count.length);
    return {
      kind: 'item',
      line,
      name: name.slice(0, mark),
      quantity,
      isCopy: /\(copy\)/i.test(place),
    };
  }
  if (acceptsEveryName || !isKnown(name)) name = dropPlace(name);
  const isCopy = COPY.test(name);
  return { kind: 'item', line, name: name.replace(COPY, '').trim(), quantity: 1, isCopy };
}

/** `Hobgoblin II (Drone Bay)` is a Hobgoblin II. */
function dropPlace(name: string): string {
  const open = name.lastIndexOf('(');
  const isPlace = open >= 0 && name.endsWith(')') && PLACE.test(name.slice(open));
  return isPlace ? name.slice(0, open).trim() : name;
}

function faultsFor(lines: readonly PastedLine[]): Claim['found'] {
  return lines
    .filter((line) => line.text !== '')
    .map((line) => ({ kind: 'fault', line, reason: 'broken-killmail' }));
}
