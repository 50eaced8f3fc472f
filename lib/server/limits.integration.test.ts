import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestRedis } from '#tests/support/services.ts';
import { type Container, createContainer } from './container.ts';
import { HttpError } from './http.ts';
import { limit, peek } from './limits.ts';
import { refusePage } from './page-limits.ts';
import { BUDGETS, type Budget, type Caller, costOfPaste, spend } from './request-limits.ts';
import { testEnv } from './testing/test-env.ts';

const DATABASE_NOT_ASKED = 'postgresql://nobody@127.0.0.1:1/none';
const PASTES: Budget = { name: 'paste', kind: 'write', points: 2, durationS: 60 };
const LOOKS: Budget = { name: 'looks', kind: 'read', points: 2, durationS: 60 };

let redisUrl: string;
let container: Container & AsyncDisposable;
beforeAll(async () => {
  redisUrl = (await createTestRedis()).url;
  container = await createProcess(redisUrl);
});
afterAll(() => container[Symbol.asyncDispose]());

const CODE = '/q/AT-0000-0000';
const LOOK = { target: CODE, path: CODE, method: 'GET', bodyBytes: 0 };

describe('a limit', () => {
  test('holds for its name and key, and says when to come back', async () => {
    expect(await limit(container, PASTES, 'ann')).toMatchObject({ ok: true });
    expect(await limit(container, PASTES, 'ann')).toMatchObject({ ok: true });
    const third = await limit(container, PASTES, 'ann');
    expect(third).toMatchObject({ ok: false, reason: 'limited' });
    expect(third.ok ? 0 : third.retryAfterMs).toBeGreaterThan(50_000);
    expect(await limit(container, PASTES, 'bob')).toMatchObject({ ok: true });
    expect(await limit(container, { ...PASTES, name: 'quotes' }, 'ann')).toMatchObject({
      ok: true,
    });
  });

  test('is one for all processes, however hard they press at once', async () => {
    const budget = { name: 'pressed', points: 200, durationS: 60 };
    await using other = await createProcess(redisUrl);
    const outcomes = await Promise.all(
      Array.from({ length: 600 }, (_, index) =>
        limit(index % 2 === 0 ? container : other, budget, 'ann'),
      ),
    );
    const passed = outcomes.filter(({ ok }) => ok).length;
    expect(passed).toBeGreaterThanOrEqual(180);
    expect(passed).toBeLessThanOrEqual(220);
  });

  test('can be looked at without taking anything of it', async () => {
    for (let index = 0; index < 5; index += 1) {
      expect(await peek(container, PASTES, 'cyd')).toMatchObject({ ok: true, remaining: 2 });
    }
    await limit(container, PASTES, 'cyd', 2);
    expect(await peek(container, PASTES, 'cyd')).toMatchObject({ ok: false, reason: 'limited' });
  });
});

describe('a caller', () => {
  test('is counted by address and by account, whichever is spent first', async () => {
    const one = { address: '192.0.2.1', accountId: 'one' };
    await spend(container, LOOKS, one);
    await spend(container, LOOKS, { address: '192.0.2.2', accountId: 'one' });
    expect(await refusalOf(LOOKS, { address: '192.0.2.3', accountId: 'one' })).toBe(429);

    await spend(container, LOOKS, { address: '192.0.2.1', accountId: 'two' });
    expect(await refusalOf(LOOKS, { address: '192.0.2.1', accountId: 'three' })).toBe(429);
  });

  test('with a network of IPv6 has one budget for all of it', async () => {
    await spend(container, LOOKS, { address: '2001:db8:0:1::1' });
    await spend(container, LOOKS, { address: '2001:db8:0:1:ffff::2' });
    expect(await refusalOf(LOOKS, { address: '2001:db8:0:1::3' })).toBe(429);
    expect(await refusalOf(LOOKS, { address: '2001:db8:0:2::1' })).toBeNull();
  });

  test('is told when to come back, in a sentence and in a header', async () => {
    const caller = { address: '192.0.2.9' };
    await spend(container, PASTES, caller, 2);
    const error = await spend(container, PASTES, caller).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(HttpError);
    expect(error).toMatchObject({
      problem: {
        status: 429,
        detail: expect.stringMatching(/^That was too often\. Try again in \d+ s\.$/),
        headers: { 'Retry-After': expect.stringMatching(/^(59|60)$/) },
      },
    });
  });

  test('reads of a spent budget on the quote’s page before the page is asked', async () => {
    const network = '192.0.2.10';
    expect(await refusePage(container, LOOK, network)).toBeNull();
    await limit(container, BUDGETS.quoteLookUps, network, BUDGETS.quoteLookUps.points);
    expect(await refusePage(container, LOOK, network)).toMatchObject({
      status: 429,
      headers: { 'Retry-After': expect.stringMatching(/^\d+$/) },
    });
    expect(await refusePage(container, { ...LOOK, path: '/quotes' }, network)).toBeNull();
  });
});

