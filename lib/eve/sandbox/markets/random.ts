/**
 * Numbers that look random and are the same for the same question: markets without memory.
 *
 * @module
 */

/** A number in [0, 1) for these parts, always the same one. */
export function unitOf(...parts: number[]): number {
  return mix(...parts) / 2 ** 32;
}

/** A number in [low, high) for these parts. */
export function between(low: number, high: number, ...parts: number[]): number {
  return low + (high - low) * unitOf(...parts);
}

// Mixes integers into one of 32 bits: the finaliser of MurmurHash3 over each part.
function mix(...parts: number[]): number {
  let hash = 0x9e3779b9;
  for (const part of parts) {
    hash = Math.imul(hash ^ (part >>> 0), 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}
