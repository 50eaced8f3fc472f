import type { Check } from '../../finding.ts';
import { type Case, fix, PARTS } from './case.ts';

/** Slips in what the contract gives and asks for. */
export const ITEMS_CASES: Readonly<
  Record<
    Extract<Check, 'items' | 'requested-items' | 'assembled' | 'blueprint-copies'>,
    readonly Case[]
  >
> = {
  items: [
    { name: 'as quoted', change: {}, finds: 'items-exact' },
    {
      name: 'as quoted, in many stacks and another order',
      change: { items: ['gives 500 Scordite', 'gives 9999 Veldspar', 'gives 1 Veldspar'] },
      finds: 'items-exact',
    },
    {
      name: 'as quoted, where the quote has a type twice',
      change: { lines: ['6000 Veldspar', '500 Scordite', '4000 Veldspar'] },
      finds: 'items-exact',
    },
    {
      name: 'one type missing',
      change: { items: ['gives 10000 Veldspar'] },
      finds: 'items-missing',
      ...fix,
    },
    { name: 'nothing at all', change: { items: [] }, finds: 'items-missing', ...fix },
    {
      name: 'a stack of none is none',
      change: { items: ['gives 10000 Veldspar', 'gives 0 Scordite'] },
      finds: 'items-missing',
      ...fix,
    },
    {
      name: 'a type too many',
      change: { items: ['gives 10000 Veldspar', 'gives 500 Scordite', 'gives 1 Pyerite'] },
      finds: 'items-extra',
      ...fix,
    },
    {
      name: 'a type of tomorrow’s patch is an extra like any other',
      change: { items: ['gives 10000 Veldspar', 'gives 500 Scordite', 'gives 1 Rifter'] },
      finds: 'items-extra',
      ...fix,
    },
    {
      name: '9,000 instead of 10,000',
      change: { items: ['gives 9000 Veldspar', 'gives 500 Scordite'] },
      finds: 'items-too-few',
      ...fix,
    },
    {
      name: 'one too many',
      change: { items: ['gives 10001 Veldspar', 'gives 500 Scordite'] },
      finds: 'items-too-many',
      ...fix,
    },
    {
      name: 'another ore',
      change: { items: ['gives 10000 Veldspar', 'gives 500 Pyerite'] },
      finds: 'items-differ',
      ...fix,
    },
    {
      name: 'a negative stack does not undo another',
      change: { items: ['gives 11000 Veldspar', 'gives -1000 Veldspar', 'gives 500 Scordite'] },
      finds: 'items-differ',
      ...fix,
    },
    {
      name: 'what it asks for is not what it gives',
      change: { items: ['gives 10000 Veldspar', 'asks 500 Scordite'] },
      finds: 'items-missing',
      verdict: 'suspicious',
    },
    { name: 'EVE does not tell', change: { items: null }, finds: 'items-unreadable', ...fix },
    {
      name: 'a part of it, in a part of the quote',
      change: { ...PARTS[0], others: [PARTS[1]] },
      finds: 'items-split',
    },
    {
      name: 'counts above 2^31, in several stacks',
      change: {
        lines: ['5000000000 Veldspar'],
        items: [
          'gives 2147483647 Veldspar',
          'gives 2147483647 Veldspar',
          'gives 705032706 Veldspar',
        ],
      },
      finds: 'items-exact',
    },
  ],

  'requested-items': [
    { name: 'none', change: {}, finds: 'requested-none' },
    {
      name: 'a PLEX back',
      change: { items: ['gives 10000 Veldspar', 'gives 500 Scordite', 'asks 1 PLEX'] },
      finds: 'requested-some',
      verdict: 'suspicious',
    },
    { name: 'EVE does not tell', change: { items: null }, finds: 'requested-unreadable', ...fix },
  ],

  assembled: [
    {
      name: 'the packaged volume',
      change: { packagedVolumesM3: { 1230: 0.1, 1228: 0.15 } },
      finds: 'assembled-none',
    },
    {
      name: 'an assembled ship',
      change: {
        lines: ['1 Rifter'],
        items: ['gives 1 Rifter'],
        contract: { volumeM3: 27_289 },
        packagedVolumesM3: { 587: 2_500 },
      },
      finds: 'assembled-likely',
    },
    ...[
      { name: 'a cubic metre more', units: 1, volumeM3: 101, isLikely: false },
      { name: 'more than that', units: 1, volumeM3: 101.01, isLikely: true },
      { name: 'a thousandth more of much', units: 100, volumeM3: 10_010, isLikely: false },
      { name: 'more than a thousandth of it', units: 100, volumeM3: 10_011, isLikely: true },
    ].map(({ name, units, volumeM3, isLikely }) => ({
      name,
      change: {
        lines: [`${units} Rifter`],
        items: [`gives ${units} Rifter`],
        contract: { volumeM3 },
        packagedVolumesM3: { 587: 100 },
      },
      finds: isLikely ? ('assembled-likely' as const) : ('assembled-none' as const),
    })),
    {
      name: 'an unknown volume',
      change: { packagedVolumesM3: { 1230: 0.1 } },
      finds: 'assembled-cannot-tell',
    },
    {
      name: 'no volume from EVE',
      change: { contract: { volumeM3: null }, packagedVolumesM3: { 1230: 0.1, 1228: 0.15 } },
      finds: 'assembled-cannot-tell',
    },
    {
      name: 'EVE does not tell the items',
      change: { items: null, packagedVolumesM3: {} },
      finds: 'assembled-cannot-tell',
      ...fix,
    },
  ],

  'blueprint-copies': [
    { name: 'none', change: {}, finds: 'copies-none' },
    {
      name: 'copies as quoted',
      change: {
        lines: ['2 Hulk Blueprint copy'],
        items: ['gives 1 Hulk Blueprint copy', 'gives 1 Hulk Blueprint copy'],
      },
      finds: 'copies-as-quoted',
    },
    {
      name: 'a copy for an original',
      change: { lines: ['1 Hulk Blueprint'], items: ['gives 1 Hulk Blueprint copy'] },
      finds: 'copies-not-quoted',
      ...fix,
    },
    {
      name: 'a copy that was not quoted at all',
      change: {
        items: ['gives 10000 Veldspar', 'gives 500 Scordite', 'gives 1 Hulk Blueprint copy'],
      },
      finds: 'copies-not-quoted',
      ...fix,
    },
    {
      name: 'an original for a copy',
      change: { lines: ['1 Hulk Blueprint copy'], items: ['gives 1 Hulk Blueprint original'] },
      finds: 'copies-quoted-not-sent',
      ...fix,
    },
    {
      name: 'one of each, as quoted',
      change: {
        lines: ['1 Hulk Blueprint copy', '1 Hulk Blueprint'],
        items: ['gives 1 Hulk Blueprint original', 'gives 1 Hulk Blueprint copy'],
      },
      finds: 'copies-as-quoted',
    },
    {
      name: 'an original of another type beside them',
      change: {
        lines: ['1 Hulk Blueprint copy'],
        items: ['gives 1 Hulk Blueprint copy', 'gives 1 Rifter original'],
      },
      finds: 'copies-as-quoted',
      ...fix,
    },
    {
      name: 'a copy that it asks for',
      change: { lines: ['1 Hulk Blueprint copy'], items: ['asks 1 Hulk Blueprint copy'] },
      finds: 'copies-cannot-tell',
      verdict: 'suspicious',
    },
    {
      name: 'EVE forgot to say of one of two',
      change: {
        lines: ['1 Hulk Blueprint copy', '1 Rifter copy'],
        items: ['gives 1 Hulk Blueprint copy', 'gives 1 Rifter'],
      },
      finds: 'copies-cannot-tell',
    },
    {
      name: 'EVE forgot to say',
      change: { lines: ['1 Hulk Blueprint copy'], items: ['gives 1 Hulk Blueprint'] },
      finds: 'copies-cannot-tell',
    },
  ],
};