describe('what is sent counts by its size before anybody reads it', () => {
  const sent = (target: string) => ({
    target,
    path: decodeURIComponent(target),
    method: 'POST',
    bodyBytes: 800_000,
  });
  const firstRefusal = async (target: string, network: string) => {
    for (let nth = 0; nth < 30; nth += 1) {
      const refusal = await refusePage(container, sent(target), network);
      if (refusal) return { nth, status: refusal.status };
    }
    return null;
  };

  test.each([
    ['to a page', '/', '192.0.2.30'],
    ['to a route, right or not', '/api/appraisals', '192.0.2.31'],
    ['to what is nearly a route', '/API/appraisals', '192.0.2.32'],
    ['to a route in another spelling', '/%61pi/appraisals', '192.0.2.33'],
  ])('%s', async (_what, target, network) => {
    expect(await firstRefusal(target, network)).toEqual({ nth: 23, status: 429 });
  });

  test('for pages and for routes apart, and for each address', async () => {
    expect(await firstRefusal('/', '192.0.2.34')).not.toBeNull();
    expect(await refusePage(container, sent('/api/appraisals'), '192.0.2.34')).toBeNull();
    expect(await refusePage(container, sent('/'), '192.0.2.35')).toBeNull();
  });
});

test('the largest paste costs as much as sixteen short ones', () => {
  expect([0, 1, 65_536, 65_537, 1_048_576].map(costOfPaste)).toEqual([1, 1, 1, 2, 16]);
});

describe('a Redis', () => {
  test('that is gone refuses what writes, lets reads go on, and keeps nobody waiting', async () => {
    await using away = await createProcess('redis://127.0.0.1:1');
    await expectQuickRefusals(away);
  });

  test('that hangs does the same, and counts again once it is awake', async () => {
    const proxy = await startSleeper(redisUrl);
    try {
      await using sleepy = await createProcess(proxy.url);
      expect(await refusalOf(PASTES, { address: '192.0.2.20' }, sleepy)).toBeNull();
      proxy.sleep();
      await expectQuickRefusals(sleepy);
      proxy.wake();
      await expect
        .poll(() => limit(sleepy, { ...PASTES, points: 100 }, '192.0.2.22'), { timeout: 10_000 })
        .toMatchObject({ ok: true });
    } finally {
      proxy.end();
    }
  });
});

async function expectQuickRefusals(process: Container): Promise<void> {
  const startedAt = performance.now();
  expect(await refusalOf(PASTES, { address: '192.0.2.21' }, process)).toBe(503);
  expect(performance.now() - startedAt).toBeLessThan(1_900);

  const nextAt = performance.now();
  expect(await refusalOf(LOOKS, { address: '192.0.2.21' }, process)).toBeNull();
  expect(await refusalOf(PASTES, { address: '192.0.2.21' }, process)).toBe(503);
  expect(await refusePage(process, LOOK, '192.0.2.21')).toBeNull();
  expect(performance.now() - nextAt).toBeLessThan(400);
}

async function refusalOf(
  budget: Budget,
  caller: Caller,
  process: Container = container,
): Promise<number | null> {
  try {
    await spend(process, budget, caller);
    return null;
  } catch (error) {
    if (error instanceof HttpError) return error.problem.status;
    throw error;
  }
}

function createProcess(url: string): Promise<Container & AsyncDisposable> {
  return createContainer(testEnv({ databaseUrl: DATABASE_NOT_ASKED, redisUrl: url }), 'test');
}

/** A way to Redis that can fall asleep, as the process itself does when it is stopped by a signal. */
async function startSleeper(url: string) {
  const target = new URL(url);
  const sockets: Socket[] = [];
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    near.on('error', () => far.destroy()).pipe(far);
    far.on('error', () => near.destroy()).pipe(near);
    sockets.push(near, far);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = new URL(url);
  own.port = String((server.address() as AddressInfo).port);
  return {
    url: own.href,
    sleep: () => {
      for (const socket of sockets) socket.pause();
    },
    wake: () => {
      for (const socket of sockets) socket.resume();
    },
    end: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
