/**
 * What became of messages, in few bytes: numbers of those delivered, then of those that were not.
 *
 * @module
 */
import type { Answer, Outcome } from './backend.ts';

const SIGNS: Record<Outcome, string> = { delivered: '', gone: 'g', failed: 'f' };

export function writeAnswers(answers: readonly Answer[]): string {
  let text = '';
  for (const { number, outcome } of answers) text += `${number}${SIGNS[outcome]},`;
  return text;
}

/** What cannot be read is left out: who waits for it waits until its time is over. */
export function readAnswers(text: string): Answer[] {
  const answers: Answer[] = [];
  for (const part of text.split(',')) {
    if (part === '') continue;
    const number = Number.parseInt(part, 10);
    if (!Number.isSafeInteger(number)) continue;
    const outcome = part.endsWith('g') ? 'gone' : part.endsWith('f') ? 'failed' : 'delivered';
    answers.push({ number, outcome });
  }
  return answers;
}
