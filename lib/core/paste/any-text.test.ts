import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPaste } from './read-paste.ts';
import { everyName } from './testing/every-name.ts';
import { KNOWN_NAMES, knownNames } from './testing/known-names.ts';

describe('any text', () => {
  const letters = [...'abX ,;:|"\'()[]<>=*-–\t\n\r\u00a0\u202f0123456789.’x×m3ISK'];
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom(...letters, ...KNOWN_NAMES, 'Qty:', 'Victim:', 'showinfo:1>'), {
        maxLength: 60,
      })
      .map((parts) => parts.join('')),
  );

  test('never throws, and no line is both an item and unread, or neither of this text', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(knownNames, everyName), (pasted, by) => {
        const { items, unread, lineCount } = readPaste(pasted, by);
        const lines = pasted.split(/\r\n|[\n\r\u2028\u2029\u0085]/).length;

        expect(lineCount).toBeLessThanOrEqual(lines);
        for (const item of items) {
          expect(Number.isSafeInteger(item.quantity) && item.quantity > 0).toBe(true);
          expect(item.lines.every((line) => line >= 1 && line <= lines)).toBe(true);
        }
        expect(unread.every(({ line }) => line >= 1 && line <= lines)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('made of items reads back as the same items, in every way to write them', () => {
    const writers: ((name: string, quantity: number) => string)[] = [
      (name, quantity) => `${name}\t${quantity}`,
      (name, quantity) => `${name}*\t${quantity.toLocaleString('de')}\tGruppe*\t\t\t1,00 m3`,
      (name, quantity) => `${quantity.toLocaleString('en')}x ${name}`,
      (name, quantity) => `${name} x ${quantity.toLocaleString('fr')}`,
      (name, quantity) => `${quantity} ${name}`,
      (name, quantity) => `${name} ${quantity.toLocaleString('de-CH')}`,
      (name, quantity) => `${name}: ${quantity.toLocaleString('ru')}`,
      (name, quantity) => `${quantity}\t${name}`,
      (name, quantity) => `${name}\tGroup\tCargo Hold\t${quantity}`,
    ];
    const item = fc.record({
      name: fc.constantFrom(...KNOWN_NAMES.filter((name) => !name.startsWith('1000'))),
      quantity: fc.integer({ min: 1, max: 1e12 }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(item, { selector: ({ name }) => name, maxLength: 8 }),
        fc.constantFrom(...writers),
        fc.constantFrom('\n', '\r\n', '\r', '\n\n'),
        (items, write, lineEnd) => {
          const pasted = items.map(({ name, quantity }) => write(name, quantity)).join(lineEnd);
          const reading = readPaste(pasted, knownNames);

          expect(reading.items.map(({ name, quantity }) => ({ name, quantity }))).toEqual(items);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([
    ['blanks', ' '.repeat(998), 'a'],
    ['numbers', '1 '.repeat(498), 'a'],
    ['numbers behind', 'a', ' 1'.repeat(498)],
    ['marks', '1,'.repeat(498), 'a'],
    ['brackets', '['.repeat(998), ']'],
    ['parentheses', 'a('.repeat(498), ')'],
    ['commas', '[a,', 'b,'.repeat(498)],
    ['tabs', '\t'.repeat(998), 'a'],
    ['quotes', '"'.repeat(998), ';'],
    ['links', 'showinfo:1'.repeat(99), '>'],
    ['blanks between', 'a  '.repeat(332), '1'],
    ['times', '10:00 ', '1 x '.repeat(248)],
  ])('of evil lines takes linear time: %s', (_what, start, end) => {
    const line = `${start}${end}`.slice(0, 1_000);
    const once = cpuMs(() => readPaste(`${line}\n`.repeat(50), knownNames));
    const tenfold = cpuMs(() => readPaste(`${line}\n`.repeat(500), knownNames));

    // Quadratic would be a hundredfold; small times are noise.
    expect(tenfold).toBeLessThan(Math.max(once, 5) * 40);
  });

  test('of 10,000 lines takes a fraction of a second', () => {
    const text = Array.from(
      { length: 10_000 },
      (_, i) => `Veldspar\t${(i + 1).toLocaleString('en')}\tVeldspar\tAsteroid\t\t\t${i}.10 m3`,
    ).join('\n');
    readPaste(text, knownNames);

    const best = Math.min(...[1, 2, 3].map(() => cpuMs(() => readPaste(text, knownNames))));

    // 100 ms is the aim on an idle machine; a busy one must not fail the test.
    expect(best).toBeLessThan(400);
  });
});

function cpuMs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  return process.cpuUsage(before).user / 1_000;
}
