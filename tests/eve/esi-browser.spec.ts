import { test as base, expect } from '@playwright/test';
import {
  freshFor,
  type ScriptedEsi,
  startScriptedEsi,
} from '#lib/eve/esi-browser/testing/start-scripted-esi.ts';
import { openTab, startKitSite, type Tab, type TabOptions } from './esi-browser-tab.ts';

type Stage = {
  readonly esi: ScriptedEsi;
  /** A tab of one browser, with a client of its own. `/plain` is without locks, `/opaque` without storage. */
  open(path?: string, options?: TabOptions): Promise<Tab>;
};

const test = base.extend<{ stage: Stage }, { site: string }>({
  site: [
    async ({ browserName: _ }, use) => {
      await using site = await startKitSite();
      await use(site.url);
    },
    { scope: 'worker' },
  ],
  stage: async ({ context, site }, use) => {
    await using esi = await startScriptedEsi();
    await use({
      esi,
      open: (path = '/', options = {}) => openTab(context, site + path, esi, options),
    });
  },
});

// Nothing can be seen here, and recording takes longer than the tests.
test.use({ trace: 'off', screenshot: 'off' });

test('every store keeps its promises in a browser', async ({ stage }) => {
  const { page } = await stage.open();
  const broken = await page.evaluate(async () => {
    const { createIndexedDbStore, createLocalStore, createMemoryStore, createSessionStore } =
      window.kit;
    const stores = {
      createIndexedDbStore,
      createLocalStore,
      createMemoryStore,
      createSessionStore,
    };
    const found: string[] = [];
    for (const [name, create] of Object.entries(stores)) {
      for (const rule of window.kit.storeContract) {
        await rule.check(create).catch((error) => found.push(`${name} ${rule.name}: ${error}`));
      }
    }
    return found;
  });
  expect(broken).toEqual([]);
});

test.describe('without headers of its own', () => {
  test('no preflight is asked, and the browser renews a stale answer by its ETag', async ({
    stage,
  }) => {
    stage.esi.play(({ headers }) => ({
      status: headers['if-none-match'] ? 304 : 200,
      headers: freshFor(-1, { etag: '"a"' }),
      body: { players: 3 },
    }));
    const tab = await stage.open();
    for (let i = 0; i < 3; i++) {
      expect(await tab.ask('/status')).toEqual({ players: 3 });
      await tab.pass(301);
    }
    expect(stage.esi.preflights).toEqual([]);
    expect(stage.esi.requests.map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      '"a"',
      '"a"',
    ]);
    const [request] = stage.esi.requests;
    expect(request?.url.searchParams.get('user_agent')).toBe('Market/1.0 (mail@example.com)');
    expect(request?.headers['accept-language']).toBe('en');
  });

  test('a renewed answer has its new time', async ({ stage }) => {
    stage.esi.play(({ nth, headers }) => ({
      status: headers['if-none-match'] ? 304 : 200,
      headers: freshFor(nth === 0 ? -1 : 300, { etag: '"a"' }),
      body: { players: 3 },
    }));
    const tab = await stage.open();
    await tab.ask('/status');
    await tab.pass(11);
    await tab.ask('/status');
    await tab.pass(200);
    expect(await tab.ask('/status')).toEqual({ players: 3 });
    expect(stage.esi.requests).toHaveLength(2);
  });

  test('a clock that is hours ahead makes nobody ask ESI before its time', async ({ stage }) => {
    stage.esi.play(() => ({ headers: freshFor(250, { etag: '"a"' }), body: { players: 3 } }));
    const tab = await stage.open('/', { aheadSeconds: 3 * 3_600 });
    for (let i = 0; i < 5; i++) {
      expect(await tab.ask('/status')).toEqual({ players: 3 });
      await tab.pass(301);
    }
    expect(stage.esi.requests).toHaveLength(1);
  });

  test('a bad body that the browser has cached is not had twice', async ({ stage }) => {
    stage.esi.play(({ nth }) => ({
      headers: freshFor(300),
      body: nth === 0 ? '<html>Bad gateway</html>' : { players: 3 },
    }));
    const tab = await stage.open();
    for (let times = 0; times < 2; times++) {
      expect(await tab.ask('/status')).toBe('ERR_ESI_SCHEMA');
      expect(stage.esi.requests).toHaveLength(1);
    }
    // To the browser, whose clock nobody moves, its copy of the bad one is still good.
    await tab.pass(301);
    expect(await tab.ask('/status')).toEqual({ players: 3 });
    expect(stage.esi.requests).toHaveLength(2);
  });
});

test('with headers of its own a preflight is asked, and a 304 revives the body', async ({
  stage,
}) => {
  stage.esi.play(({ headers }) => ({
    status: headers['if-none-match'] ? 304 : 200,
    headers: freshFor(-1, { etag: '"a"' }),
    body: { players: 3 },
  }));
  const tab = await stage.open('/', { sendsHeaders: true });
  await tab.ask('/status');
  await tab.pass(11);
  expect(await tab.ask('/status')).toEqual({ players: 3 });
  expect(stage.esi.preflights.length).toBeGreaterThan(0);
  expect(stage.esi.requests[1]?.headers).toMatchObject({
    'if-none-match': '"a"',
    'x-compatibility-date': '2026-08-04',
  });
});

