/**
 * Every layout that a client or a program beside it puts on the clipboard, a row each, by the names of real
 * things; and what in each has misled other readers. See every-paste.test.ts for the eight languages.
 */
import { describe, expect, test } from 'vitest';
import { readPaste } from '#lib/core/paste/read-paste.ts';
import { createStaticData, readSnapshot } from '#lib/eve/static-data/index.ts';

const staticData = createStaticData(await readSnapshot());
const resolver = { resolve: (name: string) => staticData.resolveName(name) };

describe('windows of the client', () => {
  test.each([
    [
      'inventory, list view: name, count, group, category, size, slot, volume, ISK',
      'Tritanium\t1,000\tMineral\tMaterial\t\t\t10.00 m3\t4,150.00 ISK',
      '1000 Tritanium',
    ],
    [
      'inventory, list view with meta and tech level',
      'Damage Control II\t2\tDamage Control\tModule\t\tLow\t10 m3\t5\t2\t900,000.00 ISK',
      '2 Damage Control II',
    ],
    [
      'inventory, icon view: name, count',
      'Tritanium\t1000\nPyerite\t500',
      '1000 Tritanium | 500 Pyerite',
    ],
    [
      'inventory, an empty count: one assembled thing',
      'Rifter\t\tFrigate\tShip\t\t\t27,289 m3',
      '1 Rifter',
    ],
    [
      'contract: name, count, group, category, details',
      'Tritanium\t1000\tMineral\tMaterial\t\nPyerite\t20\tMineral\tMaterial\t',
      '1000 Tritanium | 20 Pyerite',
    ],
    [
      'contract, within a container or ship: a blank in front',
      '\tTritanium\t1000\tMineral\tMaterial\t',
      '1000 Tritanium',
    ],
    [
      'view contents: name, group, place, count',
      'Tritanium\tMineral\tCargo Hold\t1000\nDamage Control II\tDamage Control\tLow Slot\t1',
      '1000 Tritanium | 1 Damage Control II',
    ],
    [
      'assets: name, count, group, and no further',
      'Tritanium\t1000\tMineral\t\t\t10 m3\nRifter\t1\tFrigate\t\t\t2,500 m3',
      '1000 Tritanium | 1 Rifter',
    ],
    [
      'multibuy, with its last row of totals',
      'Tritanium\t1000\t4.15\t4,150.00\nTotal:\t\t\t4,150.00',
      '1000 Tritanium',
    ],
    [
      'mining ledger: date, system, ore, count, volume, ISK',
      '2026.11.20\tJita\tVeldspar\t5,000\t500.00 m3\t85,000.00 ISK',
      '5000 Veldspar',
    ],
    [
      'corporation moon ledger: date, corporation, pilot, ore, count, volume, ISK',
      '2026.11.20\tSome Corp\tSome Pilot\tBitumens\t5,000\t50,000 m3\t1,000,000 ISK',
      '5000 Bitumens',
    ],
    [
      'survey scan: name, count, distance',
      'Veldspar\t5,000\t12 km\nScordite\t700\t3,211 m',
      '5000 Veldspar | 700 Scordite',
    ],
    [
      'killmail: name, count, destroyed or dropped',
      'Destroyed items:\n\nTritanium, Qty: 1000 (Cargo)\nDamage Control II\n\nDropped items:\n\nPyerite, Qty: 20',
      '1000 Tritanium | 1 Damage Control II | 20 Pyerite',
    ],
    [
      'kill report, its list',
      'Tritanium\t1000\t\tDestroyed\nPyerite\t20\t\tDropped',
      '1000 Tritanium | 20 Pyerite',
    ],
    [
      'EFT: a fitting with charges, drones and cargo',
      '[Rifter, My Rifter]\nDamage Control II\n\n200mm AutoCannon II, Republic Fleet EMP S\n[Empty Rig slot]\n\nHobgoblin II x5\n\nTritanium x1000',
      '1 Rifter | 1 Damage Control II | 1 200mm AutoCannon II | 1 Republic Fleet EMP S | 5 Hobgoblin II | 1000 Tritanium',
    ],
    [
      'fitting window: 5x name',
      '1x Damage Control II\n5x Hobgoblin II',
      '1 Damage Control II | 5 Hobgoblin II',
    ],
    ['loot history', '03:21:19 Some Pilot has looted 1,000 x Tritanium', '1000 Tritanium'],
    [
      'wallet transactions',
      '2026.11.20 20:04\tTritanium\t4.10 ISK\t1,000\t-4,100.00 ISK\tISK\tSome Pilot\tJita IV - Moon 4 - Caldari Navy Assembly Plant',
      '1000 Tritanium',
    ],
    ['planetary storage', '\tWater\t1000.0\n\tBacteria\t20.0', '1000 Water | 20 Bacteria'],
    ['planetary route', '1000\tWater\tRouted', '1000 Water'],
    [
      'industry: name (5 Units)',
      'Tritanium (1000 Units)\nPyerite (20 Units)',
      '1000 Tritanium | 20 Pyerite',
    ],
    [
      'cargo scan: 5 name',
      '1000 Tritanium\n5 Damage Control II',
      '1000 Tritanium | 5 Damage Control II',
    ],
    ['directional scan', '587\tSome name\tRifter\t3,225 m\n587\tX\tRifter\t-', '2 Rifter'],
    ['compare window', 'Damage Control II\tTech II\t40 GJ', '1 Damage Control II'],
  ])('%s', (_layout, text, expected) => {
    expect(summarize(text)).toBe(expected);
  });
});

