import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readQuoteCode } from '#lib/core/quote/code.ts';
import { findCodesInText } from '#lib/core/quote/find-codes.ts';
import { foldText } from '#lib/core/quote/fold-text.ts';
import { readNumber } from './read-number.ts';
import { readPaste } from './read-paste.ts';
import { knownNames } from './testing/known-names.ts';

/** The middle is repeated until the text is as long as wanted. */
type Shape = readonly [name: string, start: string, many: string, end: string];

const SHAPES: readonly Shape[] = [
  ['blanks', 'a', ' ', 'a'],
  ['blanks and a tab', '', ' \t', 'a'],
  ['no-break spaces', 'a', '\u00a0', '!'],
  ['zero-width', 'a', '\u200b', '1'],
  ['right to left', 'a', '\u202e', '1'],
  ['combining marks', 'a', '\u0301', ' 1'],
  ['digits', '', '1', 'a'],
  ['digits apart', '', '1 ', 'a'],
  ['digits behind', 'a', ' 1', ''],
  ['thousands', '', '1,', 'x'],
  ['points', '1', '.', '1'],
  ['apostrophes', "1'", "000'", 'x'],
  ['Arabic digits', '', '٣٬', 'a'],
  ['round brackets', '', '(', ')'],
  ['copies', 'a', ' (copy)', '!'],
  ['square brackets', '[', '[', ']'],
  ['fittings', '[a,', 'b,', ']'],
  ['quotation marks', '', '"', ';'],
  ['semicolons', 'a', ';', '1'],
  ['tabs', '', '\t', 'a'],
  ['links', '', 'showinfo:1', '>a<'],
  ['link digits', 'showinfo:', '1', '<'],
  ['looted', '10:00 ', '1 x ', ''],
  ['dates', '', '2026.01.01 ', ''],
  ['volumes', 'a', ' 1 m3', ''],
  ['prices', 'a', ' 1 ISK', '!'],
  ['hyphens', '', 'A-', '0'],
  ['codes', '', 'AT-7K3M-9QX2', '!'],
  ['nearly codes', '', 'AT-7K3M-', '!'],
  ['tags', '', '<br', '>'],
  ['open tags', '', '<', 'a'],
  ['entities', '', '&#', ';'],
  ['line ends', 'a', '\r\n', '\u0085'],
  ['lines', '', 'Veldspra\t1.5\n', ''],
  ['items in a line', '', 'Tritanium 5, ', 'x'],
  ['sums in a line', '', 'Pyerite 1 + ', ''],
  ['localised names', '', '<localized ', '>'],
  ['shares of moons', '', '\tVeldspar\t0.3000\t1\t2\n', ''],
  ['moons', '', 'Moon\n', '\tVeldspar\t0.3000\t1\t2'],
  ['headings of programs', '', 'Material - Quantity', '1'],
];

const READERS = {
  paste: (text: string) => readPaste(text, knownNames),
  // The line limit would hide what a single line costs.
  'paste, in lines of 900': (text: string) =>
    readPaste(text.replace(/[^\n]{900}/g, '$&\n'), knownNames),
  // A contract's title is far shorter still; each letter costs more here.
  'codes in a quarter of the text': (text: string) =>
    findCodesInText(text.slice(0, text.length / 4), { prefixes: ['AT'] }),
  'one code': (text: string) => readQuoteCode(text),
  'folded text': (text: string) => foldText(text),
  'one number': (text: string) => readNumber(text),
} satisfies Record<string, (text: string) => unknown>;

const LENGTHS = [10_000, 20_000, 40_000, 80_000] as const;
/** A quarter above linear, as a doubling may cross a cache; quadratic is four. */
const MOST_GROWTH = 2.5;
/** Quadratic work on 80,000 letters takes far longer; below, a clock measures the machine. */
const FLOOR_MS = 25;

/** What readers look for, and what may sit between. */
const PIECES = [
  ...[
    'Tritanium',
    'a',
    ' ',
    '\t',
    '\n',
    '1',
    '1,000',
    ',',
    ';',
    ':',
    '+',
    '-',
    ' x ',
    '(',
    ')',
    '"',
  ],
  ...['[', ']', 'm3', 'ISK', 'Qty:', '\u00a0', '<localized', '0.3', 'Total', '|', '*', '|', '２'],
] as const;

test('reading any text repeated takes time linear in it', { timeout: 120_000 }, () => {
  const piece = fc
    .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(piece, fc.constantFrom('', '\n', 'a'), (many, end) => {
      const read = READERS['paste, in lines of 900'];
      if (timeMs(read, ['', many, end], 40_000, 1) < FLOOR_MS) return;
      for (let tries = 0; tries < 5; tries += 1) {
        const [half, whole] = [20_000, 40_000].map((length) =>
          timeMs(read, ['', many, end], length, 2),
        );
        if ((whole ?? 0) < FLOOR_MS || (whole ?? 0) <= (half ?? 0) * MOST_GROWTH) return;
      }
      throw new Error(`${JSON.stringify(many)} takes more than linear time`);
    }),
    { numRuns: 200 },
  );
});

describe.each(Object.entries(READERS))('reading %s', { timeout: 60_000 }, (_name, read) => {
  test.each(SHAPES)('takes twice as long for twice as many %s, no more', (_shape, ...parts) => {
    if (timeMs(read, parts, 80_000, 1) < FLOOR_MS) return;

    // A machine that does something else meanwhile may spoil one measurement, not five.
    let growth = 0;
    for (let tries = 0; tries < 5; tries += 1) {
      const times = LENGTHS.map((length) => timeMs(read, parts, length, 2));
      growth = Math.max(
        0,
        ...times.map((ms, i) => (ms < FLOOR_MS ? 0 : ms / (times[i - 1] ?? ms))),
      );
      if (growth <= MOST_GROWTH) break;
    }
    expect(growth).toBeLessThanOrEqual(MOST_GROWTH);
  });
});

function timeMs(
  read: (text: string) => unknown,
  [start = '', many = '', end = '']: readonly string[],
  length: number,
  runs: number,
): number {
  const text = `${start}${many.repeat(Math.ceil(length / many.length))}${end}`;
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    read(text);
    return process.cpuUsage(before).user / 1_000;
  });
  return Math.min(...times);
}
