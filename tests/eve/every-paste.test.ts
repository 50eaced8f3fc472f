import { describe, expect, test } from 'vitest';
import { readPaste } from '#lib/core/paste/read-paste.ts';
import { createStaticData, readSnapshot } from '#lib/eve/static-data/index.ts';

const staticData = createStaticData(await readSnapshot());
const resolver = { resolve: (name: string) => staticData.resolveName(name) };

/** How the clients of the eight languages write a number and a volume. */
const LANGUAGES = [
  { language: 'en', count: '1,234,567', m3: '12,345.67 m3' },
  { language: 'de', count: '1.234.567', m3: '12.345,67 m³' },
  { language: 'fr', count: '1\u202f234\u202f567', m3: '12\u202f345,67 m3' },
  { language: 'ru', count: '1\u00a0234\u00a0567', m3: '12\u00a0345,67 м^3' },
  { language: 'ja', count: '1,234,567', m3: '12,345.67 m3' },
  { language: 'zh', count: '1,234,567', m3: '12,345.67 m3' },
  { language: 'ko', count: '1,234,567', m3: '12,345.67 m3' },
  { language: 'es', count: '1.234.567', m3: '12.345,67 m3' },
] as const;
const COUNT = 1_234_567;

/** Concentrated Veldspar, Glossy Scordite, Clear Icicle, Fullerite-C50, Tritanium, 1600mm Steel Plates II. */
const TYPE_IDS = [17470, 46687, 16262, 30370, 34, 20353];

type Row = { readonly name: string; readonly count: string; readonly m3: string };

/** The windows of the client, and the programs beside it, that write a name with a count. */
const LAYOUTS: Record<string, (row: Row) => string> = {
  'inventory, list': ({ name, count, m3 }) =>
    `${name}\t${count}\tGroup*\tCategory*\t\t\t${m3}\t1\t1\t5,00 ISK`,
  'inventory, icons': ({ name, count }) => `${name}\t${count}`,
  'a localised name': ({ name, count }) => `${name}*\t${count}`,
  contract: ({ name, count }) => `${name}\t${count}\tGroup\tCategory\t`,
  'contract, within a ship': ({ name, count }) => `\t${name}\t${count}\tGroup\tCategory\t`,
  'view contents, of a ship': ({ name, count }) => `${name}\tGroup\tCargo Hold\t${count}`,
  'view contents, of a container': ({ name, count }) => `${name}\tGroup\t${count}`,
  multibuy: ({ name, count }) => `${name}\t${count}\t4.50\t5,555,551.50\nTotal:\t\t\t5,555,551.50`,
  'multibuy, with a sum of counts': ({ name, count }) =>
    `${name}\t${count}\t4.50\t5,555,551.50\nTotal:\t1234567\t\t5,555,551.50`,
  'cargo scan': ({ name, count }) => `${count} ${name}`,
  fitting: ({ name, count }) => `${count}x ${name}`,
  industry: ({ name, count }) => `${name} (${count} Units)`,
  'industry, by a localised client': ({ name, count }) =>
    `Item\tRequired\tAvailable\n<localized hint="X">${name}</localized>\t${count}\t0`,
  'survey scan': ({ name, count, m3 }) => `${name}\t${count}\t${m3}\t12 km`,
  'mining ledger': ({ name, count, m3 }) => `2019.01.19\tJita\t${name}\t${count}\t${m3}\t7.00 ISK`,
  'corporation moon ledger': ({ name, count, m3 }) =>
    `2019.01.19\tA Corp\tBob\t${name}\t${count}\t${m3}\t7.00 ISK`,
  'ledger, copied by its button': ({ name, count }) =>
    `Timestamp\tCorporation\tPilot\tOre Type\tQuantity\tVolume\n2019.01.19\tA\tB\t${name}\t${count}\t5`,
  'loot history': ({ name, count }) => `03:21:19 Bob has looted ${count} x ${name}`,
  'loot history, copied by its button': ({ name, count }) =>
    `2018.06.23 00:19\tBob\t${name}\t${count}\tGroup\t`,
  wallet: ({ name, count }) =>
    `2014.12.19 20:04\t${name}\t7.10 ISK\t${count}\t-7,100.00 ISK\tISK\tBob\tJita IV`,
  'planetary storage': ({ name, count }) => `\t${name}\t${count}`,
  'planetary route': ({ name, count }) => `${count}\t${name}\tRouted`,
  killmail: ({ name, count }) => `Destroyed items:\n\n${name}, Qty: ${count} (Cargo)`,
  'kill report': ({ name, count }) => `${name}\t${count}\t\tDropped`,
  'EFT cargo': ({ name, count }) => `[Rifter, x]\n\n${name} x${count}`,
  'EVE Isk per Hour': ({ name, count }) =>
    `Shopping List for: \nMaterial - Quantity\n${name} (ME: 0, NumBPs: 1) - ${count}\nLocation: Jita\n\nTotal Volume of Materials: 14.40 m3\nTotal Cost of Materials: 6,049,975.68 ISK`,
  EveMon: ({ name, count }) => `"Item";"Quantity";"Container"\n"${name}";"${count}";"Dominix"`,
  jEveAssets: ({ name, count }) =>
    `Name\tTags\tGroup\tOwner\tLocation\tCount\n${name}\t\tMineral\tBob\tJita\t${count}`,
  'a list by hand': ({ name, count }) => `- ${name}: ${count}`,
  'a spreadsheet that lost its tabs': ({ name, count }) => `${name}    ${count}    Mineral`,
};
/** A blank parts words, and nothing else there would mark the end of the count. */
const NOT_WITH_BLANKS = new Set(['EVE Isk per Hour']);