describe('lists by hand and by other programs', () => {
  test.each([
    ['name count', 'Tritanium 1000', '1000 Tritanium'],
    ['count name', '1000 Tritanium', '1000 Tritanium'],
    ['name x count', 'Tritanium x1000', '1000 Tritanium'],
    ['count x name', '1,000x Tritanium', '1000 Tritanium'],
    ['a name alone', 'Rifter', '1 Rifter'],
    ['a dash list', '- Tritanium: 1000\n- Pyerite: 20', '1000 Tritanium | 20 Pyerite'],
    [
      'EVE Isk per Hour',
      'Material - Quantity\nTritanium - 1000\nPyerite - 20',
      '1000 Tritanium | 20 Pyerite',
    ],
    ['CSV of EveMon', '"Item";"Quantity"\n"Tritanium";"1000"', '1000 Tritanium'],
    ['a header row', 'Type\tAmount\nTritanium\t1000', '1000 Tritanium'],
    ['line ends of an old Mac', 'Tritanium 1000\rPyerite 20', '1000 Tritanium | 20 Pyerite'],
    ['line ends of Windows', 'Tritanium 1000\r\nPyerite 20\r\n', '1000 Tritanium | 20 Pyerite'],
    ['a byte order mark', '\ufeffTritanium 1000', '1000 Tritanium'],
    ['a trailing asterisk', 'Tritanium*\t1000', '1000 Tritanium'],
  ])('%s', (_layout, text, expected) => {
    expect(summarize(text)).toBe(expected);
  });
});

describe('numbers of all locales', () => {
  test.each([
    ['commas', '24,647'],
    ['points, as in German', '24.647'],
    ['blanks', '24 647'],
    ['no-break blanks', '24\u00a0647'],
    ['narrow no-break blanks, as in French', '24\u202f647'],
    ['thin blanks', '24\u2009647'],
    ['apostrophes, as in Swiss', "24'647"],
    ['typographic apostrophes', '24\u2019647'],
    ['none', '24647'],
  ])('%s', (_locale, count) => {
    expect(summarize(`Tritanium\t${count}`)).toBe('24647 Tritanium');
    expect(summarize(`Tritanium\t${count}\tMineral\tMaterial\t\t\t246,47 m3\t99.999,00 ISK`)).toBe(
      '24647 Tritanium',
    );
  });
});

describe('what has misled others', () => {
  test.each([
    ['a name that ends in a number', 'Fullerite-C50 5', '5 Fullerite-C50'],
    ['a name that ends in a Roman number', 'Damage Control II 5', '5 Damage Control II'],
    ['a name that begins with a number', '1600mm Steel Plates II 5', '5 1600mm Steel Plates II'],
    ['and its count in front', '5 1600mm Steel Plates II', '5 1600mm Steel Plates II'],
    ['a number within the name', '10MN Afterburner I 5', '5 10MN Afterburner I'],
    ['a comma within the name', 'Hull Tanking, Elite', '1 Hull Tanking, Elite'],
    ['a name in quotes', '"Tritanium"\t1000', '1000 Tritanium'],
    ['a ship with a name of its own, in a scan', '587\tMy Tritanium\tRifter\t5 m', '1 Rifter'],
    ['a ship with a name of its own, in a fitting', '[Rifter, Tritanium x5]', '1 Rifter'],
  ])('%s', (_trap, text, expected) => {
    expect(summarize(text)).toBe(expected);
  });

  test.each([
    'Rifter Blueprint (Copy)\t2',
    'Rifter Blueprint (copy) x2',
    '2x Rifter Blueprint (Copy)',
  ])('a blueprint copy is kept apart: %s', (text) => {
    const { items } = readPaste(`${text}\nRifter Blueprint\t1`, resolver);
    expect(items).toMatchObject([
      { name: 'Rifter Blueprint', quantity: 2, blueprintCopy: true },
      { name: 'Rifter Blueprint', quantity: 1, blueprintCopy: false },
    ]);
  });

  test('what is not read says why, and offers the nearest names', () => {
    const { items, unread } = readPaste('Veldspra\t100\nTritanium\t5', resolver);
    expect(items).toMatchObject([{ name: 'Tritanium', quantity: 5 }]);
    expect(unread).toMatchObject([
      { reason: 'unknown-name', suggestions: [{ name: 'Veldspar', typeId: 1230 }] },
    ]);
  });
});

/** What was read, in the order of the text, where all of it was. */
function summarize(text: string): string {
  const { items, unread } = readPaste(text, resolver);
  expect(unread).toEqual([]);
  return items.map(({ name, quantity }) => `${quantity} ${name}`).join(' | ');
}
