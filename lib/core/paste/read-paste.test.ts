import { describe, expect, test } from 'vitest';
import { describeUnread } from './describe-unread.ts';
import { type NameResolver, type PasteReading, readPaste } from './read-paste.ts';
import { knownNames } from './testing/known-names.ts';

describe('layouts', () => {
  test.each([
    ['listing', '10 Tritanium', '10 Tritanium'],
    ['listing', 'Tritanium 10', '10 Tritanium'],
    ['listing', '10xTritanium', '10 Tritanium'],
    ['listing', 'Tritanium × 10', '10 Tritanium'],
    ['listing', 'Tritanium - 1,000', '1000 Tritanium'],
    ['listing', '• Tritanium: 1 000', '1000 Tritanium'],
    ['listing', '1 000 000x Tritanium', '1000000 Tritanium'],
    ['listing', 'Tritanium;1000;5.00', '1000 Tritanium'],
    ['listing', '"Tritanium","1,000"', '1000 Tritanium'],
    ['listing', 'Tritanium (22,222 Units)', '22222 Tritanium'],
    ['listing', 'Tritanium 1000 (10 m3) 5,000.00 ISK', '1000 Tritanium'],
    ['listing', 'Navy Cap Booster 800', '1 Navy Cap Booster 800'],
    ['listing', 'Navy Cap Booster 800 x3', '3 Navy Cap Booster 800'],
    ['listing', '5 1000 Aurum Token', '5 1000 Aurum Token'],
    ['listing', '3 X5 Enduring Web', '3 X5 Enduring Web'],
    ['listing', '10 1600mm Steel Plates II', '10 1600mm Steel Plates II'],
    ['listing', 'Hull Tanking, Elite', '1 Hull Tanking, Elite'],
    ['listing', 'Hedbergite ( copy ) 5', '5 Hedbergite ( copy )'],
    ['listing', 'Rifter Blueprint (Kopie)', '1 Rifter Blueprint (copy)'],
    ['listing', 'Capital Ship Design - "Dictator"', '1 Capital Ship Design - "Dictator"'],
    ['inventory', 'Tritanium\t1,000\tMineral\tMaterial\t\t\t10 m3\t5,000.00 ISK', '1000 Tritanium'],
    ['inventory', 'Tritanium', '1 Tritanium', 'listing'],
    ['listing', 'Tritanium\t', '1 Tritanium'],
    ['inventory', 'Tritanium*\t1.000\tMineral*', '1000 Tritanium'],
    ['inventory', 'Tritanium\t\t\t1000', '1000 Tritanium'],
    ['inventory', 'Tritanium    1,000    Mineral', '1000 Tritanium'],
    ['inventory', 'Tritanium\t10\t5.00\t50.00\nTotal:\t\t\t50.00', '10 Tritanium'],
    ['inventory', '  Rifter\t1\tFrigate\tShip\tFitted', '1 Rifter'],
    [
      'inventory',
      'Rifter Blueprint\t2\tBlueprint\t\tBLUEPRINT COPY - Runs: 9\nRifter Blueprint\t1\tBlueprint\t\tBLUEPRINT ORIGINAL',
      '2 Rifter Blueprint (copy) | 1 Rifter Blueprint',
    ],
    ['view-contents', 'Hobgoblin II\tCombat Drone\tDrone Bay\t5', '5 Hobgoblin II'],
    ['view-contents', 'Hobgoblin II\tCombat Drone\t5', '5 Hobgoblin II'],
    ['planetary', '\tAqueous Liquids\t1234\t462.75 m3', '1234 Aqueous Liquids'],
    ['planetary', '331.0\tAqueous Liquids\tNot routed', '331 Aqueous Liquids'],
    ['directional-scan', '587\tBob\tRifter\t12 km\n588\t7\tRifter\t-', '2 Rifter'],
    ['directional-scan', 'Bob\tRifter*\t1 234 м', '1 Rifter'],
    ['compare', 'Rifter\tTech I\t5 MW\t10.50 %', '1 Rifter'],
    ['dated-row', '2019.01.19\tCorp 1\tBob\tYtterbite\t8625\t86250.0', '8625 Ytterbite'],
    ['dated-row', '2019.01.19\tJita\tVeldspar\t8,625\t862.50 m3\t7.00 ISK', '8625 Veldspar'],
    ['dated-row', '2018.06.23 00:19\tBob\tHobgoblin II\t2\tCombat Drone', '2 Hobgoblin II'],
    ['dated-row', '2014.12.19 20:04\tVeldspar\t7.10 ISK\t1,000\t-7,100.00 ISK', '1000 Veldspar'],
    ['loot-history', "03:21:19 Bob's alt has looted 1,000 x Veldspar", '1000 Veldspar'],
    [
      'survey-scan',
      'Veldspar\nVeldspar\t12,000\t1,200 m3\t12 km\nDense Veldspar\t3\t9,000 m',
      '12000 Veldspar | 3 Dense Veldspar',
    ],
    ['table', 'Ore Type\tPilot\tQuantity\nVeldspar\tBob\t8,625\nVeldspar\tAnn\t1', '8626 Veldspar'],
    ['table', '"Item";"Quantity"\n"Hull Tanking, Elite";2', '2 Hull Tanking, Elite'],
    ['table', 'Menge\tName\tGruppe\n1.000\tTritanium*\tMineral*', '1000 Tritanium'],
    [
      'chat',
      '[ 2020.01.01 10:00:00 ] Bob > <url=showinfo:34>Tritanium</url>\n[ 2020.01.01 10:00:09 ] Ann > <url=showinfo:34>Tritanium</url>?',
      '1 Tritanium',
    ],
    [
      'eft',
      '[Rifter, My, weird [fit]]\n200mm AutoCannon II, Republic Fleet EMP S\n200mm AutoCannon II /OFFLINE\n[Empty High slot]\n\nMedium Capacitor Booster II, Navy Cap Booster 800\nHull Tanking, Elite\n\nHobgoblin II x5',
      '1 Rifter | 2 200mm AutoCannon II | 1 Republic Fleet EMP S | 1 Medium Capacitor Booster II | 1 Navy Cap Booster 800 | 1 Hull Tanking, Elite | 5 Hobgoblin II',
    ],
    [
      'listing',
      'High power\n3x 200mm AutoCannon II\nDrones\n5x Hobgoblin II',
      '3 200mm AutoCannon II | 5 Hobgoblin II',
    ],
    [
      'killmail',
      "Destroyed items:\n\nVeldspar, Qty: 1,000 (Cargo)\nRifter Blueprint (Copy) (Cargo)\n\nDropped items:\n\nMen's 'Esquire' Coat (red/gold)",
      "1000 Veldspar | 1 Rifter Blueprint (copy) | 1 Men's 'Esquire' Coat (red/gold)",
    ],
    ['guess', 'buy\tRifter\tfast\t3 pieces\t7', '7 Rifter'],
  ])('%s: %j', (format, text, expected, found = format) => {
    const reading = readPaste(text, knownNames);

    expect(show(reading)).toBe(expected);
    expect(reading.unread).toEqual([]);
    expect(reading.format).toBe(found);
  });

  test('several in one text are all read', () => {
    const reading = readPaste(
      '[Rifter, x]\n200mm AutoCannon II\n\nTritanium\t1,000\tMineral\n03:21:19 Bob has looted 5 x Veldspar\r10 Pyerite',
      knownNames,
    );

    expect(show(reading)).toBe(
      '1 Rifter | 1 200mm AutoCannon II | 1000 Tritanium | 5 Veldspar | 10 Pyerite',
    );
    expect(reading.format).toBe('mixed');
  });

  test('equal items are added up, copies apart from originals, with their lines', () => {
    const text = 'Rifter Blueprint 1\nRifter Blueprint (Copy) 2\n\nrifter blueprint x3';

    expect(readPaste(text, knownNames).items).toEqual([
      { typeId: 7, name: 'Rifter Blueprint', quantity: 4, blueprintCopy: false, lines: [1, 4] },
      { typeId: 7, name: 'Rifter Blueprint', quantity: 2, blueprintCopy: true, lines: [2] },
    ]);
  });
});

