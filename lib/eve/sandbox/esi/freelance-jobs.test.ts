import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox } from '../testing/start-test-sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox({ clock: () => new Date('2026-11-22T12:00:00Z') });
});
afterAll(() => sandbox.close());

type Part = {
  cursor?: { before: string; after: string };
  freelance_jobs: { id: string; last_modified: string }[];
};
const read = async (query: string): Promise<Part> =>
  (await sandbox.esi(`/freelance-jobs${query}`)).json();

describe('freelance jobs', () => {
  test('come newest part first, each part oldest first, and end with nothing and no cursor', async () => {
    const newest = await read('');
    const older = await read(`?before=${newest.cursor?.before}`);
    const times = [...older.freelance_jobs, ...newest.freelance_jobs].map(
      (job) => job.last_modified,
    );
    expect(times).toEqual(times.toSorted());
    expect(new Set(times).size).toBe(20);
    expect(await read(`?after=${newest.cursor?.after}`)).toEqual({ freelance_jobs: [] });
    expect(await read('?before=c0')).toEqual({ freelance_jobs: [] });
  });

  test('begin at either end for a cursor of 0', async () => {
    expect(await read('?before=0')).toEqual(await read(''));
    const oldest = await read('?after=0&limit=100');
    expect(oldest.freelance_jobs).toHaveLength(24);
    expect((await read('?after=0')).freelance_jobs).toEqual(oldest.freelance_jobs.slice(0, 10));
  });

  test.each(['before=x', 'after=c25', 'after=-1', 'before=c1&after=c1', 'limit=9', 'limit=101'])(
    'are refused for %s',
    async (query) => {
      expect((await sandbox.esi(`/freelance-jobs?${query}`)).status).toBe(400);
    },
  );
});
