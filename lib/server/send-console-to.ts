import { formatWithOptions } from 'node:util';
import type { Logger } from 'pino';
import { readNotes } from './request-notes.ts';

const MOST_CHARACTERS = 4_000;

/**
 * Write what others print in this process, Next among them, as events of our log: one JSON line each,
 * without secrets. What is printed of a form that could not be read is the sender's fault, not ours.
 */
export function sendConsoleTo(log: Pick<Logger, 'info' | 'warn' | 'error'>): void {
  const write = (level: 'info' | 'warn' | 'error', given: unknown[]): void => {
    const text = formatWithOptions({ colors: false }, ...given).slice(0, MOST_CHARACTERS);
    log[isSendersFault() ? 'info' : level]({ printed: text }, 'printed');
  };
  console.error = (...given: unknown[]) => write('error', given);
  console.warn = (...given: unknown[]) => write('warn', given);
  console.log = (...given: unknown[]) => write('info', given);
  console.info = (...given: unknown[]) => write('info', given);
}

function isSendersFault(): boolean {
  const notes = readNotes();
  return notes?.isSent === true && notes.hasBegunAction !== true;
}
