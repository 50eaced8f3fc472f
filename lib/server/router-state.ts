// Next's own reading of it: what the browser's router and Next agree on is never refused.
import { parseAndValidateFlightRouterState as readState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js';

const STATE_CHARACTERS = 12_000;
/**
 * Each node of the tree is an array in an object, and this site's pages have one child each. Reading takes
 * milliseconds for hundreds of them, and everybody waits meanwhile.
 */
const MOST_BRACKETS = 60;

/**
 * Whether the browser's router can have sent this as the tree of what it shows. An address that is no
 * page answers a bare 500 to any other.
 */
export function isRouterState(header: string | string[] | undefined): boolean {
  if (header === undefined) return true;
  if (typeof header !== 'string' || header.length > STATE_CHARACTERS) return false;
  try {
    if (countBrackets(decodeURIComponent(header)) > MOST_BRACKETS) return false;
    readState(header);
    return true;
  } catch {
    return false;
  }
}

/** Those that open, in texts, too. */
function countBrackets(json: string): number {
  let count = 0;
  for (const letter of json) if (letter === '[' || letter === '{') count += 1;
  return count;
}
