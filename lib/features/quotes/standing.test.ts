import { describe, expect, test } from 'vitest';
import { type StandingContract, type StandingFacts, standing } from './standing.ts';

const QUOTED_AT = new Date('2026-11-20T10:00:00Z');
const FOUND_AT = new Date('2026-11-20T10:20:00Z');
const ENDED_AT = new Date('2026-11-20T10:40:00Z');
const NOW = new Date('2026-11-20T11:00:00Z');
const EXPIRES_AT = new Date('2026-11-23T10:00:00Z');

describe('standing', () => {
  test.each([
    { name: 'a new quote waits', quote: 'open', contracts: [], walks: 0, kind: 'waiting' },
    {
      name: 'one look is not enough to worry',
      quote: 'open',
      contracts: [],
      walks: 1,
      kind: 'waiting',
    },
    {
      name: 'after two complete looks the page says it sees none',
      quote: 'open',
      contracts: [],
      walks: 2,
      kind: 'not-seen',
    },
    {
      name: 'a right contract is found and right',
      quote: 'contracted',
      contracts: ['outstanding valid'],
      walks: 1,
      kind: 'found-valid',
    },
    {
      name: 'a wrong contract needs fixing',
      quote: 'open',
      contracts: ['outstanding fix-needed'],
      walks: 1,
      kind: 'found-fix',
    },
    {
      name: 'a contract that only looks like the quote needs fixing',
      quote: 'open',
      contracts: ['outstanding unmatched'],
      walks: 1,
      kind: 'found-fix',
    },
    {
      name: 'a scam is suspicious',
      quote: 'open',
      contracts: ['outstanding suspicious'],
      walks: 1,
      kind: 'suspicious',
    },
    {
      name: 'a contract without a verdict yet is only found',
      quote: 'open',
      contracts: ['outstanding -'],
      walks: 1,
      kind: 'found',
    },
    {
      name: 'a right contract is not hidden by a wrong one',
      quote: 'contracted',
      contracts: ['outstanding suspicious', 'outstanding fix-needed', 'outstanding valid'],
      walks: 1,
      kind: 'found-valid',
    },
    {
      name: 'a deleted contract leaves the quote waiting',
      quote: 'open',
      contracts: ['gone fix-needed'],
      walks: 9,
      kind: 'waiting',
    },
    {
      name: 'a finished contract does not pay a quote that is still open',
      quote: 'open',
      contracts: ['finished suspicious'],
      walks: 0,
      kind: 'waiting',
    },
    {
      name: 'a completed quote is paid',
      quote: 'completed',
      contracts: ['finished valid'],
      walks: 3,
      kind: 'paid',
    },
    {
      name: 'a part that is paid says so',
      quote: 'partly-completed',
      contracts: ['finished valid'],
      walks: 3,
      kind: 'partly-paid',
    },
    {
      name: 'the second part of a quote is shown while it lives',
      quote: 'partly-completed',
      contracts: ['finished valid', 'outstanding valid'],
      walks: 3,
      kind: 'found-valid',
    },
    {
      name: 'a cancelled quote stays cancelled whatever comes',
      quote: 'cancelled',
      contracts: ['outstanding fix-needed'],
      walks: 3,
      kind: 'cancelled',
    },
    {
      name: 'a quote that ran out is expired',
      quote: 'expired',
      contracts: [],
      walks: 3,
      kind: 'expired',
    },
    {
      name: 'the public sees from the state that a contract is there',
      quote: 'contracted',
      contracts: [],
      walks: 3,
      kind: 'found',
    },
  ] as const)('$name', ({ quote, contracts, walks, kind }) => {
    expect(standing(facts(quote, contracts, walks)).kind).toBe(kind);
  });

  test('a quote past its time is expired even before the sweep has said so', () => {
    expect(standing({ ...facts('open', [], 0), now: EXPIRES_AT }).kind).toBe('expired');
  });

  test('a contract that ran out in game no longer counts, though ESI calls it outstanding', () => {
    const late = facts('open', ['outstanding valid'], 0);
    const contracts = late.contracts.map((contract) => ({ ...contract, runsOutAt: NOW }));

    expect(standing({ ...late, contracts })).toMatchObject({
      kind: 'waiting',
      ended: { how: 'ran-out', at: NOW },
    });
  });

  test('only the newest end is told', () => {
    const { ended } = standing(facts('open', ['gone fix-needed', 'rejected valid'], 0));

    expect(ended).toEqual({ contractId: 2, how: 'rejected', at: ENDED_AT });
  });

  test('nothing is said about an end while another contract lives', () => {
    expect(standing(facts('open', ['rejected valid', 'outstanding valid'], 0)).ended).toBeNull();
  });

  test('a paid quote tells when it was paid and by which contract', () => {
    expect(standing(facts('completed', ['rejected valid', 'finished valid'], 0))).toMatchObject({
      contractId: 2,
      paidAt: ENDED_AT,
    });
  });

  test('it was checked when the first verdict fell, however often it was confirmed', () => {
    const once = facts('completed', ['finished valid'], 0);
    const confirmed = once.contracts.map((each) => ({
      ...each,
      verdicts: [{ at: ENDED_AT, verdict: 'valid' as const, summary: '' }, ...each.verdicts],
    }));

    expect(standing({ ...once, contracts: confirmed }).checkedAt).toEqual(FOUND_AT);
  });

  test('no contract that is not valid ever stands as valid', () => {
    for (const verdict of ['fix-needed', 'suspicious', 'unmatched', '-'] as const) {
      for (const state of ['open', 'contracted', 'expired', 'partly-completed'] as const) {
        expect(standing(facts(state, [`outstanding ${verdict}`], 0)).kind).not.toBe('found-valid');
      }
    }
  });
});

type Notation =
  `${'outstanding' | 'gone' | 'finished' | 'rejected'} ${'valid' | 'fix-needed' | 'suspicious' | 'unmatched' | '-'}`;

/** Read `'gone fix-needed'` as a contract that vanished while it needed fixing. */
function facts(
  state: StandingFacts['quote']['state'],
  contracts: readonly Notation[],
  walksSince: number,
): StandingFacts {
  return {
    quote: { state, createdAt: QUOTED_AT, expiresAt: EXPIRES_AT },
    contracts: contracts.map(contract),
    feed: { walksSince },
    now: NOW,
  };
}

function contract(notation: Notation, index: number): StandingContract {
  const [status = '', word] = notation.split(' ');
  const verdict =
    word === 'valid' || word === 'fix-needed' || word === 'suspicious' || word === 'unmatched'
      ? word
      : null;
  return {
    contractId: index + 1,
    status: status === 'gone' ? 'outstanding' : status,
    verdict,
    runsOutAt: new Date('2026-12-04T10:00:00Z'),
    foundAt: FOUND_AT,
    acceptedAt: null,
    completedAt: status === 'finished' || status === 'rejected' ? ENDED_AT : null,
    goneAt: status === 'gone' ? FOUND_AT : null,
    verdicts: verdict ? [{ at: FOUND_AT, verdict, summary: '' }] : [],
  };
}
