import { describe, expect, test } from 'vitest';
import { readCount, readNumber } from './read-number.ts';
import { type NameResolver, type PasteReading, readPaste } from './read-paste.ts';
import { readLootHistory } from './readers/loot-history.ts';
import { splitLines } from './split-lines.ts';
import { everyName } from './testing/every-name.ts';
import samples from './testing/samples.json' with { type: 'json' };

type Sample = {
  name: string;
  format: string;
  input: string;
  expected: { name: string; quantity: number; bpc?: boolean }[] | number | null;
  set: string;
  kind?: string;
  must_fail?: boolean;
  unparsed?: string[];
};

// The file is data from several projects, with fields that only some samples have.
const all = samples as Sample[];

/** Expected to give nothing because the name is of no item: needs a resolver that knows names. */
const NEEDS_REAL_NAMES = [
  "malformed 'Tritanium nope'",
  'one typo line is reported',
  'typo',
  'empty quantity = assembled/unpackaged: assembled named ship',
];
/** A line that only the loot history's own reader refuses: elsewhere a name alone is one item. */
const LOOT_ONLY = 'loot_history: evepaste case 2';

const pastes = all.filter(({ format, name }) => format !== 'number' && name !== LOOT_ONLY);
const numbers = all.filter(({ format }) => format === 'number');

describe('samples of real pastes', () => {
  test.each(pastes)('$format · $name, by the names it holds', (sample) => {
    const reading = readPaste(sample.input, dictionary);

    expect(summarize(reading)).toEqual(expectedOf(sample));
    expectUnread(reading, sample);
  });

  test.each(pastes.filter(({ name }) => !NEEDS_REAL_NAMES.includes(name)))(
    '$format · $name, whatever the names are',
    (sample) => {
      const reading = readPaste(sample.input, everyName);

      expect(summarize(reading)).toEqual(expectedOf(sample));
      expectUnread(reading, sample);
    },
  );

  test.each(numbers)('$name', ({ kind, input, expected }) => {
    expect(kind === 'int' ? readCount(input) : readNumber(input)).toBe(expected);
  });

  test('a name alone is no line of a loot history', () => {
    const context = { lines: splitLines('Garde II'), isKnown: () => true, acceptsEveryName: false };

    expect(readLootHistory(0, context)).toBeNull();
  });
});

const names = new Map(
  pastes.flatMap(({ expected }) =>
    (Array.isArray(expected) ? expected : []).map(({ name }) => [name.toLowerCase(), name]),
  ),
);
names.set('rifter', 'Rifter');

const dictionary: NameResolver = {
  resolve(text) {
    const name = names.get(text.toLowerCase());
    return name === undefined
      ? { kind: 'unknown', suggestions: [] }
      : { kind: 'type', typeId: [...names.keys()].indexOf(text.toLowerCase()) + 1, name };
  },
};

function expectedOf({ expected }: Sample): string[] {
  return (Array.isArray(expected) ? expected : [])
    .map(({ name, quantity, bpc }) => `${quantity} ${name.toLowerCase()}${bpc ? ' (copy)' : ''}`)
    .sort();
}

function summarize({ items }: PasteReading): string[] {
  return items
    .map(
      (item) => `${item.quantity} ${item.name.toLowerCase()}${item.blueprintCopy ? ' (copy)' : ''}`,
    )
    .sort();
}

/** What is neither expected nor announced as unread must not be reported as unread. */
function expectUnread(reading: PasteReading, { unparsed, must_fail: mustFail, expected }: Sample) {
  const texts = reading.unread.map(({ text }) => text);
  if (unparsed) expect(texts).toEqual(unparsed);
  else if (mustFail) expect(texts.length).toBeGreaterThan(0);
  else if (Array.isArray(expected)) expect(texts).toEqual([]);
}
