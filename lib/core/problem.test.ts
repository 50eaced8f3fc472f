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

test('a file of the page that is gone is said in a sentence, with what to do', async () => {
  const gone = Object.assign(new Error('Failed to load chunk 07.js'), { name: 'ChunkLoadError' });
  const load = () => Promise.reject(gone);
  await expect(readAnswer(load, Promise.resolve(Response.json({})))).rejects.toMatchObject({
    message: 'A part of this page did not load. Reload the page: the site may have been renewed.',
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
