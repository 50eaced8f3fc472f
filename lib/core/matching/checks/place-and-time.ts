/**
 * Where the items are, and when the contract was made and ends.
 *
 * @module
 */
import type { Rule } from '../rule.ts';

/** Items lie in one station or structure; ids of structures are above 2^32. */
export const locationRule: Rule = {
  judge({ prepared, contract: { startLocationId } }) {
    if (startLocationId === undefined) return 'location-unknown';
    if (startLocationId === prepared.locationId) return 'location-quoted';
    return prepared.program.locationIds.includes(startLocationId)
      ? 'location-also-allowed'
      : 'location-wrong';
  },
  show: ({ prepared: { quote }, contract }) => [quote.locationId, contract.startLocationId ?? null],
};

/**
 * When it was issued decides, not when we saw it: a quote may run out between the two. The end of the
 * window is exact: it was promised to the second.
 */
export const issuedRule: Rule = {
  judge({ prepared, side: { clockSkewMs = 0 }, contract: { dateIssued } }) {
    const issuedMs = dateIssued.getTime();
    if (issuedMs < prepared.createdAtMs - clockSkewMs) return 'issued-too-early';
    return issuedMs > prepared.expiresAtMs ? 'issued-too-late' : 'issued-in-time';
  },
  show({ prepared: { quote }, contract }, code) {
    const limit = code === 'issued-too-early' ? quote.createdAt : quote.expiresAt;
    return [limit.toISOString(), contract.dateIssued.toISOString()];
  },
};

/** ESI leaves a contract that ran out `outstanding`: the date alone tells. */
export const expiryRule: Rule = {
  judge({ side: { now }, isEndUnseen, contract: { dateExpired, status } }) {
    if (dateExpired.getTime() > now.getTime()) return 'expiry-ahead';
    if (status !== 'outstanding') return 'expiry-passed-when-done';
    return isEndUnseen ? 'expiry-passed-unseen' : 'expiry-passed';
  },
  show: ({ side, contract }) => [side.now.toISOString(), contract.dateExpired.toISOString()],
};
