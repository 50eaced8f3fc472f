import type { PastedLine } from '../split-lines.ts';
import { hasLetter } from '../tidy-text.ts';
import type { Claim, Reader } from './reader.ts';

const FORMAT = 'chat';
const SPOKEN = /^\[ ?(?:\d{4}\.\d{2}\.\d{2} )?\d{2}:\d{2}(?::\d{2})? ?\] [^>]{1,60}>/;
const LINK = 'showinfo:';
/** From the type's id to the end of the tag that opens a link. */
const LONGEST_TAG = 80;

/** Chat with links to items: each item once, however often it is linked. Talk is passed over. */
export const readChat: Reader = (index, { lines }) => {
  const found: Claim['found'] = [];
  let at = index;
  for (; at < lines.length; at += 1) {
    const line = lines[at];
    if (!line || line.isTooLong || !isChat(line)) break;
    for (const name of linkedNames(line.text)) {
      if (hasLetter(name)) found.push({ kind: 'item', line, name, quantity: 1, isOnce: true });
    }
  }
  if (at === index) return null;
  if (found.length > 0) return { format: FORMAT, lineCount: at - index, found };
  const faults = lines.slice(index, at).map((line) => ({
    kind: 'fault' as const,
    line,
    reason: 'not-an-item' as const,
  }));
  return { format: FORMAT, lineCount: at - index, found: faults };
};

function isChat({ text }: PastedLine): boolean {
  return text.includes(LINK) || (text.startsWith('[') && SPOKEN.test(text));
}

/** `<url=showinfo:34>Tritanium</url>` names Tritanium. */
function linkedNames(text: string): string[] {
  return text
    .split(LINK)
    .slice(1)
    .flatMap((part) => {
      const start = part.indexOf('>') + 1;
      const end = part.indexOf('<', start);
      const isLink = /^\d/.test(part) && start > 0 && start <= LONGEST_TAG && end > start;
      return isLink ? [part.slice(start, end)] : [];
    });
}
