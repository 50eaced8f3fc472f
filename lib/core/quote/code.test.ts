import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  codesOneSymbolAway,
  createQuoteCode,
  findCodesInText,
  formatQuoteCode,
  readQuoteCode,
} from './code.ts';
import { CODE_SYMBOLS, checkSymbol } from './code-alphabet.ts';

// Properties run thousands of cases; on a busy machine that takes more than vitest's five seconds.
vi.setConfig({ testTimeout: 60_000 });

const SAMPLE = `AT-7K3M9QX${checkSymbol('7K3M9QX')}`;
const anyCode = fc
  .record({
    prefix: fc.stringMatching(/^[A-Z]{2,4}$/),
    bytes: fc.uint8Array({ minLength: 5, maxLength: 8 }),
  })
  .map(({ prefix, bytes }) => createQuoteCode(prefix, bytes));

describe('createQuoteCode', () => {
  test.each([
    { bytes: [0, 0, 0, 0, 0], code: 'AT-00000000' },
    { bytes: [255, 255, 255, 255, 255], code: 'AT-ZZZZZZZ' },
    { bytes: [255, 255, 255, 255, 255, 0, 0, 0], code: 'AT-ZZZZZZZ' },
  ])('spends the first 35 bits of $bytes', ({ bytes, code }) => {
    expect(createQuoteCode('AT', Uint8Array.from(bytes))).toMatch(new RegExp(`^${code}`));
  });

  test('every bit of the seven symbols comes from its own random bit', () => {
    const codes = new Set<string>();
    for (let bit = 0; bit < 35; bit++) {
      const bytes = new Uint8Array(5);
      bytes[bit >> 3] = 0x80 >> (bit & 7);
      codes.add(createQuoteCode('AT', bytes).slice(3, 10));
    }
    expect(codes.size).toBe(35);
  });

  test('a code reads back, however it is shown', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        expect(readQuoteCode(code)).toEqual({ ok: true, code });
        expect(readQuoteCode(formatQuoteCode(code))).toEqual({ ok: true, code });
      }),
    );
  });

  test.each(['', 'A', 'at', 'ABCDE', 'A1'])('the prefix "%s" is refused', (prefix) => {
    expect(() => createQuoteCode(prefix, new Uint8Array(5))).toThrow(RangeError);
  });

  test('too few random bytes are refused', () => {
    expect(() => createQuoteCode('AT', new Uint8Array(4))).toThrow(RangeError);
  });
});

describe('readQuoteCode', () => {
  test.each([
    ['lower case', SAMPLE.toLowerCase()],
    ['no hyphen', SAMPLE.replace('-', '')],
    ['spaces', `  ${SAMPLE.split('').join(' ')} `],
    ['en dashes', formatQuoteCode(SAMPLE).replaceAll('-', '–')],
    ['minus signs', formatQuoteCode(SAMPLE).replaceAll('-', '−')],
    ['full-width letters', `ＡＴ－７Ｋ３Ｍ９ＱＸ${SAMPLE.slice(-1)}`],
  ])('reads %s', (_what, text) => {
    expect(readQuoteCode(text)).toEqual({ ok: true, code: SAMPLE });
  });

  test('what is no whole code is shown as it is', () => {
    expect(formatQuoteCode('AT-7K3M')).toBe('AT-7K3M');
  });

  test('O is read as 0, I and L as 1, but not in the prefix', () => {
    const code = `OIL-0101010${checkSymbol('0101010')}`;
    expect(readQuoteCode(`oil-OiOlOIo${code.slice(-1)}`)).toEqual({ ok: true, code });
  });

  test.each([
    ...['', 'AT', 'AT-7K3M9QX', 'AT-7K3M9QXUU', '12-7K3M9QX2', 'ABCDE-7K3M9QX2', '7K3M9QX2'],
    ...['AT-7K3MU9QX', 'AT-1440E1GЖ', 'AT-144ЖE1GM'],
  ])('"%s" has not the shape of a code', (text) => {
    expect(readQuoteCode(text)).toEqual({ ok: false, reason: 'shape' });
  });

  test('a slip in a code without a digit is found, where it stands as the site writes it', () => {
    expect(findCodesInText('AT-WFCA-NXTC', { prefixes: ['AT'] })).toEqual(['AT-WFCANXTC']);
    expect(findCodesInText('AT WFCA NXTC', { prefixes: ['AT'] })).toEqual([]);
  });

  test('one wrong symbol is always noticed', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(7), fc.nat(31), (code, at, value) => {
        const i = code.length - 1 - at;
        const wrong = code.slice(0, i) + CODE_SYMBOLS[value] + code.slice(i + 1);
        fc.pre(wrong !== code);
        expect(readQuoteCode(wrong)).toEqual({ ok: false, reason: 'check-symbol' });
      }),
    );
  });

  test('two neighbours swapped are noticed, but for 0 with Z', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(6), (code, at) => {
        const i = code.length - 2 - at;
        const pair = code.slice(i, i + 2);
        const wrong = code.slice(0, i) + pair[1] + pair[0] + code.slice(i + 2);
        fc.pre(wrong !== code && pair !== '0Z' && pair !== 'Z0');
        expect(readQuoteCode(wrong)).toEqual({ ok: false, reason: 'check-symbol' });
      }),
    );
  });
});

