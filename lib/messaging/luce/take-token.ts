/** How many messages a peer may send, in the long run and at once. */
export type Rate = { readonly perSecond: number; readonly burst: number };

/** A token bucket; `tokens` of `refilledAtMs`. */
export type Bucket = { tokens: number; refilledAtMs: number };

/**
 * Take one token, if there is one.
 *
 * @param nowMs Of any clock that does not go back; one that does gives nothing.
 */
export function takeToken(bucket: Bucket, { perSecond, burst }: Rate, nowMs: number): boolean {
  const passedMs = nowMs - bucket.refilledAtMs;
  if (passedMs > 0) {
    bucket.tokens = Math.min(burst, bucket.tokens + (passedMs * perSecond) / 1_000);
    bucket.refilledAtMs = nowMs;
  }
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}
