/** Kept between calls: a misspelled name is held against thousands, and rows for each were most of the work. */
let rows: [Uint8Array, Uint8Array, Uint8Array] = makeRows(128);

/**
 * Edit distance (insert, delete, replace, swap of neighbours) up to a limit.
 *
 * Works in the band of `limit` cells around the diagonal, so in O(length × limit).
 *
 * @param limit At most 200.
 * @returns The distance, or `limit + 1` when it is larger than `limit`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  const tooFar = limit + 1;
  if (Math.abs(a.length - b.length) > limit) return tooFar;
  if (b.length + 2 > rows[0].length) rows = makeRows(2 * b.length);

  let [current, last, beforeLast] = rows;
  for (let column = 0; column <= b.length; column += 1) last[column] = Math.min(column, tooFar);
  for (let row = 1; row <= a.length; row += 1) {
    const from = Math.max(1, row - limit);
    const to = Math.min(b.length, row + limit);
    // The cells beside the band are those of another row or call.
    current[from - 1] = from === 1 ? Math.min(row, tooFar) : tooFar;
    current[to + 1] = tooFar;
    let best = current[from - 1] ?? tooFar;
    for (let column = from; column <= to; column += 1) {
      const isSame = a.charCodeAt(row - 1) === b.charCodeAt(column - 1);
      let cost = Math.min(
        (last[column - 1] ?? tooFar) + (isSame ? 0 : 1),
        (last[column] ?? tooFar) + 1,
        (current[column - 1] ?? tooFar) + 1,
        tooFar,
      );
      const isSwap =
        row > 1 &&
        column > 1 &&
        a.charCodeAt(row - 1) === b.charCodeAt(column - 2) &&
        a.charCodeAt(row - 2) === b.charCodeAt(column - 1);
      if (isSwap) cost = Math.min(cost, (beforeLast[column - 2] ?? tooFar) + 1);
      current[column] = cost;
      if (cost < best) best = cost;
    }
    if (best > limit) return tooFar;
    [beforeLast, last, current] = [last, current, beforeLast];
  }
  return Math.min(last[b.length] ?? tooFar, tooFar);
}

function makeRows(length: number): [Uint8Array, Uint8Array, Uint8Array] {
  return [new Uint8Array(length), new Uint8Array(length), new Uint8Array(length)];
}
