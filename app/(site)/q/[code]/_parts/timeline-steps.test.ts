import { describe, expect, test } from 'vitest';
import {
  type StandingKind,
  standingKindSchema,
  type ViewerRole,
} from '#lib/features/quotes/schema.ts';
import { timelineSteps } from './timeline-steps.tsx';

const QUOTED_AT = new Date('2026-11-22T19:24:00Z');

describe('the way of a quote', () => {
  test.each([
    [
      'waiting',
      'Quoted | *Waiting for your contract | Checked line by line | Accepted in game | Paid',
    ],
    ['not-seen', 'Quoted | *No contract seen yet | Checked line by line | Accepted in game | Paid'],
    ['found-fix', 'Quoted | Contract found | *Needs fixing | Accepted in game | Paid'],
    [
      'found-valid',
      'Quoted | Contract found | Checked line by line | *Waiting for the trader | Paid',
    ],
    ['paid', 'Quoted | Contract found | Checked line by line | Accepted in game | Paid'],
  ] as const)('%s reads: %s', (kind, way) => {
    expect(show(kind)).toBe(way);
  });

  test.each(standingKindSchema.options.filter((kind) => kind !== 'paid'))(
    '%s has exactly one current step, so one knows what is awaited',
    (kind) => {
      expect(steps(kind).filter(({ state }) => state === 'current')).toHaveLength(1);
    },
  );

  test('to the public a found contract waits; only who may see it reads that it is being checked', () => {
    expect(show('found', 'owner')).toContain('*Being checked');
    expect(show('found', 'public')).toContain('*Waits in game');
  });

  test('only a paid quote shows that it was paid', () => {
    const done = (kind: StandingKind) => steps(kind).at(-1)?.state === 'done';
    expect(standingKindSchema.options.filter(done)).toEqual(['paid']);
  });
});

describe('the way of an order', () => {
  test.each([
    [
      'waiting',
      'owner',
      'Ordered and reserved | *Your items are being picked | Checked line by line | Accepted in game',
    ],
    [
      'found-valid',
      'owner',
      'Ordered and reserved | Contract made to you | Checked line by line | *The contract is made to you: accept it in game',
    ],
    [
      'found-valid',
      'staff',
      'Ordered and reserved | Contract made to you | Checked line by line | *Waiting for the pilot to accept',
    ],
    [
      'partly-paid',
      'owner',
      'Ordered and reserved | Contract made to you | Checked line by line | *A part of it is delivered',
    ],
    [
      'paid',
      'owner',
      'Ordered and reserved | Contract made to you | Checked line by line | Accepted in game',
    ],
  ] as const)('%s reads, to the %s: %s', (kind, role, way) => {
    expect(show(kind, role, 'sells')).toBe(way);
  });

  test.each(standingKindSchema.options.filter((kind) => kind !== 'paid'))(
    '%s has exactly one current step',
    (kind) => {
      const current = steps(kind, 'owner', 'sells').filter(({ state }) => state === 'current');
      expect(current).toHaveLength(1);
    },
  );
});

function steps(kind: StandingKind, role: ViewerRole = 'owner', side?: 'sells') {
  const standing = {
    kind,
    contractId: null,
    quotedAt: QUOTED_AT,
    foundAt: null,
    checkedAt: null,
    paidAt: null,
    ended: null,
  };
  return timelineSteps({ standing, quote: { role, ...(side && { side }) } }, null).steps;
}

/** `*` marks the current step. */
function show(kind: StandingKind, role?: ViewerRole, side?: 'sells'): string {
  return steps(kind, role, side)
    .map(({ name, state }) => (state === 'current' ? `*${name}` : name))
    .join(' | ');
}