describe('codesOneSymbolAway', () => {
  test('holds every slip of one symbol and every swap, each once, and not the code itself', () => {
    const codes = codesOneSymbolAway('AT-7K3M9QX2');

    expect(codes).toHaveLength(8 * 31 + 7);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toContain('AT-7K3M9QX3');
    expect(codes).toContain('AT-0K3M9QX2');
    expect(codes).toContain('AT-7K3MQ9X2');
    expect(codes).not.toContain('AT-7K3M9QX2');
  });

  test('is mutual: what is one slip away has the code one slip away', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(247), (code, i) => {
        expect(codesOneSymbolAway(codesOneSymbolAway(code)[i] ?? '')).toContain(code);
      }),
      { numRuns: 50 },
    );
  });
});

describe('findCodesInText', () => {
  const shown = formatQuoteCode(SAMPLE);

  test.each([
    ['as shown', shown],
    ['canonical', SAMPLE],
    ['without hyphens', SAMPLE.replace('-', '')],
    ['lower case', shown.toLowerCase()],
    ['a trailing dot', `${shown}.`],
    ['a sentence', `here is my ore for ${shown}, thanks o7`],
    ['quotation marks', `"${shown}"`],
    ['letters glued behind', `${shown}thx`],
    ['spaces for hyphens', shown.replaceAll('-', ' ')],
    ['spaced hyphens', shown.replaceAll('-', ' - ')],
    ['hyphens elsewhere', `AT-7K-3M-9Q-X${SAMPLE.slice(-1)}`],
    ['dots', shown.replaceAll('-', '.')],
    ['underscores', shown.replaceAll('-', '_')],
    ['doubled at once', shown + shown],
    ['doubled without hyphens', (SAMPLE + SAMPLE).replaceAll('-', '')],
    ['bold tags', `<b>${shown}</b>thanks`],
    ['tags inside', `AT-<b>7K3M</b>-<color=0xff00ff00>9QX${SAMPLE.slice(-1)}</color>`],
    ['a line break tag', `${shown}<br>o7`],
    ['entities', `ore &amp; ice &#65;T&#45;7K3M&#x2d;9QX${SAMPLE.slice(-1)}&nbsp;!`],
    ['emoji around', `🚀${shown}🚀`],
    ['a zero-width space inside', `AT-7K3M\u200b-9QX${SAMPLE.slice(-1)}`],
    ['Cyrillic А, Т, К, М, Х', `АТ-7К3М-9QХ${SAMPLE.slice(-1)}`],
    ['Greek Α, Τ, Κ, Μ, Χ', `ΑΤ-7Κ3Μ-9QΧ${SAMPLE.slice(-1)}`],
    ['small Cyrillic letters', `ат-7к3м-9qх${SAMPLE.slice(-1)}`],
    ['accents', `ÁT-7K3M-9QX${SAMPLE.slice(-1)}`],
  ])('finds the code in a title with %s', (_what, title) => {
    expect(findCodesInText(title)).toEqual([SAMPLE]);
  });

  const bare = SAMPLE.slice(3);
  const wrong = `${bare.slice(0, -1)}${bare.endsWith('X') ? 'Y' : 'X'}`;
  test.each<{ title: string; prefixes: string[]; codes: string[] }>([
    { title: `${shown}AT-1111-2222`, prefixes: [], codes: [SAMPLE, 'AT-11112222'] },
    { title: 'aa AAAA-0000-0000', prefixes: [], codes: ['AAAA-00000000'] },
    { title: `or ${shown}`, prefixes: [], codes: [SAMPLE] },
    { title: `BOXSC${shown}`, prefixes: [], codes: [] },
    { title: `BOXSC${shown}`, prefixes: ['AT'], codes: [SAMPLE] },
    { title: `BOXSCAT${bare}`, prefixes: ['AT'], codes: [SAMPLE] },
    { title: `BOXSCAT${wrong}`, prefixes: ['AT'], codes: [] },
    { title: `AT-${bare}RS`, prefixes: [], codes: [] },
    { title: `AT-${bare}RS`, prefixes: ['AT'], codes: [SAMPLE] },
    { title: `AT-${wrong}RS`, prefixes: ['AT'], codes: [] },
    { title: `${shown}RS`, prefixes: [], codes: [SAMPLE] },
    { title: `AT-1111-2223 ${[...SAMPLE].join(' ')}`, prefixes: [], codes: ['AT-11112223'] },
    {
      title: `AT-1111-2223 ${[...SAMPLE].join(' ')}`,
      prefixes: ['AT'],
      codes: ['AT-11112223', SAMPLE],
    },
  ])('finds in "$title", where $prefixes are known, $codes', ({ title, prefixes, codes }) => {
    expect(findCodesInText(title, { prefixes })).toEqual(codes);
  });

  test('finds several codes in order, each once', () => {
    expect(findCodesInText(`${shown} AC-1111-2222 ${SAMPLE}`)).toEqual([SAMPLE, 'AC-11112222']);
  });

  test('finds a mistyped code, whose check symbol is wrong', () => {
    expect(findCodesInText('AT-7K3M-9QXX')).toEqual(['AT-7K3M9QXX']);
  });

  test('a known prefix makes a mistyped code count without hyphens', () => {
    expect(findCodesInText('at7k3m9qxx')).toEqual([]);
    expect(findCodesInText('at7k3m9qxx', { prefixes: ['AT'] })).toEqual(['AT-7K3M9QXX']);
  });

  test.each([
    '',
    'Veldspar 10000 for the corp',
    'SCORDITE 1000',
    'CONTRACT 12345678',
    're-processed ore, co-operated hauling',
    'at the station, at rest area',
    'at Jita 2026',
    'IN-PROGRESS',
    'Jita IV - Moon 4 - Caldari Navy Assembly Plant',
    'AT-7K3M-9QX',
    'https://janice.e-351.com/a/abcdef',
    '1DQ1-A to Jita',
    'buyback 2026-11-22',
  ])('takes "%s" for words', (title) => {
    expect(findCodesInText(title)).toEqual([]);
  });

  test('words with a known prefix and spaces stay words', () => {
    expect(findCodesInText('at Jita 2026', { prefixes: ['AT'] })).toEqual([]);
  });

  test('is found if and only if it is there, among any text', () => {
    const words = fc.stringMatching(/^[a-z ,.!-]{0,20}$/);
    fc.assert(
      fc.property(words, anyCode, words, (before, code, after) => {
        expect(findCodesInText(`${before} ${formatQuoteCode(code)}. ${after}`)).toContain(code);
      }),
      { numRuns: 1_000 },
    );
  });

  test('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const code of findCodesInText(text)) {
          expect(code).toMatch(/^[A-Z]{2,4}-[0-9A-HJKMNP-TV-Z]{8}$/);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('a megabyte of almost-codes is read in time that grows with its length alone', () => {
    // Processor time, so that other processes on the machine do not count.
    const timeOf = (text: string) => {
      const before = process.cpuUsage();
      findCodesInText(text);
      return process.cpuUsage(before).user / 1_000;
    };
    const text = 'AT-7K3M-9QU- <b AT ';
    timeOf(text.repeat(2_000));
    const shortMs = timeOf(text.repeat(5_000));
    const longMs = timeOf(text.repeat(50_000));

    // Ten times the text; were it quadratic, a hundred times the time.
    expect(longMs).toBeLessThan(Math.max(shortMs, 10) * 40);
  });
});
