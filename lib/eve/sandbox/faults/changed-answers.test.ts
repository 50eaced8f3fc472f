import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox, TRADER } from '../testing/start-test-sandbox.ts';
import type { Fault } from './schema.ts';

const TYPES = '/universe/types';

let now: Date;
let sandbox: TestSandbox;
beforeEach(async () => {
  now = new Date('2026-11-22T12:00:00Z');
  sandbox = await startTestSandbox({ clock: () => now });
});
afterEach(() => sandbox.close());

const setFaults = (faults: Partial<Fault>[]) =>
  sandbox.command('PUT', '/control/api/faults', faults);
const timeOf = (reply: Response, name: string): number =>
  Date.parse(reply.headers.get(name) ?? '') - now.getTime();

describe('pages', () => {
  const read = (page: number) => sandbox.esi(`${TYPES}?page=${page}`);

  test('torn ones are of two moments: one row is on both, another on neither', async () => {
    const whole: number[][] = await Promise.all([1, 2].map(async (n) => (await read(n)).json()));
    await setFaults([{ target: 'esi', kind: 'torn', route: TYPES }]);
    const [first, second] = [await read(1), await read(2)];
    const rows: number[] = await second.json();

    expect(await first.json()).toEqual(whole[0]);
    expect(rows[0]).toBe(whole[0]?.at(-1));
    expect(rows).not.toContain(whole[1]?.at(-1));
    expect(timeOf(second, 'last-modified')).not.toBe(timeOf(first, 'last-modified'));
  });

  test('a page count may change after page 1', async () => {
    await setFaults([{ target: 'esi', kind: 'page-count' }]);
    const [first, second] = [await read(1), await read(2)];

    expect(Number(second.headers.get('x-pages'))).toBe(Number(first.headers.get('x-pages')) + 1);
  });

  test('the last page may be gone', async () => {
    await setFaults([{ target: 'esi', kind: 'lost-page' }]);
    const last = Number((await read(1)).headers.get('x-pages'));

    expect((await read(last - 1)).status).toBe(200);
    expect((await read(last)).status).toBe(404);
  });
});

describe('caches', () => {
  test('a wrong ETag never fits again', async () => {
    await setFaults([{ target: 'esi', kind: 'wrong-etag' }]);
    const first = await sandbox.esi('/status');
    const headers = { 'If-None-Match': first.headers.get('etag') ?? '' };

    expect((await sandbox.esi('/status', { headers })).status).toBe(200);
  });

  test('a false 304 comes without being asked, and without a body', async () => {
    await setFaults([{ target: 'esi', kind: 'false-304' }]);
    const reply = await sandbox.esi('/status');

    expect([reply.status, await reply.text()]).toEqual([304, '']);
  });

  test('headers may be missing: those of caches, pages and limits', async () => {
    await setFaults([{ target: 'esi', kind: 'no-headers' }]);
    const { headers, status } = await sandbox.esi(`${TYPES}?page=1`);
    const names = [
      'etag',
      'expires',
      'last-modified',
      'cache-control',
      'x-pages',
      'x-esi-request-id',
    ];

    expect(status).toBe(200);
    expect(names.filter((name) => headers.has(name))).toEqual([]);
    expect([...headers.keys()].filter((name) => /limit/.test(name))).toEqual([]);
  });

  test('Expires may be in the past', async () => {
    await setFaults([{ target: 'esi', kind: 'stale-expires' }]);

    expect(timeOf(await sandbox.esi('/status'), 'expires')).toBe(-60_000);
  });

  test('a wrong clock shows in all times of the server alike', async () => {
    await setFaults([{ target: 'esi', kind: 'clock-skew', skewMs: -7_200_000 }]);
    const reply = await sandbox.esi('/status');

    expect(timeOf(reply, 'date')).toBe(-7_200_000);
    expect(timeOf(reply, 'expires')).toBe(30_000 - 7_200_000);
  });

  test('a shorter cache window counts at once', async () => {
    await sandbox.command('PUT', '/control/api/cache-windows', { contractsMs: 2_000, speed: 60 });
    const { access_token: token } = await sandbox.signIn(TRADER, [
      'esi-contracts.read_character_contracts.v1',
      'esi-assets.read_assets.v1',
    ]);
    const lifeOf = async (path: string): Promise<number> => {
      const reply = await sandbox.esi(path, { token });
      return timeOf(reply, 'expires') - timeOf(reply, 'last-modified');
    };

    expect(await lifeOf(`/characters/${TRADER}/contracts`)).toBe(2_000);
    expect(await lifeOf(`/characters/${TRADER}/assets`)).toBe(60_000);
  });
});
