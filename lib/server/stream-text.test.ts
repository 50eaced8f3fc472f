import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { readNotes } from './request-notes.ts';
import { streamText } from './stream-text.ts';

const never = () => {
  throw new Error('Nothing broke');
};

test('the pieces arrive in their order, each made only when it is asked for', async () => {
  const made: number[] = [];
  async function* count() {
    for (let i = 0; i < 1_000; i += 1) {
      made.push(i);
      yield `${i},`;
    }
  }
  const stream = await streamText(count(), never);
  const reader = stream.getReader();
  await reader.read();
  await reader.read();
  // One more may be made ahead, and not all of them.
  expect(made.length).toBeLessThan(5);
  reader.releaseLock();
  const rest = await text(stream);
  expect(rest.startsWith('2,3,')).toBe(true);
  expect(rest.endsWith(',999,')).toBe(true);
});

test('what fails before the first piece is thrown: there is no answer yet', async () => {
  // biome-ignore lint/correctness/useYield: it never comes to that
  async function* fail(): AsyncGenerator<string, void, undefined> {
    throw new Error('no such account');
  }
  await expect(streamText(fail(), never)).rejects.toThrow('no such account');
});

test('what fails later breaks the answer off, and is told', async () => {
  async function* fail() {
    yield '{"quotes":[';
    throw new Error('the database went away');
  }
  const told: unknown[] = [];
  const stream = await streamText(fail(), (error) => told.push(error));
  await expect(text(stream)).rejects.toThrow('the database went away');
  expect(told).toMatchObject([{ message: 'the database went away' }]);
});

test('a reader who leaves ends the making', async () => {
  let isEnded = false;
  async function* count() {
    try {
      for (let i = 0; ; i += 1) yield `${i}`;
    } finally {
      isEnded = true;
    }
  }
  const stream = await streamText(count(), never);
  const reader = stream.getReader();
  await reader.read();
  await reader.cancel();
  expect(isEnded).toBe(true);
});

test('the patience of a request ends with the first piece: a slow line may take its time', async () => {
  const seen: (boolean | undefined)[] = [];
  async function* look() {
    for (let i = 0; i < 2; i += 1) {
      seen.push(readNotes()?.isForAll);
      yield '';
    }
  }
  await text(await streamText(look(), never));
  expect(seen).toEqual([undefined, true]);
});
