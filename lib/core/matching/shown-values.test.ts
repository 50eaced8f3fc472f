import { expect, test } from 'vitest';
import { describeFinding, type FindingText, type Names } from './describe-finding.ts';
import type { Check } from './finding.ts';
import { matchContract } from './match-contract.ts';
import { type SceneChange, scene, TYPE_IDS } from './testing/scene.ts';

const TYPE_NAMES = new Map(Object.entries(TYPE_IDS).map(([name, typeId]) => [typeId, name]));
const NAMES: Names = {
  type: (typeId) => TYPE_NAMES.get(typeId) ?? `Type ${typeId}`,
  location: (id) => `Place ${id}`,
  party: (id) => `Pilot ${id}`,
};

const OTHERS = { contract: { title: 'AT-7K3M-9QX2 AC-1111-2222 BC-3333-4444' } };

test.each<{ what: string; change: SceneChange; check: Check; text: Partial<FindingText> }>([
  {
    what: 'a description that EVE leaves out',
    change: { contract: { title: null } },
    check: 'title',
    text: { expectedText: 'AT-7K3M-9QX2', actualText: 'empty' },
  },
  {
    what: 'the start of a long description, whole signs alone',
    change: { contract: { title: `o7${'🚀'.repeat(120)}` } },
    check: 'title',
    text: { actualText: `o7${'🚀'.repeat(98)}` },
  },
  {
    what: 'a mistyped code',
    change: { contract: { title: 'AT-7K3M-9QX3' } },
    check: 'title',
    text: {
      message:
        'The description is one slip away from AT-7K3M-9QX2. The trader sees it as a likely match, but nothing is accepted on a guess.',
    },
  },
  ...[
    { slip: 'a slip in the code', title: 'AT-7K3M-9QX3' },
    { slip: 'the code of nobody', title: 'AT-1111-2222' },
    { slip: 'words without a code', title: 'my ore' },
    { slip: 'nothing', title: '' },
  ].map(({ slip, title }) => ({
    what: `a description with ${slip}`,
    change: { contract: { title } },
    check: 'title' as const,
    text: { fix: expect.stringContaining('copy AT-7K3M-9QX2 into “Description”') },
  })),
  {
    what: 'a reward that EVE leaves out',
    change: { contract: { reward: null } },
    check: 'reward',
    text: { expectedText: '0 ISK', actualText: '0 ISK' },
  },
  {
    what: 'a collateral',
    change: { contract: { collateral: 5_000_000_50n } },
    check: 'collateral',
    text: {
      message:
        'The contract asks the trader for a collateral of 5,000,000.50 ISK. A sale has none.',
      expectedText: '0 ISK',
      actualText: '5,000,000.50 ISK',
    },
  },
  {
    what: 'a contract made before the quote',
    change: { contract: { dateIssued: new Date('2026-11-20T09:07:00Z') } },
    check: 'issued',
    text: {
      message: 'The contract was made 20 Nov 09:07 EVE, before the quote of 20 Nov 10:00 EVE.',
      expectedText: '20 Nov 10:00 EVE',
    },
  },
  {
    what: 'the code of another quote in place of its own',
    change: { contract: { title: 'AT-1111-2222' } },
    check: 'contract-quotes',
    text: { expectedText: 'AT-7K3M-9QX2', actualText: 'AT-1111-2222' },
  },
  {
    what: 'the codes of other quotes beside its own',
    change: { ...OTHERS, knownCodes: ['AT-7K3M9QX2', 'AC-11112222'] },
    check: 'contract-quotes',
    text: {
      message:
        'The description also names AC-1111-2222. One contract can be paid for one quote only.',
      fix: 'Make one contract for each quote: this one with AT-7K3M-9QX2 and its items alone.',
      actualText: 'AT-7K3M-9QX2 and AC-1111-2222',
    },
  },
  {
    what: 'one code of no quote beside its own',
    change: { contract: { title: 'AT-7K3M-9QX2 BC-3333-4444' } },
    check: 'contract-quotes',
    text: {
      message:
        'The description also holds BC-3333-4444, which is no quote of ours and counts for nothing.',
    },
  },
  {
    what: 'codes of no quote beside its own',
    change: { ...OTHERS, knownCodes: ['AT-7K3M9QX2'] },
    check: 'contract-quotes',
    text: {
      message:
        'The description also holds AC-1111-2222 and BC-3333-4444, which are no quotes of ours and count for nothing.',
      actualText: 'AT-7K3M-9QX2, AC-1111-2222 and BC-3333-4444',
    },
  },
  {
    what: 'one ship that is missing',
    change: { lines: ['1 Rifter', '2 PLEX'], items: ['gives 2 PLEX'] },
    check: 'items',
    text: {
      message: '1 Rifter is not in the contract.',
      fix: 'Put 1 Rifter into the new contract, with everything that is in this one. If you cannot, make a new quote without it.',
    },
  },
  {
    what: 'several things that are missing',
    change: { lines: ['1 Rifter', '2 PLEX'], items: ['gives 1 Rifter'] },
    check: 'items',
    text: {
      message: '2 PLEX are not in the contract.',
      fix: 'Put 2 PLEX into the new contract, with everything that is in this one. If you cannot, make a new quote without them.',
    },
  },
  {
    what: 'one ship that was not quoted',
    change: { items: ['gives 10000 Veldspar', 'gives 500 Scordite', 'gives 1 Rifter'] },
    check: 'items',
    text: {
      fix: 'Leave 1 Rifter out of the new contract. Or make a new quote with it.',
    },
  },
  {
    what: 'copies that EVE does not tell from originals',
    change: { lines: ['2 Hulk Blueprint copy'], items: ['gives 1 Hulk Blueprint'] },
    check: 'blueprint-copies',
    text: {
      message:
        'The quote is for copies of 2 Hulk Blueprint. EVE does not tell whether the contract holds copies or originals.',
      expectedText: '2 Hulk Blueprint',
      actualText: 'none',
    },
  },
  {
    what: 'copies in place of originals',
    change: { lines: ['1 Hulk Blueprint'], items: ['gives 1 Hulk Blueprint copy'] },
    check: 'blueprint-copies',
    text: {
      message:
        'The contract holds copies of 1 Hulk Blueprint, which were not quoted as copies. A copy is never paid as an original.',
    },
  },
  {
    what: 'originals in place of copies',
    change: { lines: ['1 Hulk Blueprint copy'], items: ['gives 1 Hulk Blueprint original'] },
    check: 'blueprint-copies',
    text: {
      message:
        'The quote is for copies of 1 Hulk Blueprint, but the contract holds originals, which are worth more.',
    },
  },
  {
    what: 'too many of one ore beside another that was not quoted',
    change: { items: ['gives 10001 Veldspar', 'gives 500 Scordite', 'gives 2 Pyerite'] },
    check: 'items',
    text: { message: '2 types differ: 1 Veldspar and 2 Pyerite too many.' },
  },
  {
    what: 'too few of one ore, and none of another',
    change: { items: ['gives 9999 Veldspar'] },
    check: 'items',
    text: { message: '2 types differ: 1 Veldspar and 500 Scordite too few.' },
  },
  {
    what: 'two things that were not quoted',
    change: { lines: ['2 PLEX'], items: ['gives 2 PLEX', 'gives 1 Rifter', 'gives 1 Veldspar'] },
    check: 'items',
    text: {
      message:
        '1 Rifter and 1 Veldspar are in the contract, but not in the quote, and would not be paid.',
      fix: 'Leave 1 Rifter and 1 Veldspar out of the new contract. Or make a new quote with them.',
    },
  },
  {
    what: 'more types than a sentence can name',
    change: {
      lines: ['1 Veldspar', '2 Scordite', '3 Pyerite', '4 PLEX', '5 Rifter', '6 Hulk Blueprint'],
      items: ['gives 6 Hulk Blueprint'],
    },
    check: 'items',
    text: {
      message: '1 Veldspar, 2 Scordite, 3 Pyerite and 2 more types are not in the contract.',
    },
  },
])('of $what both are told what stands where', ({ change, check, text }) => {
  const { findings } = matchContract(scene(change));
  const finding = findings.find((each) => each.check === check);

  expect(finding && describeFinding(finding, NAMES)).toMatchObject(text);
});
