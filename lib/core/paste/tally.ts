import type { ItemName } from './item-name.ts';
import type {
  NamedType,
  NameMatch,
  PastedItem,
  PasteReading,
  UnreadLine,
  UnreadReason,
} from './paste-reading.ts';
import type { Claim, FoundItem } from './readers/reader.ts';
import type { PastedLine } from './split-lines.ts';

/** Suggestions cost a millisecond a name: after this many names, unknown ones get none. */
const NAMES_WITH_SUGGESTIONS = 10;

type Identify = (name: string) => ItemName & { match: NameMatch };
type Tally = {
  /** @param lines Those that the claim takes. */
  add(claim: Claim, lines: readonly PastedLine[]): void;
  result(): Omit<PasteReading, 'lineCount'>;
};

/** Adds up what readers find: equal items into one, faults and unknown names into `unread`. */
export function createTally(identify: Identify): Tally {
  const items = new Map<string, PastedItem>();
  const unread: UnreadLine[] = [];
  const layout: number[] = [];
  const formats = new Map<string, number>();
  const once = new Set<string>();
  const suggested = new Map<string, NamedType[]>();

  function refuse(line: PastedLine, reason: UnreadReason, more: Partial<UnreadLine> = {}): void {
    unread.push({
      line: line.number,
      text: line.raw,
      reason,
      suggestions: [],
      quantity: null,
      ...more,
    });
  }

  function addItem(found: FoundItem): void {
    const { line, quantity } = found;
    const { name, isCopy, match } = identify(found.name);
    if (match.kind === 'unknown') {
      refuse(line, 'unknown-name', mendable(found, suggest(name, match)));
      return;
    }
    if (match.kind === 'ambiguous') {
      refuse(line, 'ambiguous-name', { quantity, suggestions: [...match.candidates] });
      return;
    }
    const blueprintCopy = isCopy || found.isCopy === true || match.blueprintCopy === true;
    const key = `${match.typeId ?? match.name.toLowerCase()}\n${blueprintCopy}`;
    const item = items.get(key);
    if (found.isOnce && once.has(key)) {
      if (item) keepLine(item, line);
      return;
    }
    if (found.isOnce) once.add(key);
    if (!item) {
      const { typeId } = match;
      items.set(key, { typeId, name: match.name, quantity, blueprintCopy, lines: [line.number] });
    } else if (!Number.isSafeInteger(item.quantity + quantity)) {
      refuse(line, 'sum-too-large', { quantity });
    } else {
      item.quantity += quantity;
      keepLine(item, line);
    }
  }

  function suggest(name: string, match: NameMatch & { kind: 'unknown' }): NamedType[] {
    const known = suggested.get(name);
    if (known) return known;
    if (suggested.size >= NAMES_WITH_SUGGESTIONS) return [];
    const suggestions = [...match.suggestions];
    suggested.set(name, suggestions);
    return suggestions;
  }

  return {
    add(claim, lines) {
      if (claim.found.some((found) => found.kind === 'item')) {
        formats.set(claim.format, (formats.get(claim.format) ?? 0) + 1);
      }
      for (const found of claim.found) {
        if (found.kind === 'item') addItem(found);
        else refuse(found.line, found.reason);
      }
      const speaking = new Set(claim.found.map(({ line }) => line.number));
      for (const { number, text } of lines) {
        if (text !== '' && !speaking.has(number)) layout.push(number);
      }
    },
    result() {
      const [format = 'none', ...others] = formats.keys();
      return {
        format: others.length > 0 ? 'mixed' : format,
        items: [...items.values()],
        unread,
        layout,
      };
    },
  };
}

/** What of a line with an unknown name may be kept when another name takes its place. */
function mendable(
  { name, quantity, line }: FoundItem,
  suggestions: NamedType[],
): Pick<UnreadLine, 'quantity' | 'suggestions'> {
  if (isAssumed(quantity, line.text.replace(name, ''))) {
    // What such a name leaves out of the line may be a count that nobody could read: "Pyerite five".
    const whole = suggestions.filter((type) => !leavesOut(name, type.name));
    return { quantity: null, suggestions: whole };
  }
  const numbered = suggestions.filter((type) => isOwnNumber(line, quantity, type.name));
  // "Navy Cap Boster 800" names one, and no 800 of anything.
  if (numbered.length > 0) return { quantity: null, suggestions: numbered };
  return { quantity, suggestions };
}

/** A name that stands alone is one of it. */
function isAssumed(quantity: number, besideName: string): boolean {
  return quantity === 1 && !besideName.includes('1');
}

function leavesOut(text: string, name: string): boolean {
  const [long, short] = [text.toLowerCase(), name.toLowerCase()];
  if (countWords(long) > countWords(short)) return true;
  return long.length > short.length && (long.startsWith(short) || long.endsWith(short));
}

function isOwnNumber({ cells, text }: PastedLine, quantity: number, name: string): boolean {
  const end = ` ${quantity}`;
  return cells.length < 2 && text.endsWith(end) && name.endsWith(end);
}

function countWords(text: string): number {
  return text.trim().split(/\s+/).length;
}

function keepLine({ lines }: PastedItem, { number }: PastedLine): void {
  if (lines.at(-1) !== number) lines.push(number);
}
