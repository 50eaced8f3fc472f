import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createQuoteCode, formatQuoteCode } from './code.ts';
import { findCodesInFoldedText, findCodesInText } from './find-codes.ts';
import { foldText } from './fold-text.ts';

const anyPrefix = fc.stringMatching(/^[A-Z]{2,4}$/);

test('a text that is nothing but a code is read as a long way round would read it', () => {
  const anyText = fc.record({
    prefix: anyPrefix,
    bytes: fc.uint8Array({ minLength: 5, maxLength: 5 }),
    isShown: fc.boolean(),
    isOwn: fc.boolean(),
    hasEndings: fc.boolean(),
    cut: fc.constantFrom(0, 0, 0, 0, 1, 2, 3),
    others: fc.array(anyPrefix, { maxLength: 3 }),
    slip: fc.option(
      fc.record({
        at: fc.nat({ max: 14 }),
        taken: fc.constantFrom(0, 1),
        typed: fc.constantFrom('', '0', 'K', 'O', 'U', '-', ' '),
      }),
    ),
  });
  fc.assert(
    fc.property(anyText, ({ prefix, bytes, isShown, isOwn, hasEndings, cut, others, slip }) => {
      const code = createQuoteCode(prefix, bytes);
      const right = (isShown ? formatQuoteCode(code) : code).slice(cut);
      const text = slip ? slipAt(right, slip) : right;
      // Letters alone, behind a prefix of nobody: a word as much as a code.
      fc.pre((isOwn && text.startsWith(`${prefix}-`)) || /\d/.test(text));
      // Ends of a prefix that are prefixes themselves: the one case in which two readings count.
      const endings = hasEndings ? [prefix.slice(1), prefix.slice(-2)] : [];
      const prefixes = [...others, ...endings, ...(isOwn ? [prefix] : [])];

      expect(findCodesInText(text, { prefixes })).toEqual(
        findCodesInFoldedText(foldText(text), { prefixes }),
      );
    }),
    { numRuns: 6_000 },
  );
});

function slipAt(text: string, { at, taken, typed }: { at: number; taken: number; typed: string }) {
  return `${text.slice(0, at)}${typed}${text.slice(at + taken)}`;
}
