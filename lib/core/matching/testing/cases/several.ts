import type { Check } from '../../finding.ts';
import { ALT, at, STRANGER } from '../scene.ts';
import { type Case, fix, nearMiss, PARTS, title } from './case.ts';
import { accepted, EARLIER, GUESTS, numbered, parts, strangersHalves, UNIT } from './crowd.ts';
import { PAID_CASES } from './paid.ts';

/** Slips in several contracts for one quote. */
export const SEVERAL_CASES: Readonly<Record<Extract<Check, 'quote-contracts'>, readonly Case[]>> = {
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
      name: 'half of it from each of the pilot’s characters',
      change: {
        ...PARTS[0],
        others: [{ ...PARTS[1], contract: { contractId: 12, issuerId: ALT } }],
      },
      finds: 'quote-split',
    },
    {
      name: 'half of a guest’s quote from each of two characters',
      change: {
        ...PARTS[0],
        program: GUESTS,
        others: [{ ...PARTS[1], contract: { contractId: 12, issuerId: STRANGER } }],
      },
      finds: 'quote-in-one-contract',
      ...fix,
    },
    {
      name: 'a guest’s two halves, and one of somebody else who has read the code',
      change: {
        ...PARTS[0],
        program: GUESTS,
        others: [PARTS[1], { ...PARTS[1], contract: { contractId: 12, issuerId: STRANGER } }],
      },
      finds: 'quote-split',
    },
    {
      name: 'a guest’s quote in halves, and by somebody else in halves after that',
      change: { ...PARTS[0], program: GUESTS, others: [PARTS[1], ...strangersHalves('11:20')] },
      finds: 'quote-split',
    },
    {
      name: 'a guest’s quote in halves, after somebody else has offered it in halves',
      change: { ...PARTS[0], program: GUESTS, others: [PARTS[1], ...strangersHalves('10:20')] },
      finds: 'quote-doubled',
      ...fix,
    },
    {
      name: 'a guest’s quote in halves, and later ones of somebody else, of which one is accepted',
      change: {
        ...PARTS[0],
        program: GUESTS,
        others: [PARTS[1], ...strangersHalves('11:20', 'finished')],
      },
      finds: 'quote-doubled',
      ...fix,
    },
    {
      name: 'all of a guest’s quote, and an accepted part of somebody else',
      change: {
        program: GUESTS,
        others: [
          {
            ...PARTS[1],
            isSettled: true,
            contract: { contractId: 12, issuerId: STRANGER, status: 'finished' },
          },
        ],
      },
      finds: 'quote-doubled',
      ...fix,
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
      name: 'all of it as a part, beside a part whose items EVE does not tell',
      change: { price: '600000', others: [{ price: '400000', items: null }] },
      finds: 'quote-parts-do-not-sum',
      ...fix,
    },
    {
      name: 'all of it here, and before it all of it at another price',
      change: { others: [{ price: '900000', contract: EARLIER }] },
      finds: 'quote-in-wrong-contracts-too',
    },
    {
      name: 'all of it here, and before it less of it at the same price',
      change: { others: [{ items: ['gives 500 Scordite'], contract: EARLIER }] },
      finds: 'quote-in-wrong-contracts-too',
    },
    {
      name: 'all of it here, and an old wrong one not deleted yet',
      change: { others: [{ items: ['gives 9000 Veldspar', 'gives 500 Scordite'] }] },
      finds: 'quote-in-wrong-contracts-too',
    },
    {
      name: 'all of it twice, and the other was first',
      change: { others: [{ contract: EARLIER }] },
      finds: 'quote-doubled',
      ...fix,
    },
    {
      name: 'all of it twice, and this one was first',
      change: { others: [{ contract: { dateIssued: at('2026-11-20T11:03:00Z') } }] },
      finds: 'quote-in-wrong-contracts-too',
    },
    {
      name: 'all of it twice in the same second, and this one has the lower number',
      change: { others: [{}] },
      finds: 'quote-in-wrong-contracts-too',
    },
    {
      name: 'all of it twice in the same second, and the other has the lower number',
      change: { others: [{ contract: { contractId: 12 } }] },
      finds: 'quote-doubled',
      ...fix,
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
      change: { others: [{ ...accepted(PARTS[1]), isSettled: true }] },
      finds: 'quote-parts-do-not-sum',
      ...fix,
    },
    {
      name: 'a part at its price, beside a dear one',
      change: { ...PARTS[0], others: [PARTS[1], { ...PARTS[1], price: '900000' }] },
      finds: 'quote-split',
    },
    {
      name: 'one unit for nearly all of the price, and the rest for nearly nothing',
      change: {
        items: ['gives 1 Veldspar'],
        price: '999000',
        others: [{ items: ['gives 9999 Veldspar', 'gives 500 Scordite'], price: '1000' }],
      },
      finds: 'quote-parts-do-not-sum',
      ...fix,
    },
    {
      name: 'a part that was sent twice',
      change: { ...PARTS[0], others: [PARTS[0], PARTS[1]].map(numbered) },
      finds: 'quote-split',
    },
    {
      name: 'a part that was sent before',
      change: { ...PARTS[0], contract: { contractId: 31 }, others: PARTS },
      finds: 'quote-doubled',
      ...fix,
    },
    {
      name: 'a part that was accepted, when the other one is gone',
      change: { ...PARTS[0], contract: { status: 'finished' } },
      finds: 'quote-split',
    },
    {
      name: 'what is left, when a part was accepted',
      change: { ...PARTS[0], others: [accepted(PARTS[1])] },
      finds: 'quote-split',
    },
    {
      name: 'less than what is left, when a part was accepted',
      change: { items: ['gives 9000 Veldspar'], price: '540000', others: [accepted(PARTS[1])] },
      finds: 'quote-parts-do-not-sum',
      ...fix,
    },
    {
      name: 'all of it, when one unit beside it was accepted first',
      change: {
        contract: { status: 'finished', dateCompleted: at('2026-11-20T11:04:00Z') },
        others: [accepted(UNIT)],
      },
      finds: 'quote-in-wrong-contracts-too',
    },
    {
      name: 'one unit that was accepted first, beside all of it',
      change: {
        ...accepted(UNIT),
        others: [{ contract: { status: 'finished', dateCompleted: at('2026-11-20T11:04:00Z') } }],
      },
      finds: 'quote-paid-already',
      ...fix,
    },
    {
      name: 'all of it that waits, when one unit beside it was accepted',
      change: { others: [accepted(UNIT)] },
      finds: 'quote-in-wrong-contracts-too',
    },
    {
      name: 'one unit that was accepted, when all of it waits',
      change: { ...accepted(UNIT), others: [{}] },
      finds: 'quote-doubled',
      ...fix,
    },
    {
      name: 'all of a guest’s quote, after somebody else has offered it in halves',
      change: { program: GUESTS, others: strangersHalves('10:20') },
      finds: 'quote-doubled',
      ...fix,
    },
    {
      name: 'all of a guest’s quote, before somebody else has offered it in halves',
      change: { program: GUESTS, others: strangersHalves('11:20') },
      finds: 'quote-in-wrong-contracts-too',
    },
    {
      name: 'the second half of a guest’s quote, when somebody else’s half was accepted',
      change: {
        ...PARTS[1],
        program: GUESTS,
        others: strangersHalves('10:20', 'finished').slice(0, 1),
      },
      finds: 'quote-doubled',
      ...fix,
    },
    {
      name: 'an older acceptance that is seen when another is settled',
      change: {
        contract: { status: 'finished', dateCompleted: at('2026-11-20T11:01:00Z') },
        others: [
          {
            isSettled: true,
            contract: { status: 'finished', dateCompleted: at('2026-11-20T11:03:00Z') },
          },
        ],
      },
      finds: 'quote-paid-already',
      ...fix,
    },
    {
      name: 'all of it again, when what was paid is said to be reversed',
      change: { others: [{ isSettled: true, contract: { status: 'reversed' } }] },
      finds: 'quote-paid-already',
      ...fix,
    },
    {
      name: 'one of as many parts as may deliver a quote',
      change: { ...parts(21)[0], others: parts(21).slice(1) },
      finds: 'quote-split',
    },
    {
      name: 'one of more parts than that',
      change: { ...parts(22)[0], others: parts(22).slice(1) },
      finds: 'quote-in-too-many-contracts',
      ...fix,
    },
    {
      name: 'all of it, beside more parts than that',
      change: { others: parts(22) },
      finds: 'quote-in-wrong-contracts-too',
    },
    {
      name: 'all of it, which was accepted beside many parts',
      change: {
        contract: { status: 'finished', dateCompleted: at('2026-11-20T11:04:00Z') },
        others: parts(21),
      },
      finds: 'quote-in-wrong-contracts-too',
    },
    ...PAID_CASES,
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
};
