import { readUnits } from '../read-number.ts';
import type { PastedLine } from '../split-lines.ts';
import { hasLetter } from '../tidy-text.ts';
import { isProgramLine } from '../words.ts';
import type { Claim, ReadContext, Reader } from './reader.ts';

const FORMAT = 'eft';

/** No two names hold more. */
const COMMAS_AT_MOST = 4;
const HEADER = /^\[([^,[\]]+),[^\n]*\]$/;
const LEADING_COUNT = /^\d[\d.,'’]*\s?[x×]?\s/i;
/** A list that somebody typed: a bullet, or a count behind a colon. */
const BY_HAND = /^[-*•] |: ?\d[\d.,'’]*$/;
const TRAILING_COUNT = /^(.+) [x×] ?(\d[\d.,'’ ]*)$/i;

/**
 * A fitting in EFT's layout: `[Hull, name]`, then a module a line with its loaded charge behind a
 * comma, drones and cargo with ` x5`. Empty slots are passed over, as is pyfa's appendix of mutated
 * modules. Ends at a line of another layout.
 */
export const readEft: Reader = (index, context) => {
  if (!isHeader(context.lines[index])) return null;
  const found: Claim['found'] = [];
  let at = index;
  for (; at < context.lines.length; at += 1) {
    const line = context.lines[at];
    if (!line || line.isTooLong || line.cells.length > 1 || endsFitting(line)) break;
    if (line.text !== '') found.push(...readLine(line, context));
  }
  return { format: FORMAT, lineCount: at - index, found };
};

function readLine(line: PastedLine, context: ReadContext): Claim['found'] {
  const hull = isHeader(line) ? HEADER.exec(line.text)?.[1]?.trim() : undefined;
  if (hull) return [{ kind: 'item', line, name: hull, quantity: 1 }];
  // An empty slot, or what a mutated module was made of and has.
  if (line.text.startsWith('[') || /^[ \t]{2,}\S/.test(line.raw)) return [];

  const text = line.text.replace(/ ?\/offline$/i, '').replace(/ ?\[\d{1,3}\]$/, '');
  if (!hasLetter(text)) return [{ kind: 'fault', line, reason: 'no-name' }];
  const [, counted = '', count = ''] = TRAILING_COUNT.exec(text) ?? [];
  const quantity = readUnits(count);
  if (counted !== '' && quantity) return [{ kind: 'item', line, name: counted, quantity }];
  if (counted !== '' && !context.isKnown(text)) {
    return [{ kind: 'fault', line, reason: 'bad-quantity' }];
  }
  return splitCharge(text, context).map((name) => ({ kind: 'item', line, name, quantity: 1 }));
}

function isHeader(line: PastedLine | undefined): boolean {
  if (!line || line.isTooLong || !line.text.startsWith('[')) return false;
  const hull = HEADER.exec(line.text)?.[1];
  return hull !== undefined && hasLetter(hull);
}

function endsFitting({ text }: PastedLine): boolean {
  if (LEADING_COUNT.test(text) || /^\[ ?\d/.test(text)) return !/^\[\d{1,3}\] /.test(text);
  if (BY_HAND.test(text) || isProgramLine(text)) return true;
  return text.startsWith('Victim:') || /^\d{4}\.\d{2}\.\d{2}/.test(text);
}

/** A module and its charge. Some names hold a comma themselves, so both parts must be real. */
function splitCharge(text: string, context: ReadContext): string[] {
  if (!text.includes(',')) return [text];
  if (!context.acceptsEveryName && context.isKnown(text)) return [text];
  let first: string[] | undefined;
  let at = -1;
  for (let comma = 0; comma < COMMAS_AT_MOST; comma += 1) {
    at = text.indexOf(',', at + 1);
    if (at < 0) break;
    const parts = [text.slice(0, at).trim(), text.slice(at + 1).trim()].filter(hasLetter);
    if (context.acceptsEveryName || parts.every((part) => context.isKnown(part))) return parts;
    first ??= parts;
  }
  return first ?? [text];
}
