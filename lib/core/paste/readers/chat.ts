import type { PastedLine } from '../split-lines.ts';
import { hasLetter } from '../tidy-text.ts';
import type { Claim, Reader } from './reader.ts';

const FORMAT = 'chat';
const SPOKEN = /^\[ ?(?:\d{4}\.\d{2}\.\d{2} )?\d{2}:\d{2}(?::\d{2})? ?\] [^>]{1,60}>/;
const LINK = /showinfo:\d+[^>]{0,60}>([^<]{1,200})</g;

/** Chat with links to items: each item once, however often it is linked. Talk is passed over. */
export const readChat: Reader = (index, { lines }) => {
  const found: Claim['found'] = [];
  let at = index;
  for (; at < lines.length; at += 1) {
    const line = lines[at];
    if (!line || line.isTooLong || !isChat(line)) break;
    for (const [, name = ''] of line.text.matchAll(LINK)) {
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
  return text.includes('showinfo:') || (text.startsWith('[') && SPOKEN.test(text));
}
