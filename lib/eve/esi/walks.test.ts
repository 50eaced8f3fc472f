import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { operation, requestByCursor, requestFromId } from './index.ts';
import { stageEsi } from './testing/stage-esi.ts';
import { freshFor } from './testing/start-scripted-esi.ts';

const { signal } = new AbortController();
const stage = stageEsi();

describe('a list by from_id', () => {
  const call = { signal, accessToken: 'jwt' };
  const rowSchema = z.object({ transaction_id: z.int() });
  const transactions = operation(
    'GET /characters/{character_id}/wallet/transactions',
    { path: { character_id: 7 } },
    z.array(rowSchema),
  );
  const idOf = ({ transaction_id }: z.output<typeof rowSchema>) => transaction_id;
  /** The newest first, three at a time, the one that was asked from included. */
  const serve = (ids: readonly number[]) =>
    stage.server.play(({ url }) => {
      const fromId = Number(url.searchParams.get('from_id') ?? Number.POSITIVE_INFINITY);
      const part = ids.filter((id) => id <= fromId).slice(0, 3);
      return { body: part.map((transaction_id) => ({ transaction_id })), headers: freshFor(3_600) };
    });

  test('is read to its end, each row once', async () => {
    serve([90, 80, 70, 60, 50, 40]);
    const rows = await requestFromId(stage.esi, transactions, { idOf }, call);
    expect(rows.map(idOf)).toEqual([90, 80, 70, 60, 50, 40]);
    const asked = stage.server.requests.map(({ url }) => url.searchParams.get('from_id'));
    expect(asked).toEqual([null, '70', '50', '40']);
  });

  test('ends where the row that it was asked from is alone, or nothing is', async () => {
    serve([5]);
    expect(await requestFromId(stage.esi, transactions, { idOf }, call)).toHaveLength(1);
    stage.create();
    serve([]);
    expect(await requestFromId(stage.esi, transactions, { idOf }, call)).toEqual([]);
  });

  test('ends before what is known already', async () => {
    serve([90, 80, 70, 60, 50, 40]);
    const isEnough = (row: { transaction_id: number }) => row.transaction_id <= 60;
    const rows = await requestFromId(stage.esi, transactions, { idOf, isEnough }, call);
    expect(rows.map(idOf)).toEqual([90, 80, 70]);
    expect(stage.server.requests).toHaveLength(2);
  });
});

describe('a list by cursors', () => {
  type Job = { id: string; version: number };
  const bodySchema = z.object({
    cursor: z.object({ before: z.string().optional(), after: z.string().optional() }).optional(),
    freelance_jobs: z.array(z.object({ id: z.string(), version: z.number() })),
  });
  const jobs = (query: { after?: string; before?: string } = {}) =>
    operation('GET /freelance-jobs', { query }, bodySchema);
  const ways = {
    rowsOf: (body: z.output<typeof bodySchema>): readonly Job[] => body.freelance_jobs,
    idOf: ({ id }: Job) => id,
  };
  const serve = (parts: Record<string, { cursor?: object; jobs: Job[] }>) =>
    stage.server.play(({ url }) => {
      const { cursor, jobs: rows = [] } = parts[url.search] ?? { jobs: [] };
      return { body: { freelance_jobs: rows, ...(cursor && { cursor }) }, headers: freshFor(60) };
    });
  const a = (version = 1) => ({ id: 'a', version });
  const [b, c] = ['b', 'c'].map((id) => ({ id, version: 1 })) as [Job, Job];

  test('is read from its newest part back, what is older going before', async () => {
    serve({
      '': { cursor: { before: 'B1', after: 'A1' }, jobs: [b, c] },
      '?before=B1': { cursor: { before: 'B2', after: 'A0' }, jobs: [a()] },
      '?before=B2': { jobs: [] },
    });
    expect(await requestByCursor(stage.esi, jobs(), ways, { signal })).toEqual({
      rows: [a(), b, c],
      before: 'B2',
      after: 'A1',
    });
  });

  test('going on, a row that comes again stands as it is now, and last', async () => {
    serve({
      '?after=A1': { cursor: { after: 'A2' }, jobs: [a(1), b] },
      '?after=A2': { cursor: { after: 'A3' }, jobs: [c, a(2)] },
      '?after=A3': { cursor: { after: 'A3' }, jobs: [] },
    });
    expect(await requestByCursor(stage.esi, jobs({ after: 'A1' }), ways, { signal })).toEqual({
      rows: [b, c, a(2)],
      before: null,
      after: 'A3',
    });
  });

  test('going back, a row that was there already stands as it was', async () => {
    serve({
      '': { cursor: { before: 'B1', after: 'A1' }, jobs: [b, a(2)] },
      '?before=B1': { cursor: { before: 'B2' }, jobs: [a(1)] },
    });
    const { rows } = await requestByCursor(stage.esi, jobs(), ways, { signal });
    expect(rows).toEqual([b, a(2)]);
  });

  test('with nothing new leaves the cursor where it was', async () => {
    serve({});
    expect(await requestByCursor(stage.esi, jobs({ after: 'A9' }), ways, { signal })).toEqual({
      rows: [],
      before: null,
      after: 'A9',
    });
  });

  test('that goes in circles ends', async () => {
    serve({ '?after=A1': { cursor: { after: 'A1' }, jobs: [b] } });
    const { rows } = await requestByCursor(stage.esi, jobs({ after: 'A1' }), ways, { signal });
    expect(rows).toEqual([b]);
  });
});
