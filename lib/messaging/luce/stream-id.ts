/**
 * Negative when `a` is older than `b`. Ids of Redis streams, `<ms>-<number>`: both parts count up, and have
 * any number of digits.
 */
export function compareStreamIds(a: string, b: string): number {
  const [aMs = '', aCount = ''] = a.split('-');
  const [bMs = '', bCount = ''] = b.split('-');
  return compareDigits(aMs, bMs) || compareDigits(aCount, bCount);
}

function compareDigits(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
