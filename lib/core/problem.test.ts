import { expect, test } from 'vitest';
import * as z from 'zod';
import { readAnswer } from './problem.ts';

const schema = async () => z.object({ a: z.int() });

test('a site that is not reached is said in a sentence, not in the browser’s words', async () => {
  const asked = Promise.reject(new TypeError('Failed to fetch'));
  await expect(readAnswer(schema, asked)).rejects.toMatchObject({
    name: 'ProblemError',
    message: 'The site is not reached. Check your connection and try again.',
    problem: { status: 503 },
  });
});

test('who has left in the meantime is told nothing', async () => {
  const left = new DOMException('left', 'AbortError');
  await expect(readAnswer(schema, Promise.reject(left))).rejects.toBe(left);
});

test('an answer of another shape is a fault, and no problem of the reader’s', async () => {
  const asked = Promise.resolve(Response.json({ a: 'b' }));
  await expect(readAnswer(schema, asked)).rejects.toBeInstanceOf(z.ZodError);
});
