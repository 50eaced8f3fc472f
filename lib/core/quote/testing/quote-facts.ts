/**
 * A quote of 1 ISK as its states depend on it, and the hours of its life.
 *
 * @module
 */
import type { QuoteContractFacts, QuoteFacts } from '../next-state.ts';
import type { QuoteState } from '../states.ts';

const HOUR_MS = 3_600_000;
const CREATED_AT = new Date('2026-11-20T10:00:00Z');

/** A quote that lives 72 hours. */
export function quote(
  state: QuoteState,
  contracts: readonly QuoteContractFacts[],
  settledTotal: bigint,
): QuoteFacts {
  const expiresAt = hours(72);
  const isDelivered = settledTotal === 100n;
  return {
    state,
    createdAt: CREATED_AT,
    expiresAt,
    settledTotal,
    isDelivered,
    contracts,
  };
}

/** So many hours after the quote was made. */
export function hours(n: number): Date {
  return new Date(CREATED_AT.getTime() + n * HOUR_MS);
}
