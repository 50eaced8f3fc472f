import { ALT, at, type SceneChange, STRANGER } from '../scene.ts';
import { type Case, fix, PARTS } from './case.ts';
import { accepted, EARLIER, GUESTS, parts, strangersHalves, UNIT } from './crowd.ts';

const HALF: SceneChange = {
  items: ['gives 5000 Veldspar', 'gives 250 Scordite'],
  price: '500000',
};
const ALTS_HALF: SceneChange = { ...PARTS[1], contract: { contractId: 12, issuerId: ALT } };

function settled(change: SceneChange): SceneChange {
  return { ...accepted(change), isSettled: true };
}

/** Contracts for one quote of which some were accepted or paid, or that came in another order. */
export const PAID_CASES: readonly Case[] = [
  {
    name: 'half of it, when the half of another of the pilot’s characters was paid',
    change: { ...PARTS[0], others: [settled(ALTS_HALF)] },
    finds: 'quote-split',
  },
  {
    name: 'halves of one of the pilot’s characters, and before them a unit of another',
    change: {
      ...PARTS[0],
      others: [PARTS[1], { ...UNIT, contract: { contractId: 60, issuerId: ALT, ...EARLIER } }],
    },
    finds: 'quote-split',
  },
  {
    name: 'one of two equal halves that were both accepted',
    change: { ...accepted(HALF), others: [accepted({ ...HALF, contract: EARLIER })] },
    finds: 'quote-split',
  },
  {
    name: 'a half that was accepted, when all of it was there before',
    change: { ...accepted(PARTS[1]), others: [{ contract: EARLIER }, PARTS[0]] },
    finds: 'quote-split',
  },
  {
    name: 'an accepted half of a guest’s quote, when somebody else’s half was paid',
    change: {
      ...accepted(PARTS[0]),
      program: GUESTS,
      others: [settled({ ...PARTS[1], contract: { contractId: 12, issuerId: STRANGER } })],
    },
    finds: 'quote-paid-already',
    ...fix,
  },
  {
    name: 'all of a guest’s quote, between the halves of somebody else',
    change: {
      program: GUESTS,
      others: ['10:20', '11:20'].flatMap((time, i) => strangersHalves(time).slice(i, i + 1)),
    },
    finds: 'quote-in-wrong-contracts-too',
  },
  {
    name: 'all of it twice, both accepted, this one first though it was made last',
    change: {
      contract: { status: 'finished', dateCompleted: at('2026-11-20T11:03:00Z') },
      others: [accepted({ contract: { ...EARLIER, dateCompleted: at('2026-11-20T11:04:00Z') } })],
    },
    finds: 'quote-in-wrong-contracts-too',
  },
  {
    name: 'all of it twice, both accepted, this one last though it was made first',
    change: {
      contract: { status: 'finished', ...EARLIER, dateAccepted: at('2026-11-20T11:04:00Z') },
      others: [accepted({ contract: { dateAccepted: at('2026-11-20T11:03:00Z') } })],
    },
    finds: 'quote-paid-already',
    ...fix,
  },
  {
    name: 'all of it again, when what was paid would not be right any more',
    change: { others: [settled({ price: '5000000' })] },
    finds: 'quote-paid-already',
    ...fix,
  },
  {
    name: 'all that is left, when as many parts were paid as may deliver a quote',
    change: { ...parts(22)[0], others: parts(22).slice(1).map(settled) },
    finds: 'quote-split',
  },
  {
    name: 'half of what is left, when one less was paid',
    change: {
      ...parts(22)[0],
      others: parts(22)
        .slice(1)
        .map((part, i) => (i === 0 ? part : settled(part))),
    },
    finds: 'quote-parts-do-not-sum',
    ...fix,
  },
  {
    name: 'all of it, when a part may have been accepted that was right a moment ago',
    change: { others: [{ ...PARTS[0], isLossUnseen: true }] },
    finds: 'quote-not-free-yet',
    ...fix,
  },
  {
    name: 'all of it, when a part of which the trader was told has lost its sibling',
    change: { others: [{ ...PARTS[0], isPromised: true }] },
    finds: 'quote-not-free-yet',
    ...fix,
  },
  {
    name: 'all of it for the second time, when a part may have been accepted',
    change: { others: [{ contract: EARLIER }, { ...PARTS[0], isLossUnseen: true }] },
    finds: 'quote-doubled',
    ...fix,
  },
  {
    name: 'a part that was right a moment ago, beside all of it',
    change: { ...PARTS[0], isLossUnseen: true, others: [{ contract: EARLIER }] },
    finds: 'quote-doubled',
    ...fix,
  },
  {
    name: 'a part that was right a moment ago, with a new sibling beside all of it',
    change: { ...PARTS[0], isLossUnseen: true, others: [{ contract: EARLIER }, PARTS[1]] },
    finds: 'quote-doubled',
    ...fix,
  },
  {
    name: 'a new sibling of what was right a moment ago, with all of it made in between',
    change: { ...PARTS[1], others: [{ contract: EARLIER }, { ...PARTS[0], isLossUnseen: true }] },
    finds: 'quote-doubled',
    ...fix,
  },
  {
    name: 'all of it, made before a new sibling of what was right a moment ago',
    change: {
      contract: EARLIER,
      others: [{ ...PARTS[0], isLossUnseen: true }, PARTS[1]],
    },
    finds: 'quote-not-free-yet',
    ...fix,
  },
  {
    name: 'all that is left, when what was right a moment ago has no room any more',
    change: { ...PARTS[0], others: [settled(PARTS[1]), { ...PARTS[1], isLossUnseen: true }] },
    finds: 'quote-split',
  },
  {
    name: 'all of it, accepted by mistake beside a part that was right and may have been accepted since',
    change: {
      ...accepted({}),
      others: [{ ...PARTS[0], isLossUnseen: true, contract: { contractId: 11, ...EARLIER } }],
    },
    finds: 'quote-not-free-yet',
    ...fix,
  },
  {
    name: 'all of it, accepted before a part was made that was right and may have been accepted since',
    change: {
      contract: { status: 'finished', dateCompleted: at('2026-11-20T11:03:00Z') },
      others: [
        {
          ...PARTS[0],
          isLossUnseen: true,
          contract: { contractId: 11, dateIssued: at('2026-11-20T11:04:00Z') },
        },
      ],
    },
    finds: 'quote-not-free-yet',
    ...fix,
  },
  {
    name: 'a part that was accepted beside all of it, when EVE leaves out when',
    change: {
      ...accepted(PARTS[0]),
      others: [{ isPromised: true, contract: { dateIssued: at('2026-11-20T11:30:00Z') } }],
    },
    finds: 'quote-doubled',
    ...fix,
  },
];
