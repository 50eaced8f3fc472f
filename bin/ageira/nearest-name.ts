const MOST_WRONG = 2;

/** Of the known names the one that a mistyped word is nearest to: at most two letters wrong. */
export function nearestName(
  given: readonly string[],
  known: readonly string[],
): string | undefined {
  const guesses = known.map((name) => ({
    name,
    wrong: Math.min(...given.map((word) => countWrong(word.toLowerCase(), name))),
  }));
  const [best] = guesses
    .filter(({ name, wrong }) => wrong <= Math.min(MOST_WRONG, name.length / 2))
    .toSorted((a, b) => a.wrong - b.wrong);
  return best?.name;
}

/** Letters to change, add or drop between two words: the distance of Levenshtein. */
function countWrong(a: string, b: string): number {
  // Nobody mistypes a command by a whole text, and the table grows with both.
  if (a.length > 64) return a.length;
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[b.length] ?? 0;
}
