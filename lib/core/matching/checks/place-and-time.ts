/**
 * Where the items are, and when the contract was made and ends.
 *
 * @module
 */
import { type Finding, findingOf } from '../finding.ts';
import type { MatchCase } from '../match-case.ts';

/** Items lie in one station or structure; ids of structures are above 2^32. */
export function checkLocation({ input: { quote, program }, contract }: MatchCase): Finding {
  const expected = quote.locationId;
  const actual = contract.startLocationId;
  if (actual === undefined) return findingOf('location-unknown', expected, null);
  if (actual === expected) return findingOf('location-quoted', expected, actual);
  return program.locationIds.includes(actual)
    ? findingOf('location-also-allowed', expected, actual)
    : findingOf('location-wrong', expected, actual);
}

/**
 * When it was issued decides, not when we saw it: a quote may run out between the two. The end of the
 * window is exact: it was promised to the second.
 */
export function checkIssued({ input, contract: { dateIssued } }: MatchCase): Finding {
  const { quote, clockSkewMs = 0 } = input;
  const actual = dateIssued.toISOString();
  if (dateIssued.getTime() < quote.createdAt.getTime() - clockSkewMs) {
    return findingOf('issued-too-early', quote.createdAt.toISOString(), actual);
  }
  const expected = quote.expiresAt.toISOString();
  return dateIssued.getTime() > quote.expiresAt.getTime()
    ? findingOf('issued-too-late', expected, actual)
    : findingOf('issued-in-time', expected, actual);
}

/** ESI leaves a contract that ran out `outstanding`: the date alone tells. */
export function checkExpiry({ input: { now }, contract }: MatchCase): Finding {
  const expected = now.toISOString();
  const actual = contract.dateExpired.toISOString();
  if (contract.dateExpired.getTime() > now.getTime()) {
    return findingOf('expiry-ahead', expected, actual);
  }
  return contract.status === 'outstanding'
    ? findingOf('expiry-passed', expected, actual)
    : findingOf('expiry-passed-when-done', expected, actual);
}
