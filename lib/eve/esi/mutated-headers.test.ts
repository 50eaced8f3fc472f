import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EsiError, regionOrders, status } from './index.ts';
import { stageEsi } from './testing/stage-esi.ts';
import { freshFor, type ScriptedAnswer } from './testing/start-scripted-esi.ts';

const STATUS = { players: 20_000, server_version: '1', start_time: '2026-11-20T11:02:00Z' };
const RUNS = 400;
/** Nobody is told to rest for longer. */
const HOUR_MS = 3_600_000;
const { signal } = new AbortController();
const stage = stageEsi();

const NAMES = [
  'cache-control',
  'date',
  'etag',
  'expires',
  'last-modified',
  'retry-after',
  'x-esi-error-limit-remain',
  'x-esi-error-limit-reset',
  'x-esi-request-id',
  'x-pages',
  'x-ratelimit-group',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-used',
];
const VALUES = [
  '',
  ' ',
  '-0',
  '-1',
  '0',
  '0.5',
  '1',
  '1e309',
  '2, 3',
  '99999999999999999999',
  '9999-12-31',
  'Fri, 20 Nov 2026 10:00:00 GMT',
  'Fri, 31 Dec 9999 23:59:59 GMT',
  'Infinity',
  'NaN',
  'Sat, 01 Jan 0000 00:00:00 GMT',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  '"',
  '""',
  'W/""',
  '*',
  '"\u00e9\u00ff"',
  `"${'x'.repeat(300)}"`,
  `"${'x'.repeat(15_700)}"`,
  '-5/15m',
  '0/15m',
  '600/0m',
  '600/15d',
  '6/1m',
  '150/15m, 600/15m',
  '__proto__',
];
const headers = fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES), {
  maxKeys: 6,
});
const answers = fc.record({
  status: fc.constantFrom(200, 200, 200, 304, 404, 420, 429, 520),
  headers,
});

describe('headers that were changed on their way', { timeout: 120_000 }, () => {
  test('become an answer that expires in time or an error of ESI, and are forgotten in an hour', async () => {
    const tally = { read: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(answers, { minLength: 1, maxLength: 3 }), async (sent) => {
        for (const each of sent) {
          serve({
            status: each.status,
            body: STATUS,
            headers: { ...freshFor(30), ...each.headers },
          });
          tally[await readOrRefuse()] += 1;
          stage.nowMs += 60_000;
        }
        stage.nowMs += HOUR_MS;
        // A server as it should be: what was there before must not keep us from it.
        serve({ body: STATUS, headers: freshFor(30) });
        expect((await stage.esi.request(status(), { signal })).data).toEqual(STATUS);
        expect(
          (await stage.esi.requestAllPages(regionOrders({ regionId: 1 }), { signal })).data,
        ).toEqual([]);
        stage.nowMs += HOUR_MS;
      }),
      { numRuns: RUNS },
    );
    // Both ways are taken, else this would prove nothing.
    expect(tally.read).toBeGreaterThan(RUNS / 10);
    expect(tally.refused).toBeGreaterThan(RUNS / 10);
  });
});

function serve(answer: ScriptedAnswer): void {
  stage.server.play(({ url }) =>
    url.pathname.endsWith('/orders') ? { body: [], headers: freshFor(30, { pages: 1 }) } : answer,
  );
}

async function readOrRefuse(): Promise<'read' | 'refused'> {
  try {
    const { expiresAt } = await stage.esi.request(status(), { signal });
    const freshForMs = expiresAt.getTime() - stage.nowMs;
    expect(freshForMs).toBeGreaterThan(0);
    expect(freshForMs).toBeLessThanOrEqual(HOUR_MS);
    return 'read';
  } catch (error) {
    if (error instanceof EsiError) return 'refused';
    throw error;
  }
}

test.each(['', `"${'x'.repeat(300)}"`])('an ETag of %j is not asked with', async (etag) => {
  serve({ body: STATUS, headers: { ...freshFor(30), etag } });
  await stage.esi.request(status(), { signal });
  stage.nowMs += 31_000;
  await stage.esi.request(status(), { signal });
  const asked = stage.server.requests.map(({ headers: sent }) => sent['if-none-match']);
  expect(asked).toEqual([undefined, undefined]);
});

test('a 304 that names no ETag leaves the one that was asked with', async () => {
  serve({ body: STATUS, headers: freshFor(30, { etag: 'W/"e1"' }) });
  await stage.esi.request(status(), { signal });
  serve({ status: 304, headers: freshFor(30) });
  for (let times = 0; times < 2; times += 1) {
    stage.nowMs += 31_000;
    expect((await stage.esi.request(status(), { signal })).data).toEqual(STATUS);
  }
  const asked = stage.server.requests.map(({ headers: sent }) => sent['if-none-match']);
  expect(asked).toEqual([undefined, 'W/"e1"', 'W/"e1"']);
});
