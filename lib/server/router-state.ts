// Next's own reading of it: what the browser's router and Next agree on is never refused.
import { parseAndValidateFlightRouterState as readState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js';

const STATE_CHARACTERS = 12_000;
/** Each level of the tree is an array in an object. Reading takes time by the square of this. */
const BRACKETS_DEEP = 100;

/**
 * Whether the browser's router can have sent this as the tree of what it shows. An address that is no
 * page answers a bare 500 to any other.
 */
export function isRouterState(header: string | string[] | undefined): boolean {
  if (header === undefined) return true;
  if (typeof header !== 'string' || header.length > STATE_CHARACTERS) return false;
  try {
    if (depthOf(decodeURIComponent(header)) > BRACKETS_DEEP) return false;
    readState(header);
    return true;
  } catch {
    return false;
  }
}

/** The most brackets that are open at once, those in texts among them. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (const letter of json) {
    if (letter === '[' || letter === '{') depth += 1;
    else if (letter === ']' || letter === '}') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
