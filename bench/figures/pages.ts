import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from '@playwright/test';
import { startStorySite } from '#bin/setup/story-site.ts';
import { startTestServices } from '#bin/setup/test-services.ts';
import { signIn, TRADER } from '#tests/support/story.ts';
import { getQuote } from '#tests/support/trade.ts';
import { ROOT } from '../support/bench-site.ts';
import type { Figure, Measure } from '../support/figure.ts';
import { pasteUntilPriced } from '../support/paste-until-priced.ts';
import { median, spreadOf } from '../support/rounds.ts';

/** Chrome's own "slow 4G", as its performance audits take it. */
const SLOW_4G = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1_000_000) / 8,
  uploadThroughput: (0.75 * 1_000_000) / 8,
} as const;
const CPU_SLOWDOWN = 4;
/** After `load`, what may still be painted or shifted. */
const SETTLED_MS = 2_000;

const MOST_JS_KB = 160;
const MOST_LCP_MS = 1_800;
const MOST_CLS = 0.02;

type Visit = { readonly jsKb: number; readonly lcpMs: number; readonly cls: number };

/** Each page, visited for the first time on a slow phone. No peer: the bars are absolute. */
export const pages: Figure = {
  name: 'pages',
  title: 'first visits with a processor four times slower, on slow 4G',
  async measure({ rounds, say }) {
    await using services = await startTestServices(ROOT, say);
    const signal = AbortSignal.timeout(3_600_000);
    await using site = await startStorySite(ROOT, { services, signal, say });
    const baseURL = site.variables.STORY_SITE_URL ?? '';
    const browser = await chromium.launch({
      ...(site.variables.STORY_BROWSER ? { executablePath: site.variables.STORY_BROWSER } : {}),
      args: ['--no-sandbox', '--disable-gpu'],
    });
    try {
      const { code, storageState } = await prepare(browser, baseURL);
      const measures: Measure[] = [];
      for (const path of ['/', `/q/${code}`, '/market/1230', '/admin/inbox']) {
        const visits: Visit[] = [];
        for (let round = 0; round < rounds; round += 1) {
          const state = path.startsWith('/admin') ? { storageState } : {};
          const context = await browser.newContext({ baseURL, ...state });
          visits.push(await visit(await context.newPage(), path));
          await context.close();
        }
        measures.push(...toMeasures(path.startsWith('/q/') ? '/q/CODE' : path, visits));
      }
      return measures;
    } finally {
      await browser.close();
    }
  },
};

type Prepared = {
  readonly code: string;
  readonly storageState: Awaited<
    ReturnType<Awaited<ReturnType<Browser['newContext']>>['storageState']>
  >;
};

async function prepare(browser: Browser, baseURL: string): Promise<Prepared> {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await signIn(page, TRADER);
  await pasteUntilPriced(page);
  const code = await getQuote(page);
  const storageState = await context.storageState();
  await context.close();
  return { code, storageState };
}

async function visit(page: Page, path: string): Promise<Visit> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW_4G);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  const scripts: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    scripts.push(
      response.body().then(
        (body) => gzipSync(body).length,
        () => 0,
      ),
    );
  });
  await page.addInitScript(watchPaint);
  await page.goto(path, { waitUntil: 'load' });
  const loaded = scripts.slice();
  await page.waitForTimeout(SETTLED_MS);
  const { lcpMs, cls } = await page.evaluate(() => Reflect.get(globalThis, 'benchPaint'));
  const bytes = (await Promise.all(loaded)).reduce((sum, size) => sum + size, 0);
  return { jsKb: bytes / 1_000, lcpMs, cls };
}

/** Runs in the page, before its own scripts. */
function watchPaint(): void {
  const paint = { lcpMs: 0, cls: 0 };
  Reflect.set(globalThis, 'benchPaint', paint);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) paint.lcpMs = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      // What follows a person's own click is no shift; nobody clicks here.
      paint.cls += Number(Reflect.get(entry, 'value'));
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

function toMeasures(path: string, visits: readonly Visit[]): Measure[] {
  const taken = (
    what: string,
    unit: string,
    pick: (visit: Visit) => number,
    atMost: number | null,
  ) => {
    const values = visits.map(pick);
    const value = median(values);
    return {
      what: `${path}: ${what}`,
      unit,
      value,
      spread: spreadOf(values),
      ...(atMost !== null && { bar: { atMost } }),
    };
  };
  return [
    // Only the page that everybody opens first has a bar.
    taken(
      'first-load JavaScript, gzip',
      'kB',
      ({ jsKb }) => jsKb,
      path === '/' ? MOST_JS_KB : null,
    ),
    taken('largest contentful paint', 'ms', ({ lcpMs }) => lcpMs, MOST_LCP_MS),
    taken('cumulative layout shift', '', ({ cls }) => cls, MOST_CLS),
  ];
}
