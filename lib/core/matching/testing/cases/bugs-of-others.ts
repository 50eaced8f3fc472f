/**
 * What each tool of the trade gets wrong about contracts, by its changelog, its issues or its code: a row each.
 */
import type { FindingCode, VerdictKind } from '../../finding.ts';
import { ALT, at, type SceneChange, STRANGER, TRADER, TRADER_CORPORATION } from '../scene.ts';
import { PARTS } from './case.ts';

type Bug = readonly [what: string, change: SceneChange, verdict: VerdictKind, finds: FindingCode];

const AS_QUOTED = ['gives 10000 Veldspar', 'gives 500 Scordite'];
const later = (dateIssued: string): SceneChange => ({ contract: { dateIssued: at(dateIssued) } });

export const BUGS_OF_OTHERS: Readonly<Record<string, readonly Bug[]>> = {
  'aa-buybackprogram': [
    [
      '#60: text around the number hides the contract',
      { contract: { title: 'hi AT-7K3M-9QX2 :)' } },
      'valid',
      'title-inside-text',
    ],
    [
      'one item in two stacks is a mismatch',
      { items: ['gives 4000 Veldspar', 'gives 500 Scordite', 'gives 6000 Veldspar'] },
      'valid',
      'items-exact',
    ],
    [
      '1.2.3: rows in another order are a mismatch',
      { items: [...AS_QUOTED].reverse() },
      'valid',
      'items-exact',
    ],
    ['a courier passes', { contract: { type: 'courier' } }, 'fix-needed', 'type-wrong'],
    ['an auction passes', { contract: { type: 'auction' } }, 'fix-needed', 'type-wrong'],
    [
      'what is asked for passes as given',
      { items: ['asks 10000 Veldspar', 'asks 500 Scordite'] },
      'suspicious',
      'requested-some',
    ],
    [
      'whoever made it passes',
      { contract: { issuerId: STRANGER } },
      'fix-needed',
      'issuer-stranger',
    ],
    [
      '#40: one that ran out is shown as outstanding',
      { now: at('2026-12-04T11:00:01Z') },
      'fix-needed',
      'expiry-passed',
    ],
    [
      '#58: of two contracts with one number the first counts, whichever it is',
      { others: [later('2026-11-20T10:59:00Z')] },
      'fix-needed',
      'quote-doubled',
    ],
    [
      '#84: cents lost are a wrong price',
      { totalIsk: '1000000.99' },
      'valid',
      'price-within-tolerance',
    ],
    [
      '#91: half an ISK more is a wrong price',
      { price: '1000000.50' },
      'valid',
      'price-within-tolerance',
    ],
    [
      '#72, #90: the browser’s marks of thousands make another number in the game',
      { price: '1000' },
      'fix-needed',
      'price-too-low',
    ],
    [
      '#33: giving all of it away raises the alarm of a wrong price',
      { totalIsk: '0', price: '0' },
      'valid',
      'price-exact',
    ],
    [
      '#79: packaged volume taken for the volume of what is assembled',
      {
        lines: ['1 Rifter'],
        items: ['gives 1 Rifter'],
        contract: { volumeM3: 27_289 },
        packagedVolumesM3: { 587: 2_500 },
      },
      'valid',
      'assembled-likely',
    ],
    [
      'a type of today’s patch breaks the run',
      { items: [...AS_QUOTED, 'gives 1 PLEX'], packagedVolumesM3: { 1230: 0.1 } },
      'fix-needed',
      'items-extra',
    ],
    [
      'the trader’s character gets it, not the corporation',
      { contract: { assigneeId: TRADER } },
      'fix-needed',
      'assignee-trader-character',
    ],
    [
      'a number that nobody gave out, behind the right prefix',
      { contract: { title: 'AT-0000-0000', issuerId: STRANGER }, knownCodes: [] },
      'unmatched',
      'title-unknown-code',
    ],
    [
      '1.2.4: the check is made once, on first sight, and never again',
      { contract: { status: 'deleted' } },
      'fix-needed',
      'status-ended',
    ],
  ],
  'hullwarning/aa-buybacks': [
    [
      'more than was quoted is not noticed',
      { items: [...AS_QUOTED, 'gives 1 Rifter'] },
      'fix-needed',
      'items-extra',
    ],
    [
      'two quotes of one price are one',
      { contract: { title: 'AT-4TG8-P0WE' }, knownCodes: ['AT-4TG8P0WE'] },
      'unmatched',
      'title-another-code',
    ],
    ['an alt’s counts, by luck', { contract: { issuerId: ALT } }, 'valid', 'issuer-alt'],
    [
      'without any code the right items and price are enough',
      { contract: { title: '' } },
      'fix-needed',
      'title-empty',
    ],
  ],
  'chason/eve-buyback': [
    [
      'the code in lower case is no code',
      { contract: { title: 'at-7k3m9qx2' } },
      'valid',
      'title-exact',
    ],
    ['an auction passes', { contract: { type: 'auction' } }, 'fix-needed', 'type-wrong'],
    [
      'whoever it is assigned to passes, if the list has it',
      { contract: { assigneeId: 99_000_123 } },
      'fix-needed',
      'assignee-alliance',
    ],
    [
      'whoever made it passes',
      { contract: { issuerId: STRANGER } },
      'fix-needed',
      'issuer-stranger',
    ],
    [
      'a PLEX asked for in return passes',
      { items: [...AS_QUOTED, 'asks 1 PLEX'] },
      'suspicious',
      'requested-some',
    ],
    [
      'made after the quote had run out passes',
      { ...later('2026-11-23T10:00:01Z'), now: at('2026-11-23T11:00:00Z') },
      'fix-needed',
      'issued-too-late',
    ],
    [
      'another that came later counts instead of the right one',
      { others: [later('2026-11-20T11:30:00Z')] },
      'valid',
      'quote-in-wrong-contracts-too',
    ],
    [
      'items that could not be read stop the run',
      { items: null },
      'fix-needed',
      'items-unreadable',
    ],
    [
      'reversed drops the link, and nobody is told',
      { contract: { status: 'reversed' } },
      'fix-needed',
      'status-ended',
    ],
  ],
  'quagtus/eve-buyback': [
    [
      'the title must be the code and nothing else',
      { contract: { title: 'AT-7K3M-9QX2.' } },
      'valid',
      'title-inside-text',
    ],
    [
      'wherever it stands passes',
      { contract: { startLocationId: 60008494 } },
      'fix-needed',
      'location-wrong',
    ],
    [
      'whoever made it passes, but the trader',
      { contract: { issuerId: STRANGER } },
      'fix-needed',
      'issuer-stranger',
    ],
    ['a tenth of the price is an advice only', { price: '100000' }, 'fix-needed', 'price-too-low'],
    [
      'a code that is used by two contracts is wrong in both, though they are parts of it',
      { ...PARTS[1], others: [PARTS[0]] },
      'valid',
      'quote-split',
    ],
  ],
  'Buyback-Manager': [
    [
      'what is asked for is filtered out: a PLEX back looks clean',
      { items: [...AS_QUOTED, 'asks 1 PLEX'] },
      'suspicious',
      'requested-some',
    ],
    [
      'EVE has no status “completed”, so nothing ever is',
      { contract: { status: 'finished', dateCompleted: at('2026-11-20T11:03:00Z') } },
      'valid',
      'status-finished',
    ],
    [
      'flags are computed once: in time when it was made, whenever it is looked at',
      { ...later('2026-11-23T09:59:59Z'), now: at('2026-11-25T10:00:00Z') },
      'valid',
      'issued-in-time',
    ],
    [
      'a stranger may use the key of a member',
      { contract: { issuerId: STRANGER } },
      'fix-needed',
      'issuer-stranger',
    ],
    [
      'a key that was paid before is flagged, but not refused',
      { quote: { state: 'completed' } },
      'fix-needed',
      'quote-paid-already',
    ],
  ],
  'epoch18/eve-buyback': [
    [
      'what is asked for adds to the value',
      { lines: ['1 Rifter'], totalIsk: '1000000', items: ['gives 1 Rifter', 'asks 1 PLEX'] },
      'suspicious',
      'requested-some',
    ],
    [
      'whatever comes for about its worth passes without a quote',
      { contract: { title: 'ore' } },
      'fix-needed',
      'title-without-code',
    ],
  ],
  'the-buyback': [
    [
      'given and asked for are one list',
      { items: ['gives 10000 Veldspar', 'asks 500 Scordite'] },
      'suspicious',
      'requested-some',
    ],
    [
      'one that was declined is skipped for ever, though it was only cancelled',
      { contract: { status: 'cancelled' } },
      'fix-needed',
      'status-ended',
    ],
  ],
  'minmatar.org': [
    [
      'four fifths of the items are enough',
      { items: ['gives 10000 Veldspar'] },
      'fix-needed',
      'items-missing',
    ],
    [
      'titles are mistyped, so they count for nothing',
      { contract: { title: 'AT-7K3M-9QX3' } },
      'fix-needed',
      'title-one-symbol-wrong',
    ],
  ],
  'aa-freight': [
    [
      'an alliance and a corporation are confused',
      {
        contract: { assigneeId: 99_000_123, availability: 'alliance' },
        program: { traderIds: [TRADER_CORPORATION] },
      },
      'fix-needed',
      'assignee-alliance',
    ],
    [
      'the reward is what counts',
      { price: null, contract: { reward: 100_000_000n } },
      'fix-needed',
      'reward-instead-of-price',
    ],
  ],
};
