import type { Check } from '../../finding.ts';
import { type Case, fix, otherGoods, PARTS, unmatched } from './case.ts';

/** Slips in the price. */
export const PRICE_CASES: Readonly<Record<Extract<Check, 'price'>, readonly Case[]>> = {
  price: [
    { name: 'as quoted', change: {}, finds: 'price-exact' },
    { name: 'an ISK more', change: { price: '1000001' }, finds: 'price-within-tolerance' },
    { name: 'an ISK less', change: { price: '999999' }, finds: 'price-within-tolerance' },
    {
      name: 'an ISK and a cent more',
      change: { price: '1000001.01' },
      finds: 'price-too-high',
      ...fix,
    },
    {
      name: 'one percent more, where one percent is allowed',
      change: { price: '1010000', program: { toleranceBp: 100 } },
      finds: 'price-within-tolerance',
    },
    {
      name: 'more than one percent, where one percent is allowed',
      change: { price: '1010000.01', program: { toleranceBp: 100 } },
      finds: 'price-too-high',
      ...fix,
    },
    {
      name: 'the larger of both tolerances applies',
      change: { price: '1000005', program: { toleranceBp: 1, tolerance: 500n } },
      finds: 'price-within-tolerance',
    },
    { name: 'two percent less', change: { price: '980000' }, finds: 'price-gift' },
    { name: 'five percent less, exactly', change: { price: '950000' }, finds: 'price-gift' },
    {
      name: 'a cent below five percent less',
      change: { price: '949999.99' },
      finds: 'price-too-low',
      ...fix,
    },
    { name: 'a digit lost', change: { price: '100000' }, finds: 'price-too-low', ...fix },
    { name: 'nothing', change: { price: '0' }, finds: 'price-empty', ...fix },
    {
      name: 'left out by EVE, which means nothing',
      change: { price: null },
      finds: 'price-empty',
      ...fix,
    },
    {
      name: 'one and a half times, exactly',
      change: { price: '1500000' },
      finds: 'price-too-high',
      ...fix,
    },
    {
      name: 'a cent above one and a half times',
      change: { price: '1500000.01' },
      finds: 'price-far-too-high',
      verdict: 'suspicious',
    },
    {
      name: 'ten times',
      change: { price: '10000000' },
      finds: 'price-far-too-high',
      verdict: 'suspicious',
    },
    {
      name: 'ten times, without the code, for the same goods',
      change: { price: '10000000', contract: { title: '' } },
      finds: 'price-far-too-high',
      verdict: 'suspicious',
      relation: 'none',
    },
    {
      name: 'ten times, for other goods, with a slip in the code',
      change: { ...otherGoods, price: '10000000', contract: { title: 'AT-7K3M-9QX3' } },
      finds: 'price-far-too-high',
      verdict: 'suspicious',
      relation: 'near-miss',
    },
    {
      name: 'ten times, for other goods, without the code',
      change: { ...otherGoods, price: '10000000', contract: { title: '' } },
      finds: 'price-of-another-deal',
      ...unmatched,
    },
    {
      name: 'a part of it, in a part of the quote',
      change: { ...PARTS[0], others: [PARTS[1]] },
      finds: 'price-split',
    },
    {
      name: 'what the lines of a part say, where the total is a whole ISK less than all of them',
      change: {
        lines: ['3 Pyerite', '1 Rifter'],
        totalIsk: '3999.00',
        items: ['gives 3 Pyerite'],
        price: '3000',
        program: { tolerance: 0n },
      },
      finds: 'price-not-of-part',
      ...fix,
    },
    {
      name: 'five percent less than a part of the quote is worth',
      change: { ...PARTS[0], price: '570000', others: [PARTS[1]] },
      finds: 'price-gift',
    },
    {
      name: 'less than a part of the quote is worth, by its share of the tolerance',
      change: { ...PARTS[0], price: '599999.40', others: [PARTS[1]] },
      finds: 'price-split',
    },
    {
      name: 'too little for a part of the quote',
      change: { ...PARTS[0], price: '500000' },
      finds: 'price-not-of-part',
      ...fix,
    },
    {
      name: 'too much for a part of the quote, but less than the whole',
      change: { ...PARTS[0], price: '700000' },
      finds: 'price-not-of-part',
      ...fix,
    },
    {
      name: 'nothing for a part of the quote',
      change: { ...PARTS[0], price: '0' },
      finds: 'price-not-of-part',
      ...fix,
    },
    {
      name: 'that of the whole, for a part of the quote',
      change: { ...PARTS[0], price: '1000000' },
      finds: 'price-exact',
      ...fix,
    },
    {
      name: 'a cent above one and a half times, for a part of the quote',
      change: { ...PARTS[0], price: '1500000.01' },
      finds: 'price-far-too-high',
      verdict: 'suspicious',
    },
  ],
};
