/**
 * What each check says about each kind of slip, in the words of the trade.
 *
 * @module
 */
import type { Check, FindingCode, Relation, VerdictKind } from '../finding.ts';
import {
  ALT,
  at,
  JITA,
  KEEPSTAR,
  type SceneChange,
  STRANGER,
  TRADER,
  TRADER_CORPORATION,
} from './scene.ts';

export type Case = {
  readonly name: string;
  readonly change: SceneChange;
  readonly finds: FindingCode;
  /** Default `valid`. */
  readonly verdict?: VerdictKind;
  /** Default `named`. */
  readonly relation?: Relation;
};

const fix = { verdict: 'fix-needed' } as const;
const nearMiss = { verdict: 'fix-needed', relation: 'near-miss' } as const;
const unmatched = { verdict: 'unmatched', relation: 'none' } as const;

/** Two contracts that deliver the quote together. */
export const PARTS: readonly [SceneChange, SceneChange] = [
  { contract: { contractId: 11 }, items: ['gives 10000 Veldspar'], price: '600000' },
  { contract: { contractId: 12 }, items: ['gives 500 Scordite'], price: '400000' },
];

const title = (text: string | null): SceneChange => ({ contract: { title: text } });
const status = (text: string): SceneChange => ({ contract: { status: text } });

/** Not this contract's items, so that nothing but its title could tie it to the quote. */
const otherGoods: SceneChange = { items: ['gives 1 Rifter'] };

