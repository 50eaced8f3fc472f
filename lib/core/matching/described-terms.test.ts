import { expect, test } from 'vitest';
import { describeFinding, type FindingText, type Names } from './describe-finding.ts';
import type { Check } from './finding.ts';
import { matchContract } from './match-contract.ts';
import { PARTS } from './testing/cases.ts';
import { ALT, at, KEEPSTAR, type SceneChange, STRANGER, scene } from './testing/scene.ts';

const PARTIES = new Map([
  [98000001, 'Ageira Trade Holdings'],
  [90000001, 'Maren Tessidari'],
  [ALT, 'Sael Odrinn'],
  [STRANGER, 'Nadir Esh'],
  [99000123, 'Northern Accord'],
]);
const NAMES: Names = {
  type: (typeId) => `Type ${typeId}`,
  location: (id) => (id === KEEPSTAR ? 'the Keepstar' : 'Jita 4-4'),
  party: (id) => PARTIES.get(id) ?? `Pilot ${id}`,
};

/** The trader buys in person. */
const IN_PERSON = {
  program: { assigneeId: 90000001, assigneeKind: 'character', traderIds: [98000001] },
} as const;

test.each<{ what: string; change: SceneChange; check: Check; text: Partial<FindingText> }>([
  {
    what: 'a contract for the corporation of a trader who buys in person',
    change: { ...IN_PERSON, contract: { assigneeId: 98000001 } },
    check: 'assignee',
    text: {
      message: 'The contract went to Ageira Trade Holdings. The quote is for Maren Tessidari.',
      fix: 'In the new contract, enter Maren Tessidari as “Name”: the character, not the corporation.',
    },
  },
  {
    what: 'a contract for an alliance',
    change: { contract: { assigneeId: 99000123 } },
    check: 'assignee',
    text: {
      message:
        'The contract went to the whole alliance Northern Accord: any of its pilots can take it.',
      fix: 'Delete it soon. In the new contract, choose “Private” and enter Ageira Trade Holdings as “Name”.',
    },
  },
  {
    what: 'a contract for nobody',
    change: { contract: { assigneeId: 0 } },
    check: 'assignee',
    text: {
      fix: 'Delete it now. In the new contract, choose “Private” and enter Ageira Trade Holdings as “Name”.',
      actualText: 'nobody',
    },
  },
  {
    what: 'a contract for somebody else',
    change: { contract: { assigneeId: STRANGER } },
    check: 'assignee',
    text: {
      message: 'The contract went to Nadir Esh, not to Ageira Trade Holdings.',
      fix: 'In the new contract, enter Ageira Trade Holdings as “Name”, and check the name that the game finds.',
    },
  },
  {
    what: 'a contract of an alt',
    change: { contract: { issuerId: ALT } },
    check: 'issuer',
    text: {
      message:
        'Sael Odrinn made the contract, another pilot of the same account. That pilot is paid.',
    },
  },
  {
    what: 'a contract on behalf of a corporation',
    change: { contract: { issuerId: ALT, forCorporation: true } },
    check: 'issuer',
    text: {
      message:
        'Sael Odrinn made the contract on behalf of the corporation: the ISK goes to the corporation’s wallet.',
    },
  },
  {
    what: 'a contract of a stranger',
    change: { contract: { issuerId: STRANGER } },
    check: 'issuer',
    text: {
      message:
        'Nadir Esh made the contract, who is no pilot of the account that the quote was made with.',
      fix: 'If Nadir Esh is yours, add that pilot under Account, and the contract is checked again. Else make the contract with a pilot of the quote’s account.',
    },
  },
  {
    what: 'another place that the program takes',
    change: {
      contract: { startLocationId: KEEPSTAR },
      program: { locationIds: [60003760, KEEPSTAR] },
    },
    check: 'location',
    text: {
      message:
        'The items are at the Keepstar, where this program takes contracts too. The quote says Jita 4-4.',
    },
  },
  {
    what: 'a place that it does not take',
    change: { contract: { startLocationId: KEEPSTAR } },
    check: 'location',
    text: { message: 'The items are at the Keepstar. The quote is for Jita 4-4.' },
  },
  {
    what: 'a place that EVE does not tell',
    change: { contract: { startLocationId: null } },
    check: 'location',
    text: {
      fix: 'Make the contract at Jita 4-4, while docked there.',
      expectedText: 'Jita 4-4',
      actualText: 'not told',
    },
  },
  {
    what: 'a contract made in time',
    change: {},
    check: 'issued',
    text: { message: 'The contract was made 20 Nov 11:00 EVE, while the quote held.' },
  },
  {
    what: 'a contract that waits',
    change: {},
    check: 'expiry',
    text: { message: 'The contract waits in game until 4 Dec 11:00 EVE.' },
  },
  {
    what: 'a contract that ran out',
    change: { now: at('2026-12-05T00:00:00Z') },
    check: 'expiry',
    text: {
      message: 'The contract ran out in game 4 Dec 11:00 EVE: nobody can accept it any more.',
    },
  },
  {
    what: 'a contract that ran out, and may have been accepted before',
    change: { now: at('2026-12-05T00:00:00Z'), isEndUnseen: true },
    check: 'expiry',
    text: {
      message:
        'The contract ran out in game 4 Dec 11:00 EVE. EVE’s next list tells whether it was accepted before that.',
    },
  },
  {
    what: 'a price within the tolerance',
    change: { price: '999999' },
    check: 'price',
    text: {
      message: 'The price of 999,999 ISK is as quoted, within the tolerance of the program.',
    },
  },
  {
    what: 'the price of a part',
    change: { ...PARTS[0], price: '599999.50', others: [PARTS[1]] },
    check: 'price',
    text: {
      message:
        'The price of 599,999.50 ISK is right for the part of the items that the contract holds.',
    },
  },
  {
    what: 'a price that lost a digit',
    change: { price: '100000' },
    check: 'price',
    text: {
      message: 'The contract asks 100,000 ISK, 900,000 ISK less than the quote. Was a digit lost?',
      fix: 'In the new contract, enter 1,000,000 in “I will receive”; copy it.',
    },
  },
  {
    what: 'no price',
    change: { price: null },
    check: 'price',
    text: { fix: 'In the new contract, enter 1,000,000 in “I will receive”; copy it.' },
  },
  {
    what: 'the price of another deal',
    change: { items: ['gives 1 Rifter'], contract: { title: '' }, price: '5000000' },
    check: 'price',
    text: {
      message:
        'The contract asks 5,000,000 ISK for other items than the quote’s, so the two prices cannot be compared.',
    },
  },
  {
    what: 'nearly 26 times the price',
    change: { price: '25999999' },
    check: 'price',
    text: {
      message: 'The contract asks 25,999,999 ISK, 25.9 times the quote.',
      fix: 'In the new contract, enter 1,000,000 in “I will receive”; copy it, and count the digits.',
      short: 'price × 25.9',
    },
  },
  {
    what: 'a contract of another type',
    change: { contract: { type: 'courier_of_old' } },
    check: 'type',
    text: {
      title: 'Type: courier of old',
      message:
        'The contract is of type courier of old. Only an item exchange swaps items for ISK at once.',
      expectedText: 'item exchange',
    },
  },
  {
    what: 'a status of tomorrow',
    change: { contract: { status: 'paused_by_game' } },
    check: 'status',
    text: {
      title: 'Status: paused by game',
      message:
        'EVE says “paused by game”, a status that we do not know, so the contract counts as none.',
      expectedText: 'outstanding',
    },
  },
  {
    what: 'a tip to the trader',
    change: { contract: { reward: 5_000_00n } },
    check: 'reward',
    text: {
      message: 'With this contract the pilot would pay the trader 5,000 ISK on top of the items.',
    },
  },
  {
    what: 'the price in the wrong field',
    change: { price: null, contract: { reward: 100_000_000n } },
    check: 'reward',
    text: {
      message:
        'The 1,000,000 ISK stand in “I will pay” and nothing in “I will receive”: the pilot would give the items and pay for it.',
    },
  },
  {
    what: 'a contract that the trader rejected',
    change: { contract: { status: 'rejected' } },
    check: 'status',
    text: {
      short: 'rejected',
      title: 'Status: rejected',
      message: 'The trader rejected the contract in game.',
    },
  },
])('of $what pilot and trader read who, where, when and how much', ({ change, check, text }) => {
  const { findings } = matchContract(scene(change));
  const finding = findings.find((each) => each.check === check);

  expect(finding && describeFinding(finding, NAMES)).toMatchObject(text);
});
