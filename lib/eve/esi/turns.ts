import { setImmediate as nextTurn } from 'node:timers/promises';

/** A shorter text is parsed in less than a millisecond. */
const LONG_TEXT = 65_536;

/** Gives each who asks a turn of the event loop to itself, in order. */
export type Turns = { take(textLength: number): Promise<void> };

/**
 * A page of a thousand rows takes some milliseconds to parse and check, and several come at once: one a turn,
 * so that whatever else the process does goes on in between.
 */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    async take(textLength) {
      if (textLength < LONG_TEXT) return;
      last = last.then(() => nextTurn());
      await last;
    },
  };
}