export const CASES: Readonly<Record<Check, readonly Case[]>> = {
  type: [
    { name: 'an item exchange', change: {}, finds: 'type-item-exchange' },
    ...['courier', 'auction', 'loan', 'unknown', 'tomorrow'].map((type) => ({
      name: `a contract of type ${type}`,
      change: { contract: { type } },
      finds: 'type-wrong' as const,
      ...fix,
    })),
  ],

  status: [
    { name: 'waiting', change: {}, finds: 'status-outstanding' },
    ...['finished', 'finished_issuer', 'finished_contractor'].map((text) => ({
      name: `${text}: accepted between two looks`,
      change: status(text),
      finds: 'status-finished' as const,
    })),
    { name: 'in progress', change: status('in_progress'), finds: 'status-in-progress', ...fix },
    ...['cancelled', 'rejected', 'failed', 'deleted', 'reversed'].map((text) => ({
      name: text,
      change: status(text),
      finds: 'status-ended' as const,
      ...fix,
    })),
    { name: 'a status of tomorrow', change: status('paused'), finds: 'status-unknown', ...fix },
  ],

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

  assignee: [
    { name: 'the right corporation', change: {}, finds: 'assignee-right' },
    {
      name: 'the trader’s character instead of the corporation',
      change: { contract: { assigneeId: TRADER } },
      finds: 'assignee-trader-character',
      ...fix,
    },
    {
      name: 'the trader’s corporation instead of the character',
      change: {
        program: {
          assigneeId: TRADER,
          assigneeKind: 'character',
          traderIds: [TRADER, TRADER_CORPORATION],
        },
      },
      finds: 'assignee-trader-corporation',
      ...fix,
    },
    {
      name: 'a whole alliance',
      change: { contract: { assigneeId: 99_000_123 } },
      finds: 'assignee-alliance',
      ...fix,
    },
    {
      name: 'nobody',
      change: { contract: { assigneeId: 0, availability: 'public' } },
      finds: 'assignee-nobody',
      ...fix,
    },
    {
      name: 'somebody else',
      change: { contract: { assigneeId: STRANGER } },
      finds: 'assignee-other',
      ...fix,
    },
  ],

  issuer: [
    { name: 'the pilot of the quote', change: {}, finds: 'issuer-known' },
    {
      name: 'another pilot of the account',
      change: { contract: { issuerId: ALT } },
      finds: 'issuer-alt',
    },
    {
      name: 'anybody with a guest’s code',
      change: { program: { issuerIds: [] }, contract: { issuerId: STRANGER } },
      finds: 'issuer-guest',
    },
    {
      name: 'on behalf of the corporation',
      change: { contract: { forCorporation: true } },
      finds: 'issuer-for-corporation',
    },
    {
      name: 'an alt on behalf of the corporation',
      change: { contract: { forCorporation: true, issuerId: ALT } },
      finds: 'issuer-for-corporation',
    },
    {
      name: 'a stranger',
      change: { contract: { issuerId: STRANGER } },
      finds: 'issuer-stranger',
      ...fix,
    },
  ],

  availability: [
    { name: 'private', change: {}, finds: 'availability-private' },
    ...['corporation', 'alliance', 'tomorrow'].map((availability) => ({
      name: `${availability}, as EVE reports much`,
      change: { contract: { availability } },
      finds: 'availability-private' as const,
    })),
    {
      name: 'public',
      change: { contract: { availability: 'public' } },
      finds: 'availability-public',
      ...fix,
    },
  ],

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
  ],

  reward: [
    { name: 'none', change: {}, finds: 'reward-none' },
    { name: 'left out by EVE', change: { contract: { reward: null } }, finds: 'reward-none' },
    {
      name: 'a tip to the trader',
      change: { contract: { reward: 100n } },
      finds: 'reward-filled',
      ...fix,
    },
    {
      name: 'a small reward and no price',
      change: { contract: { reward: 100n }, price: null },
      finds: 'reward-filled',
      ...fix,
    },
    {
      name: 'the price in the wrong field',
      change: { contract: { reward: 100_000_000n }, price: null },
      finds: 'reward-instead-of-price',
      ...fix,
    },
  ],

  collateral: [
    { name: 'none', change: {}, finds: 'collateral-none' },
    { name: 'none, said so', change: { contract: { collateral: 0n } }, finds: 'collateral-none' },
    { name: 'some', change: { contract: { collateral: 1n } }, finds: 'collateral-filled', ...fix },
  ],

  location: [
    { name: 'the station of the quote', change: {}, finds: 'location-quoted' },
    {
      name: 'another one that the program takes',
      change: {
        contract: { startLocationId: KEEPSTAR },
        program: { locationIds: [JITA, KEEPSTAR] },
      },
      finds: 'location-also-allowed',
    },
    {
      name: 'the station of the quote, which the program no longer takes',
      change: { program: { locationIds: [KEEPSTAR] } },
      finds: 'location-quoted',
    },
    {
      name: 'a structure elsewhere',
      change: { contract: { startLocationId: KEEPSTAR } },
      finds: 'location-wrong',
      ...fix,
    },
    {
      name: 'left out by EVE',
      change: { contract: { startLocationId: null } },
      finds: 'location-unknown',
      ...fix,
    },
  ],

  issued: [
    { name: 'inside the window', change: {}, finds: 'issued-in-time' },
    {
      name: 'in its last moment',
      change: { contract: { dateIssued: at('2026-11-23T10:00:00Z') } },
      finds: 'issued-in-time',
    },
    {
      name: 'a second after it',
      change: { contract: { dateIssued: at('2026-11-23T10:00:01Z') } },
      finds: 'issued-too-late',
      ...fix,
    },
    {
      name: 'half a minute before the quote: clocks differ',
      change: { contract: { dateIssued: at('2026-11-20T09:59:30Z') } },
      finds: 'issued-in-time',
    },
    {
      name: 'more than a minute before the quote',
      change: { contract: { dateIssued: at('2026-11-20T09:58:59Z') } },
      finds: 'issued-too-early',
      ...fix,
    },
    {
      name: 'in time, but seen after the quote ran out',
      change: { now: at('2026-11-25T00:00:00Z') },
      finds: 'issued-in-time',
    },
  ],

  expiry: [
    { name: 'still waiting', change: {}, finds: 'expiry-ahead' },
    {
      name: 'ran out, though EVE calls it outstanding',
      change: { now: at('2026-12-04T11:00:00Z') },
      finds: 'expiry-passed',
      ...fix,
    },
    {
      name: 'a second to go',
      change: { now: at('2026-12-04T10:59:59Z') },
      finds: 'expiry-ahead',
    },
    {
      name: 'accepted before it ran out',
      change: { contract: { status: 'finished' }, now: at('2026-12-05T00:00:00Z') },
      finds: 'expiry-passed-when-done',
    },
  ],

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
      name: 'EVE forgot to say',
      change: { lines: ['1 Hulk Blueprint copy'], items: ['gives 1 Hulk Blueprint'] },
      finds: 'copies-cannot-tell',
    },
  ],

  'quote-contracts': [
    { name: 'alone', change: {}, finds: 'quote-in-one-contract' },
    { name: 'not named', change: title(''), finds: 'quote-not-named', ...nearMiss },
    {
      name: 'half of it here, half of it there',
      change: { ...PARTS[0], others: [PARTS[1]] },
      finds: 'quote-split',
    },
    {
      name: 'half of it here, the other half accepted already',
      change: {
        ...PARTS[0],
        others: [{ ...PARTS[1], contract: { contractId: 12, status: 'finished' } }],
      },
      finds: 'quote-split',
    },
    {
      name: 'parts that are a gift together',
      change: { ...PARTS[0], others: [{ ...PARTS[1], price: '380000' }] },
      finds: 'quote-split',
    },
    {
      name: 'parts that ask too much together',
      change: { ...PARTS[0], others: [{ ...PARTS[1], price: '400002' }] },
      finds: 'quote-parts-do-not-sum',
      ...fix,
    },
    {
      name: 'parts that hold too little together',
      change: { ...PARTS[0], others: [{ ...PARTS[1], items: ['gives 499 Scordite'] }] },
      finds: 'quote-parts-do-not-sum',
      ...fix,
    },
    {
      name: 'a part whose items EVE does not tell',
      change: { ...PARTS[0], items: null, others: [PARTS[1]] },
      finds: 'quote-parts-do-not-sum',
      ...fix,
    },
    {
      name: 'all of it here, and an old wrong one not deleted yet',
      change: { others: [{ items: ['gives 9000 Veldspar', 'gives 500 Scordite'] }] },
      finds: 'quote-in-wrong-contracts-too',
    },
    {
      name: 'all of it twice, and the other was first',
      change: { others: [{ contract: { dateIssued: at('2026-11-20T10:30:00Z') } }] },
      finds: 'quote-doubled',
      ...fix,
    },
    {
      name: 'all of it twice, and this one was first',
      change: { others: [{ contract: { dateIssued: at('2026-11-20T11:03:00Z') } }] },
      finds: 'quote-in-wrong-contracts-too',
    },
    {
      name: 'all of it again, when it is paid',
      change: {
        others: [{ contract: { status: 'finished', dateIssued: at('2026-11-20T11:03:00Z') } }],
      },
      finds: 'quote-paid-already',
      ...fix,
    },
    {
      name: 'all of it again, when a part is paid',
      change: { others: [{ ...PARTS[1], contract: { contractId: 12, status: 'finished' } }] },
      finds: 'quote-parts-do-not-sum',
      ...fix,
    },
    {
      name: 'an old code used again',
      change: { quote: { state: 'completed' } },
      finds: 'quote-paid-already',
      ...fix,
    },
    {
      name: 'the contract that completed the quote',
      change: { quote: { state: 'completed' }, contract: { status: 'finished' } },
      finds: 'quote-in-one-contract',
    },
    {
      name: 'cancelled',
      change: { quote: { state: 'cancelled' } },
      finds: 'quote-cancelled',
      ...fix,
    },
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
