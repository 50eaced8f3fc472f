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
    others: fc.array(anyPrefix, { maxLength: 3 }),
    slip: fc.option(fc.constantFrom('0', 'O', 'U', '-', ' '), { nil: undefined }),
  });
  fc.assert(
    fc.property(anyText, ({ prefix, bytes, isShown, isOwn, others, slip }) => {
      const code = createQuoteCode(prefix, bytes);
      const right = isShown ? formatQuoteCode(code) : code;
      const text = slip === undefined ? right : `${right.slice(0, -1)}${slip}`;
      // Ends of a prefix that are prefixes themselves: the one case in which two readings count.
      const prefixes = [...others, prefix.slice(1), prefix.slice(-2), ...(isOwn ? [prefix] : [])];

      expect(findCodesInText(text, { prefixes })).toEqual(
        findCodesInFoldedText(foldText(text), { prefixes }),
      );
    }),
    { numRuns: 2_000 },
  );
});
