/**
 * Patterns of event names, in which `*` stands for any text and everything else for itself: the same
 * in Redis, for events of others, and here, for our own.
 *
 * @module
 */

/** What Redis calls the same set of channels: its other signs lose their meaning. */
export function toRedisPattern(literal: string, pattern: string): string {
  return literal.replaceAll(/[\\?[\]*]/g, '\\$&') + pattern.replaceAll(/[\\?[\]]/g, '\\$&');
}

/** Whether a name fits. Takes time by the product of both lengths at most, whatever the pattern. */
export function fits(pattern: string, name: string): boolean {
  let at = 0;
  let inName = 0;
  let afterStar = -1;
  let retryFrom = 0;
  while (inName < name.length) {
    if (pattern[at] === '*') {
      at += 1;
      afterStar = at;
      retryFrom = inName;
    } else if (pattern[at] === name[inName]) {
      at += 1;
      inName += 1;
    } else if (afterStar >= 0) {
      // The last star takes one more; those before it never need another try.
      retryFrom += 1;
      inName = retryFrom;
      at = afterStar;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
