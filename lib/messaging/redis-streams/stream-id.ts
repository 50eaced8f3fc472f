/**
 * Ids of entries: milliseconds and a number within them, as in `1763892000000-0`.
 *
 * @module
 */

/** Before every entry. */
export const START_ID = '0-0';

const ID = /^(\d{1,20})(?:-(\d{1,20}))?$/;

const BEFORE_ALL = /^0+(?:-0+)?$/;

/** Whether it asks for all there is, as '0' and '0-0' do. */
export function isBeforeAll(id: string): boolean {
  return BEFORE_ALL.test(id);
}

/** Whether Redis would read it as an id: one without its second part means that of the first entry. */
export function isStreamId(text: string): boolean {
  const parts = ID.exec(text);
  if (!parts) return false;
  return BigInt(parts[1] ?? 0) < 2n ** 64n && BigInt(parts[2] ?? 0) < 2n ** 64n;
}

/** @returns Less than 0 where `a` is before `b`, 0 where they are the same. */
export function compareIds(a: string, b: string): number {
  const [aMs, aNumber] = partsOf(a);
  const [bMs, bNumber] = partsOf(b);
  if (aMs !== bMs) return aMs < bMs ? -1 : 1;
  if (aNumber !== bNumber) return aNumber < bNumber ? -1 : 1;
  return 0;
}

function partsOf(id: string): [bigint, bigint] {
  const [ms = '0', number = '0'] = id.split('-');
  return [BigInt(ms), BigInt(number)];
}
