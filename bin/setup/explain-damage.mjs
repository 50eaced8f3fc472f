/**
 * Somebody, or a disk that was full, may have spoilt a package after npm had put it there.
 *
 * @param {string} text What a program printed, or the stack of a fault.
 * @returns {string | undefined} One sentence, where a package is damaged or gone.
 */
export function explainDamage(text) {
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    const name = notFound(line) ?? damaged(line, lines.slice(at + 1, at + 8));
    if (name) {
      return `The package ${name} in node_modules is damaged or not there: remove the folder node_modules and start again.`;
    }
  }
  return undefined;
}

/** @param {string} line */
function notFound(line) {
  const what = /Cannot find (?:package|module) '([^']*)/.exec(line)?.[1];
  if (what === undefined) return undefined;
  // Without a path it is a package that we name ourselves; "#lib/..." is a file of ours.
  return packageIn(what) ?? /^(?:@[\w.-]+\/)?[a-z][\w.-]*(?=\/|$)/.exec(what)?.[0];
}

/**
 * @param {string} line
 * @param {string[]} next
 */
function damaged(line, next) {
  const isSaid =
    line.includes('Invalid package config ') ||
    /:\d{1,9}:\d{1,9}: ERROR: /.test(line) ||
    (/:\d{1,9}$/.test(line) && next.some((after) => after.startsWith('SyntaxError: ')));
  return isSaid ? packageIn(line) : undefined;
}

/**
 * The package that a path leads into: the innermost, as a package may have its own.
 *
 * @param {string} path
 */
function packageIn(path) {
  const inside = path.split('node_modules/');
  if (inside.length < 2) return undefined;
  return /^(?:@[^/]+\/)?[^/]+(?=\/|$)/.exec(inside.at(-1) ?? '')?.[0];
}
