import type { Check } from '../../finding.ts';
import { STRANGER } from '../scene.ts';
import { type Case, fix, nearMiss, otherGoods, title, unmatched } from './case.ts';

/** The quote was made of what was sent for another one. */
const replacing = {
  quote: { formerCodes: ['AT-4TG8P0WE'] },
  knownCodes: ['AT-7K3M9QX2', 'AT-4TG8P0WE', 'AT-11112222'],
};

/** Slips in the description. */
export const TITLE_CASES: Readonly<
  Record<Extract<Check, 'title' | 'contract-quotes'>, readonly Case[]>
> = {
  title: [
    { name: 'the code as shown', change: {}, finds: 'title-exact' },
    { name: 'the canonical code', change: title('AT-7K3M9QX2'), finds: 'title-exact' },
    { name: 'lower case and spaces', change: title(' at 7k3m 9qx2 '), finds: 'title-exact' },
    { name: 'a trailing dot', change: title('AT-7K3M-9QX2.'), finds: 'title-inside-text' },
    { name: 'a sentence', change: title('ore at-7k3m-9qx2, thx'), finds: 'title-inside-text' },
    { name: 'bold tags', change: title('<b>AT-7K3M-9QX2</b>'), finds: 'title-inside-text' },
    { name: 'an emoji', change: title('🚀 AT-7K3M-9QX2'), finds: 'title-inside-text' },
    { name: 'dots for hyphens', change: title('AT.7K3M.9QX2'), finds: 'title-inside-text' },
    { name: 'Cyrillic letters', change: title('АТ-7К3М-9QХ2'), finds: 'title-look-alike' },
    { name: 'the code twice', change: title('AT-7K3M-9QX2 AT-7K3M-9QX2'), finds: 'title-twice' },
    {
      name: 'the code of the quote that this one replaced',
      change: { ...title('buyback AT-4TG8-P0WE'), ...replacing },
      finds: 'title-former-code',
    },
    {
      name: 'its code and the one before',
      change: { ...title('AT-7K3M-9QX2 was AT-4TG8-P0WE'), ...replacing },
      finds: 'title-inside-text',
    },
    {
      name: 'one symbol wrong in the code of the one before',
      change: { ...title('AT-4TG8-P0WF'), ...replacing },
      finds: 'title-one-symbol-wrong',
      ...nearMiss,
    },
    {
      name: 'another quote beside the one before',
      change: { ...title('AT-1111-2222'), ...replacing },
      finds: 'title-another-code',
      ...unmatched,
    },
    {
      name: 'one symbol wrong',
      change: title('AT-7K3M-9QX3'),
      finds: 'title-one-symbol-wrong',
      ...nearMiss,
    },
    {
      name: 'two symbols swapped',
      change: title('AT-7KM3-9QX2'),
      finds: 'title-one-symbol-wrong',
      ...nearMiss,
    },
    {
      name: 'a symbol too few',
      change: title('AT-7K3M-9QX'),
      finds: 'title-one-symbol-wrong',
      ...nearMiss,
    },
    {
      name: 'a symbol in its middle too few',
      change: title('AT-7K3M-9X2'),
      finds: 'title-one-symbol-wrong',
      ...nearMiss,
    },
    {
      name: 'a symbol too many',
      change: title('AT-7K33M-9QX2'),
      finds: 'title-one-symbol-wrong',
      ...nearMiss,
    },
    {
      name: 'a wrong prefix',
      change: title('AC-7K3M-9QX2'),
      finds: 'title-one-symbol-wrong',
      ...nearMiss,
    },
    {
      name: 'one symbol wrong, at the end of a word',
      change: { ...otherGoods, ...title('BOAT-7K3M-9QX3') },
      finds: 'title-unknown-code',
      ...unmatched,
    },
    {
      name: 'one symbol wrong, at the start of a word',
      change: { ...otherGoods, ...title('AT-7K3M-9QX3RD') },
      finds: 'title-unknown-code',
      ...unmatched,
    },
    {
      name: 'one symbol wrong, among other goods',
      change: { ...otherGoods, ...title('AT-7K3M-9QX3') },
      finds: 'title-one-symbol-wrong',
      ...nearMiss,
    },
    {
      name: 'another quote, though one symbol away',
      change: { ...title('AT-7K3M-9QX3'), knownCodes: ['AT-7K3M9QX3'] },
      finds: 'title-another-code',
      ...unmatched,
    },
    {
      name: 'another quote, for the same goods',
      change: { ...title('AT-1111-2222'), knownCodes: ['AT-11112222'] },
      finds: 'title-another-code',
      ...unmatched,
    },
    {
      name: 'a code that nobody knows',
      change: title('AT-1111-2222'),
      finds: 'title-unknown-code',
      ...nearMiss,
    },
    {
      name: 'words, but all else as quoted',
      change: title('my ore'),
      finds: 'title-without-code',
      ...nearMiss,
    },
    {
      name: 'words and other goods',
      change: { ...otherGoods, ...title('my ore') },
      finds: 'title-without-code',
      ...unmatched,
    },
    {
      name: 'words, and a stranger',
      change: { contract: { title: 'my ore', issuerId: STRANGER } },
      finds: 'title-without-code',
      ...unmatched,
    },
    {
      name: 'words, and a guest’s quote: no issuer to go by',
      change: { ...title('my ore'), program: { issuerIds: [] } },
      finds: 'title-without-code',
      ...unmatched,
    },
    {
      name: 'words, and another price',
      change: { ...title('my ore'), price: '900000' },
      finds: 'title-without-code',
      ...unmatched,
    },
    { name: 'empty, but all else as quoted', change: title(''), finds: 'title-empty', ...nearMiss },
    { name: 'left out by EVE', change: title(null), finds: 'title-empty', ...nearMiss },
    { name: 'white space', change: title('  '), finds: 'title-empty', ...nearMiss },
  ],

  'contract-quotes': [
    { name: 'one', change: {}, finds: 'contract-names-one' },
    { name: 'none', change: title(''), finds: 'contract-names-none', ...nearMiss },
    {
      name: 'two, as far as we can tell',
      change: title('AT-7K3M-9QX2 and AT-1111-2222'),
      finds: 'contract-names-several',
      ...fix,
    },
    {
      name: 'one, and one of another prefix, as far as we can tell',
      change: title('AT-7K3M-9QX2 and BC-1111-2222'),
      finds: 'contract-names-unknown-too',
    },
    {
      name: 'two of ours',
      change: { ...title('AT-7K3M-9QX2 AC-1111-2222'), knownCodes: ['AC-11112222', 'AT-7K3M9QX2'] },
      finds: 'contract-names-several',
      ...fix,
    },
    {
      name: 'one of ours, and a code that is none',
      change: { ...title('AT-7K3M-9QX2 AT-1111-2222'), knownCodes: ['AT-7K3M9QX2'] },
      finds: 'contract-names-unknown-too',
    },
  ],
};