describe.each(LANGUAGES)('in the $language client', ({ language, count, m3 }) => {
  const names = TYPE_IDS.map((id) => {
    const type = staticData.tables.types.find((each) => each.id === id);
    if (!type) throw new Error(`No type ${id}`);
    return { typeId: id, name: type.names[language] ?? type.names.en };
  });

  test.each(Object.entries(LAYOUTS))('%s', (layout, write) => {
    if (NOT_WITH_BLANKS.has(layout) && /\s/.test(count)) return;
    for (const { typeId, name } of names) {
      const { items, unread } = readPaste(write({ name, count, m3 }), resolver);
      const read = items.filter((item) => item.name !== 'Rifter');
      expect(read, name).toMatchObject([{ typeId, quantity: COUNT, blueprintCopy: false }]);
      expect(unread).toEqual([]);
    }
  });
});

test.each([
  ['Veldspar II-Grade', 'Concentrated Veldspar'],
  ['Compressed Veldspar III-Grade', 'Compressed Dense Veldspar'],
  ['Scordite IV-Grade', 'Glossy Scordite'],
])('the client’s name %s means the same as %s', (name, older) => {
  const { items, unread } = readPaste(`${name}\t5\n${older}\t6`, resolver);
  expect(items).toMatchObject([{ quantity: 11 }]);
  expect(unread).toEqual([]);
});

test('one each: directional scan, compare window, links in chat, a fitting’s hull', () => {
  const text = [
    '11578\tBob’s own\tRifter\t3,225 m',
    'Damage Control II\tTech II\t40 GJ',
    '[ 2020.01.01 10:00:00 ] Bob > <url=showinfo:34>Tritanium</url>',
    '[Hulk, mine]',
  ].join('\n');
  const { items } = readPaste(text, resolver);
  expect(items.map(({ name, quantity }) => `${quantity} ${name}`).toSorted()).toEqual([
    '1 Damage Control II',
    '1 Hulk',
    '1 Rifter',
    '1 Tritanium',
  ]);
});

test('every layout in one text, each line read or answered', () => {
  const [english] = LANGUAGES;
  const text = Object.values(LAYOUTS)
    .map((write) => write({ name: 'Tritanium', ...english }))
    .join('\n\n');
  const { items, unread } = readPaste(text, resolver);
  const tritanium = items.find(({ name }) => name === 'Tritanium');
  expect(tritanium?.quantity).toBe(Object.keys(LAYOUTS).length * COUNT);
  expect(unread).toEqual([]);
});

describe('what is no count is none', () => {
  test.each([
    ['15,828,569 m3', 'volume-only'],
    ['Extraction is ready: 15,828,569 m3', 'volume-only'],
    ['Bitumens\t4,352,112 m3', 'volume-only'],
    [
      'Moon\tMoon Product\tQuantity\tOre TypeID\tSolarSystemID\tPlanetID\tMoonID\nPR-8CA III - Moon 1\n\tBitumens\t0.300030559301\t45492\t30002542\t40161708\t40161709',
      'no-quantity',
    ],
    ['\tBitumens\t0.300030559301\t45492\t30002542\t40161708\t40161709', 'no-quantity'],
  ])('%j', (text, reason) => {
    const { items, unread } = readPaste(text, resolver);
    expect(items).toEqual([]);
    expect(unread).toMatchObject([{ reason }]);
  });
});

test.each([
  ['Tritanium 500, Pyerite 20', '500 Tritanium | 20 Pyerite'],
  ['5 Tritanium; 6x Pyerite, Mexallon 1,000', '5 Tritanium | 6 Pyerite | 1000 Mexallon'],
  ['Hull Tanking, Elite 3', '3 Hull Tanking, Elite'],
  ['Tritanium 5, something', ''],
  ['Tritanium 5, Pyerite', ''],
])('several items in one line are read where each has its count: %s', (text, expected) => {
  const { items, unread } = readPaste(text, resolver);
  expect(items.map(({ name, quantity }) => `${quantity} ${name}`).join(' | ')).toBe(expected);
  expect(unread).toHaveLength(expected === '' ? 1 : 0);
});
