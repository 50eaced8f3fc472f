import { describe, expect, test } from 'vitest';
import { describeFinding, type FindingText, type Names } from './describe-finding.ts';
import { type Check, FINDINGS, type FindingCode, findingOf } from './finding.ts';
import { matchContract } from './match-contract.ts';
import { CASES, PARTS } from './testing/cases.ts';
import { JITA, KEEPSTAR, type SceneChange, scene, TYPE_IDS } from './testing/scene.ts';

const TYPE_NAMES = new Map(Object.entries(TYPE_IDS).map(([name, typeId]) => [typeId, name]));
const PARTIES = new Map([
  [98000001, 'Ageira Trade Holdings'],
  [90000001, 'Maren Tessidari'],
  [91000001, 'Ilya Torvanen'],
  [91000002, 'Sael Odrinn'],
  [91000009, 'Nadir Esh'],
  [99000123, 'Northern Accord'],
]);
const NAMES: Names = {
  type: (typeId) => TYPE_NAMES.get(typeId) ?? `Type ${typeId}`,
  location: (id) => (id === JITA ? 'Jita 4-4' : id === KEEPSTAR ? 'the Keepstar' : `Place ${id}`),
  party: (id) => PARTIES.get(id) ?? `Pilot ${id}`,
};

describe('a pilot reads what is wrong and what to do', () => {
  test.each<{ what: string; change: SceneChange; check: Check; text: Partial<FindingText> }>([
    {
      what: 'too few of an ore',
      change: { items: ['gives 9000 Veldspar', 'gives 500 Scordite'] },
      check: 'items',
      text: {
        title: 'Items: too few',
        message: '1,000 Veldspar are missing.',
        fix: 'Put all 10,000 Veldspar into the new contract: the 1,000 that are missing are still in your hangar, or on another pilot.',
        expectedText: '10,000 Veldspar',
        actualText: '9,000 Veldspar',
      },
    },
    {
      what: 'too few of two ores',
      change: { items: ['gives 9999 Veldspar', 'gives 400 Scordite'] },
      check: 'items',
      text: {
        message: '1 Veldspar and 100 Scordite are missing.',
        fix: 'Put all 10,000 Veldspar and 500 Scordite into the new contract: the 1 Veldspar and 100 Scordite that are missing are still in your hangar, or on another pilot.',
      },
    },
    {
      what: 'items that EVE does not tell',
      change: { items: null },
      check: 'items',
      text: { expectedText: '2 types, 10,500 units', actualText: 'not told' },
    },
    {
      what: 'another ore',
      change: { items: ['gives 10000 Veldspar', 'gives 500 Pyerite'] },
      check: 'items',
      text: {
        message: '2 types differ: 500 Scordite too few; 500 Pyerite too many.',
        expectedText: '500 Scordite and 0 Pyerite',
        actualText: '0 Scordite and 500 Pyerite',
      },
    },
    {
      what: 'a part for less than it is worth',
      change: { ...PARTS[0], price: '570000', others: [PARTS[1]] },
      check: 'price',
      text: {
        short: 'gift, 30,000',
        message: 'The contract asks 30,000 ISK less than quoted: a gift to the trader.',
        fix: 'Nothing to fix, if that is meant. If not, delete the contract before it is accepted and enter 600,000 in “I will receive” of a new one.',
      },
    },
    {
      what: 'a price that is neither that of the part nor of the whole',
      change: { ...PARTS[0], price: '500000.50' },
      check: 'price',
      text: {
        title: 'Price: not that of the part',
        message:
          'The contract asks 500,000.50 ISK. For just what it holds the quote pays 600,000 ISK.',
        fix: 'To deliver in parts, enter 600,000 in “I will receive” of a new contract with just this. Else put all that was quoted into it, for the price of the whole quote.',
        expectedText: '600,000 ISK',
      },
    },
    {
      what: 'a price for a part that is too high for the whole',
      change: { ...PARTS[0], price: '2000000' },
      check: 'price',
      text: { short: 'price × 2', expectedText: '1,000,000 ISK' },
    },
    {
      what: 'a high price',
      change: { price: '1250000' },
      check: 'price',
      text: {
        title: 'Price: higher',
        message: 'The contract asks 250,000 ISK more than the quote.',
        fix: 'In the new contract, enter 1,000,000 in “I will receive”; copy it.',
        expectedText: '1,000,000 ISK',
        actualText: '1,250,000 ISK',
        short: 'price',
      },
    },
    {
      what: 'ten times the price',
      change: { price: '10000000' },
      check: 'price',
      text: {
        message: 'The contract asks 10,000,000 ISK, 10 times the quote.',
        short: 'price × 10',
      },
    },
    {
      what: 'a gift',
      change: { price: '995888' },
      check: 'price',
      text: {
        message: 'The contract asks 4,112 ISK less than quoted: a gift to the trader.',
        short: 'gift, 4,112',
      },
    },
    {
      what: 'the price in the wrong field',
      change: { price: null, contract: { reward: 100_000_000n } },
      check: 'reward',
      text: {
        fix: 'In the new contract, enter 1,000,000 in “I will receive” and leave “I will pay” at 0.',
      },
    },
    {
      what: 'a PLEX asked for',
      change: { items: ['gives 10000 Veldspar', 'gives 500 Scordite', 'asks 1 PLEX'] },
      check: 'requested-items',
      text: {
        message:
          'Whoever accepts the contract has to give 1 PLEX for it. The quote pays ISK, and nothing else.',
        expectedText: 'none',
        actualText: '1 PLEX',
        short: 'requests PLEX',
      },
    },
    {
      what: 'an assembled ship',
      change: {
        contract: { volumeM3: 28_500.5 },
        packagedVolumesM3: { 1230: 0.1, 1228: 0.15001 },
      },
      check: 'assembled',
      text: {
        message:
          'The contract has 28,500.5 m³, where the same items packaged have 1,075.01 m³: a ship or container in it seems to be assembled.',
        expectedText: '1,075.01 m³',
        actualText: '28,500.5 m³',
      },
    },
    {
      what: 'the trader instead of the corporation',
      change: { contract: { assigneeId: 90000001 } },
      check: 'assignee',
      text: {
        message:
          'The contract went to Maren Tessidari in person. The quote is for Ageira Trade Holdings.',
        fix: 'In the new contract, enter Ageira Trade Holdings as “Name”: the corporation, not the character.',
      },
    },
    {
      what: 'extra text',
      change: { contract: { title: 'AT-7K3M-9QX2 o7' } },
      check: 'title',
      text: {
        title: 'Description: extra text',
        expectedText: 'AT-7K3M-9QX2',
        actualText: 'AT-7K3M-9QX2 o7',
      },
    },
    {
      what: 'a quote that ran out',
      change: { contract: { dateIssued: new Date('2026-11-23T12:30:00Z') } },
      check: 'issued',
      text: {
        message:
          'The contract was made 23 Nov 12:30 EVE, after the quote ran out 23 Nov 10:00 EVE.',
      },
    },
    {
      what: 'another station',
      change: { contract: { startLocationId: KEEPSTAR } },
      check: 'location',
      text: {
        fix: 'Bring the items to Jita 4-4, and make the new contract there.',
        expectedText: 'Jita 4-4',
        actualText: 'the Keepstar',
      },
    },
    {
      what: 'a part of the quote',
      change: { ...PARTS[0], others: [PARTS[1]] },
      check: 'quote-contracts',
      text: {
        message: 'Together with contract 12 it delivers the quote.',
        actualText: 'in 2 contracts',
      },
    },
    {
      what: 'all of it, when two others do already',
      change: { others: PARTS.map((part) => ({ ...part, isPromised: true })) },
      check: 'quote-contracts',
      text: { message: 'Contracts 11 and 12 already offer all of it. A quote is paid once.' },
    },
    {
      what: 'all as quoted',
      change: {},
      check: 'items',
      text: { title: 'Items', fix: null, actualText: '2 types, 10,500 units' },
    },
  ])('$what', ({ change, check, text }) => {
    const { findings } = matchContract(scene(change));
    const finding = findings.find((each) => each.check === check);

    expect(finding && describeFinding(finding, NAMES)).toMatchObject(text);
  });

  test('every sentence there is can be read aloud', () => {
    for (const { change, finds } of Object.values(CASES).flat()) {
      const finding = matchContract(scene(change)).findings.find(({ code }) => code === finds);
      const text = finding && describeFinding(finding, NAMES);

      expect(text?.message).toMatch(/^[A-Z0-9].*[.?]$/s);
      expect(JSON.stringify(text)).not.toMatch(/undefined|NaN|\[object|Type \d|Pilot \d| {2}/);
      if (finding?.level === 'ok') expect(text?.fix).toBeNull();
    }
  });

  test('values that do not fit their code make a vague sentence, never an error', () => {
    const odd = [
      null,
      'x',
      7,
      [],
      [1],
      ['x'],
      [{ typeId: 1, quantity: 2 }],
      { types: 1, units: 2 },
    ];
    for (const code of Object.keys(FINDINGS) as FindingCode[]) {
      for (const expected of odd) {
        for (const actual of odd) {
          expect(describeFinding(findingOf(code, expected, actual), NAMES).message).not.toBe('');
        }
      }
    }
  });
});
