import { beforeEach, describe, expect, test } from 'vitest';
import type { AnswerHead, Answers } from '../answers/answers.ts';

const START_MS = Date.parse('2026-11-20T10:00:00Z');

/** What is known of an answer that is good for a minute. */
export function headOf(change: Partial<AnswerHead> = {}): AnswerHead {
  return {
    status: 200,
    etag: 'W/"e1"',
    lastModified: new Date(START_MS - 1_000),
    fetchedAt: new Date(START_MS),
    readAt: new Date(START_MS),
    expiresAt: new Date(START_MS + 60_000),
    pages: 3,
    requestId: 'a-b-c',
    ...change,
  };
}

/**
 * What a place for answers must keep, wherever it is.
 *
 * @param create An empty one, by the clock given.
 */
export function holdAnswers(create: (clock: () => Date) => Answers): void {
  let nowMs = START_MS;
  let answers: Answers;
  beforeEach(() => {
    nowMs = START_MS;
    answers = create(() => new Date(nowMs));
  });
  const set = (key: string, data: unknown, head = headOf()) =>
    answers.set(key, head, { text: JSON.stringify(data), data });
  const read = async (key: string) => {
    const kept = await answers.get(key);
    return kept && { head: kept.head, data: kept.read(JSON.parse) };
  };

  describe('kept answers', () => {
    test.each([
      { name: 'an object', data: { title: 'é ✓ "\\/', price: 603999999.99 } },
      { name: 'a long list', data: Array.from({ length: 1_000 }, (_, id) => ({ id })) },
      { name: 'an empty list', data: [] },
      { name: 'null', data: null },
      { name: 'zero', data: 0 },
      { name: 'false', data: false },
    ])('come back as they were: $name', async ({ data }) => {
      await set('GET /x?page=1 en', data);
      expect(await read('GET /x?page=1 en')).toEqual({ head: headOf(), data });
      expect(await read('GET /x?page=2 en')).toBeUndefined();
    });

    test('come back with no ETag, time or request id, where there was none', async () => {
      const head = headOf({ etag: null, lastModified: null, requestId: null });
      await set('bare', [1], head);
      expect(await read('bare')).toEqual({ head, data: [1] });
    });

    test('are there after they have expired, for their ETag', async () => {
      await set('old', [1]);
      nowMs += 3_600_000;
      expect(await read('old')).toEqual({ head: headOf(), data: [1] });
    });

    test('get another head when ESI says that they are still good', async () => {
      await set('renewed', [1]);
      nowMs += 60_000;
      const head = headOf({ expiresAt: new Date(nowMs + 60_000), fetchedAt: new Date(nowMs) });
      await answers.renew('renewed', head);
      expect(await read('renewed')).toEqual({ head, data: [1] });
      await answers.renew('unknown', head);
      expect(await read('unknown')).toBeUndefined();
    });

    test('give way to newer ones', async () => {
      await set('changed', [1]);
      await set('changed', [2], headOf({ etag: '"e2"' }));
      expect(await read('changed')).toEqual({ head: headOf({ etag: '"e2"' }), data: [2] });
    });
  });
}
