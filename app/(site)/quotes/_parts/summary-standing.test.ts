import { describe, expect, test } from 'vitest';
import { summaryStanding } from './summary-standing.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const LATER = new Date('2026-11-23T12:00:00Z');
const EARLIER = new Date('2026-11-21T12:00:00Z');

describe('a quote in the list', () => {
  test.each([
    { state: 'open', verdict: null, expiresAt: LATER, standing: 'waiting' },
    { state: 'open', verdict: 'fix-needed', expiresAt: LATER, standing: 'found-fix' },
    { state: 'contracted', verdict: 'valid', expiresAt: LATER, standing: 'found-valid' },
    { state: 'contracted', verdict: null, expiresAt: LATER, standing: 'found' },
    { state: 'open', verdict: 'suspicious', expiresAt: LATER, standing: 'suspicious' },
    { state: 'open', verdict: null, expiresAt: EARLIER, standing: 'expired' },
    { state: 'completed', verdict: 'valid', expiresAt: EARLIER, standing: 'paid' },
    { state: 'cancelled', verdict: 'valid', expiresAt: LATER, standing: 'cancelled' },
  ] as const)('$state with verdict $verdict stands as $standing', ({ standing, ...quote }) => {
    expect(summaryStanding(quote, NOW)).toBe(standing);
  });

  test('a contract that is not valid never shows as valid or paid', () => {
    for (const verdict of ['fix-needed', 'suspicious', 'unmatched'] as const) {
      const standing = summaryStanding({ state: 'contracted', verdict, expiresAt: LATER }, NOW);
      expect(['found-fix', 'suspicious']).toContain(standing);
    }
  });
});