test.describe('two tabs', () => {
  for (const path of ['/', '/plain']) {
    const how = path === '/' ? 'by locks' : 'without locks';

    test(`ask once, the second waiting for the first, ${how}`, async ({ stage }) => {
      let answer = () => {};
      const held = new Promise<void>((resolve) => {
        answer = resolve;
      });
      stage.esi.play(async () => {
        await held;
        return { headers: freshFor(300), body: { players: 3 } };
      });
      const first = await stage.open(path);
      const second = await stage.open(path);
      const asked = first.ask('/status');
      await expect.poll(() => stage.esi.requests.length).toBe(1);
      const waiting = second.ask('/status');
      // Another question of the second tab goes its way: only equal ones wait.
      const other = second.ask('/markets/prices');
      await expect.poll(() => stage.esi.requests.length).toBe(2);
      answer();
      for (const call of [asked, waiting, other]) expect(await call).toEqual({ players: 3 });
      expect(stage.esi.requests).toHaveLength(2);
      expect(
        await second.page.evaluate(() =>
          Object.keys(localStorage).filter((key) => key.includes('turn')),
        ),
      ).toEqual([]);
    });

    test(`end for the second by its own signal while it waits, ${how}`, async ({ stage }) => {
      stage.esi.play(() => ({ fault: 'hang' }));
      const first = await stage.open(path);
      const second = await stage.open(path);
      const asked = first.ask('/status');
      await expect.poll(() => stage.esi.requests.length).toBe(1);
      const left = second.page.evaluate(() => {
        const signal = AbortSignal.timeout(50);
        return window.esi.fetchEsi('/status', { signal }).catch((error) => error.name);
      });
      expect(await left).toBe('TimeoutError');
      expect(stage.esi.requests).toHaveLength(1);
      await first.page.close();
      await asked.catch(() => {});
    });
  }

  test('lose nothing when the asking one is closed', async ({ stage }) => {
    stage.esi.play(({ nth }) => (nth === 0 ? { fault: 'hang' } : { body: { players: 3 } }));
    const first = await stage.open();
    const second = await stage.open();
    const asked = first.ask('/status').catch(() => {});
    await expect.poll(() => stage.esi.requests.length).toBe(1);
    const waiting = second.ask('/status');
    await first.page.close();
    expect(await waiting).toEqual({ players: 3 });
    await asked;
  });

  test('know of each other that ESI wants to be left alone', async ({ stage }) => {
    stage.esi.play(() => ({ status: 420, headers: { 'x-esi-error-limit-reset': '30' } }));
    const first = await stage.open();
    const second = await stage.open();
    expect(await first.ask('/status')).toBe('ERR_ESI_ERROR_LIMIT');
    expect(await second.ask('/markets/prices')).toBe('ERR_ESI_ERROR_LIMIT');
    expect(stage.esi.requests).toHaveLength(1);
  });
});

test('a reload and a new tab read what was kept', async ({ stage }) => {
  stage.esi.play(({ nth }) => ({
    headers: { ...freshFor(300), 'cache-control': 'no-store' },
    body: { nth },
  }));
  const tab = await stage.open();
  await tab.ask('/status');
  const other = await stage.open();
  expect(await other.ask('/status')).toEqual({ nth: 0 });
  expect(stage.esi.requests).toHaveLength(1);
});

test('a full localStorage costs the least recently used, never an answer nor what is not ours', async ({
  stage,
}) => {
  stage.esi.play(({ url }) => ({
    headers: { ...freshFor(3_600, { windowSeconds: 3_600 }), 'cache-control': 'no-store' },
    body: { path: url.pathname, text: 'x'.repeat(50_000) },
  }));
  const tab = await stage.open();
  await tab.page.evaluate(() => {
    localStorage.setItem('cart', 'x'.repeat(5_000_000));
  });
  for (let id = 1; id <= 8; id++) {
    expect(await tab.ask(`/universe/types/${id}`)).toMatchObject({
      path: `/esi/universe/types/${id}`,
    });
    await tab.pass(61);
    await tab.ask('/universe/types/1');
  }
  const kept = await tab.page.evaluate(() => [
    localStorage.getItem('cart')?.length,
    Object.keys(localStorage),
  ]);
  expect(kept[0]).toBe(5_000_000);
  const ids = (kept[1] as string[]).map((key) => /types\/(\d+)/.exec(key)?.[1]).filter(Boolean);
  expect(ids.toSorted()).toEqual(['1', '6', '7', '8'].slice(-ids.length));
  expect(ids).toContain('1');
  expect(ids).toContain('8');
  expect(stage.esi.requests).toHaveLength(8);
});

test('where storage and locks are forbidden it works, and remembers in the page', async ({
  stage,
}) => {
  stage.esi.play(() => ({ headers: freshFor(300), body: { players: 3 } }));
  const tab = await stage.open('/opaque');
  expect(
    await tab.page.evaluate(() => {
      try {
        return localStorage.length;
      } catch (error) {
        return String(error);
      }
    }),
  ).toContain('SecurityError');
  expect(await tab.ask('/status')).toEqual({ players: 3 });
  expect(await tab.ask('/status')).toEqual({ players: 3 });
  expect(stage.esi.requests).toHaveLength(1);
});
