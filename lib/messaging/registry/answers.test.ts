import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAnswers, writeAnswers } from './answers.ts';

test('answers come back as they were written', () => {
  const answer = fc.record({
    number: fc.nat(),
    outcome: fc.constantFrom('delivered' as const, 'gone' as const, 'failed' as const),
  });
  fc.assert(
    fc.property(fc.array(answer), (answers) => {
      expect(readAnswers(writeAnswers(answers))).toEqual(answers);
    }),
  );
});

test('what is no answer is left out', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const { number } of readAnswers(text)) expect(Number.isSafeInteger(number)).toBe(true);
    }),
  );
});
