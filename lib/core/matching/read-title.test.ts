import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createQuoteCode, findCodesInText, formatQuoteCode } from '#lib/core/quote/code.ts';
import { readTitle } from './read-title.ts';

const anyPrefix = fc.constantFrom('AT', 'AC', 'AL', 'AI', 'BAT', 'ATAB', 'OIL');
const anyCode = fc.record({
  prefix: anyPrefix,
  bytes: fc.uint8Array({ minLength: 5, maxLength: 5 }),
});
/** What may stand between two symbols without being one. */
const anyBetween = fc.constantFrom(
  ...['', '', '', '', '-', ' ', '#', '(', ') ', ', ', '=', '+', '\n', '🚀', '\u200b', '/'],
  ...['<b>', '</b>', '<br>', '&#45;', '&ndash;', '&nbsp;', ' - ', '!?'],
);
const anyWords = fc.constantFrom('', 'ore ', 'AT ', 'boat', 'at jita', '1', 'AT7', 'thx', 'ATAT');

describe('a title that names a quote', () => {
  test('is found by the code that stands in it, whatever is around or between its symbols', () => {
    let oddlyNamed = 0;
    fc.assert(
      fc.property(
        anyCode,
        fc.array(anyPrefix, { maxLength: 3 }),
        fc.array(anyBetween, { minLength: 14, maxLength: 14 }),
        fc.tuple(anyWords, anyWords),
        fc.boolean(),
        ({ prefix, bytes }, others, between, [before, after], isMisread) => {
          const code = createQuoteCode(prefix, bytes);
          const typed = [...code.replace('-', '')]
            .map((symbol, i) => `${between[i]}${isMisread ? misread(symbol) : symbol}`)
            .join('');
          const title = `${before}${typed}${after}`;
          const prefixes = [...others, prefix];
          const reading = readTitle(title, code, [code]);
          fc.pre(reading.isNamed);

          expect(findCodesInText(title, { prefixes })).toContain(code);
          if (reading.code === 'title-inside-text') oddlyNamed += 1;
        },
      ),
      { numRuns: 5_000 },
    );
    expect(oddlyNamed).toBeGreaterThan(2_000);
  });

  test('is found, too, if it is nothing but another code', () => {
    fc.assert(
      fc.property(
        anyCode,
        fc.array(anyPrefix),
        fc.boolean(),
        ({ prefix, bytes }, known, isShown) => {
          const written = createQuoteCode(prefix, bytes);
          const title = isShown ? formatQuoteCode(written) : written;
          for (const code of findCodesInText(`${title}.`, { prefixes: known })) {
            if (!readTitle(title, code, [code]).isNamed) continue;
            expect(findCodesInText(title, { prefixes: known })).toContain(code);
          }
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test('names each of the quotes whose codes stand in it, however they are written', () => {
    const other = createQuoteCode('AT', new Uint8Array([1, 2, 3, 4, 5]));
    const code = createQuoteCode('AT', new Uint8Array([9, 8, 7, 6, 5]));
    const title = `${formatQuoteCode(code)} ${[...other].join(' ')}`;
    expect(findCodesInText(title, { prefixes: ['AT'] })).toEqual([code, other]);

    const reading = readTitle(title, code, [code, other]);
    expect(reading).toMatchObject({ isNamed: true, otherCodes: [other], unknownCodes: [] });
  });

  test('has no code in its words that no quote has', () => {
    // By chance the letters behind "at" are a code with its check symbol.
    const code = createQuoteCode('AT', new Uint8Array([9, 8, 7, 6, 5]));
    const chance = [...createQuoteCode('AT', new Uint8Array([1, 2, 3, 4, 5]))].join(' ');

    const reading = readTitle(`${formatQuoteCode(code)}, ${chance}`, code, [code]);
    expect(reading).toMatchObject({ isNamed: true, otherCodes: [], unknownCodes: [] });
  });
});

/** A digit as the letter that it is taken for. */
function misread(symbol: string): string {
  return symbol === '0' ? 'o' : symbol === '1' ? 'l' : symbol.toLowerCase();
}