describe('lines that cannot be read', () => {
  test.each([
    ['Tritaniumm 5', 'unknown-name'],
    ['Tritaniumm\t5\tMineral', 'unknown-name'],
    ['Twin 5', 'ambiguous-name'],
    ['\t10', 'no-name'],
    ['#$%^&*(', 'no-name'],
    ['1,000', 'no-name'],
    ['Tritanium -5', 'bad-quantity'],
    ['Tritanium 0', 'bad-quantity'],
    ['Tritanium\t0', 'bad-quantity'],
    ['Tritanium\tmany', 'bad-quantity'],
    ['Tritanium 9223372036854775808', 'bad-quantity'],
    ['Rifter\tFrigate\tShip\t\t\t2,500 m3\t5\t1\t100.00 ISK', 'bad-quantity'],
    ['2019.01.19\tJita\tVeldspar', 'no-quantity'],
    ['Veldspar 10 m3', 'volume-only'],
    ['Veldspar\t10.5 m3', 'volume-only'],
    ['[test]', 'not-an-item'],
    ['[ 10:00:00 ] Bob > buying Tritanium', 'not-an-item'],
    ['Victim: Bob\nDamage Taken', 'broken-killmail'],
    ['x'.repeat(1_001), 'too-long'],
  ] as const)('%j: %s', (text, reason) => {
    const { items, unread } = readPaste(text, knownNames);

    expect(items).toEqual([]);
    expect(unread[0]).toMatchObject({ line: 1, reason });
    expect(unread[0] && describeUnread(unread[0])).toMatch(/^[A-Z].*[.?]$/);
  });

  test('are shown as pasted, with their number, count and suggestions', () => {
    const { unread } = readPaste('Rifter\t1\n    Tritaniumm\t5', knownNames);

    expect(unread).toEqual([
      {
        line: 2,
        text: '    Tritaniumm\t5',
        reason: 'unknown-name',
        quantity: 5,
        suggestions: [{ typeId: 0, name: 'Tritanium' }],
      },
    ]);
    expect(describeUnread(unread[0] ?? failed())).toBe(
      'No item has this name. Did you mean Tritanium?',
    );
  });

  test('are never read as the item that their group column names', () => {
    const { items, unread } = readPaste(
      'Tritaniumm\t1,200\tVeldspar\tAsteroid\t\t192 m3\t99,000.00 ISK',
      knownNames,
    );

    expect(items).toEqual([]);
    expect(unread).toMatchObject([{ reason: 'unknown-name', quantity: 1_200 }]);
  });

  test('leave the items above them countable: a sum beyond 2^53 is refused', () => {
    const text = `Tritanium ${Number.MAX_SAFE_INTEGER}\nTritanium 1`;
    const { items, unread } = readPaste(text, knownNames);

    expect(items).toMatchObject([{ quantity: Number.MAX_SAFE_INTEGER }]);
    expect(unread).toMatchObject([{ line: 2, reason: 'sum-too-large' }]);
  });

  test('ask for suggestions for a bounded number of names only', () => {
    let asked = 0;
    const costly: NameResolver = {
      resolve: () => ({
        kind: 'unknown',
        get suggestions() {
          asked += 1;
          return [];
        },
      }),
    };
    const { unread } = readPaste(
      Array.from({ length: 500 }, (_, i) => `No ${i}x`).join('\n'),
      costly,
    );

    expect(unread).toHaveLength(500);
    expect(asked).toBeLessThanOrEqual(25);
  });
});

function show({ items }: PasteReading): string {
  return items
    .map(
      ({ quantity, name, blueprintCopy }) => `${quantity} ${name}${blueprintCopy ? ' (copy)' : ''}`,
    )
    .join(' | ');
}

function failed(): never {
  throw new Error('nothing was unread');
}
