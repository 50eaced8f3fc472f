import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from './log.ts';
import { withNotes } from './request-notes.ts';
import { sendConsoleTo } from './send-console-to.ts';

const printed: Console = console;
const { error, warn, log, info } = printed;
let lines: string[];

beforeEach(() => {
  lines = [];
  const destination = { write: (line: string) => void lines.push(line) };
  sendConsoleTo(createLog({ name: 'web', level: 'info' }, destination));
});
afterEach(() => {
  Object.assign(printed, { error, warn, log, info });
});

test('whatever is printed becomes one line of JSON, without secrets', () => {
  printed.error('⨯', new Error('broken\nin two'), { a: 1 });
  printed.log('said %s', 'twice', 'Bearer abcdefghijkl');
  printed.warn('x'.repeat(100_000));

  expect(lines.every((line) => line.trim().split('\n').length === 1)).toBe(true);
  expect(lines.map((line) => JSON.parse(line).level)).toEqual(['error', 'info', 'warn']);
  expect(lines[0]).toContain('broken\\nin two');
  expect(lines[1]).toContain('said twice Bearer [cut]');
  expect(lines[2]?.length).toBeLessThan(5_000);
});

test('what is printed of a form that could not be read is no error of ours', () => {
  withNotes({ isSent: true }, () => printed.error('Maximum call stack size exceeded'));
  withNotes({ isSent: true, hasBegunAction: true }, () => printed.error('broken'));
  withNotes({}, () => printed.error('broken'));
  expect(lines.map((line) => JSON.parse(line).level)).toEqual(['info', 'error', 'error']);
});
