import { gzipSync } from 'node:zlib';
import type { Page, Request } from '@playwright/test';
import { capture } from '#tests/support/capture.ts';
import { expect, expectAccessible, test } from '#tests/support/story.ts';
import { getQuote, paste } from '#tests/support/trade.ts';

const HISTORY = '/markets/{region_id}/history';
const TYPE = '/universe/types/{type_id}';
const HOUR_MS = 3_600_000;
/** Types of EVE that other stories have no use for. */
const VELDSPAR = 1230;
const SCORDITE = 1228;
const PYROXERES = 1224;
const TRITANIUM = 34;
const ZYDRINE = 39;
const MEGACYTE = 40;
const NOCXIUM = 38;
/** Its page is there, and nobody has ever traded one. */
const UNTRADED = 81_143;
const UNSOLD_BLUEPRINT = 784;

const GAME_URL = process.env.STORY_GAME_URL ?? '';
const SITE_URL = process.env.STORY_SITE_URL ?? '';

/** A new site knows no prices until it has read its first books. */
async function waitForBooks(page: Page): Promise<void> {
  await expect(async () => {
    await page.goto(`/market/${VELDSPAR}`);
    await expect(page.getByRole('region', { name: 'Veldspar at Jita' })).toContainText('Best buy', {
      timeout: 1_000,
    });
  }).toPass({ timeout: 120_000 });
}

test.afterEach(() => breakEsi([]));

test('a pilot finds an item, and EVE’s prices come to the browser straight from EVE', async ({
  story,
}) => {
  await waitForBooks(await story.visitor());
  const pilot = await story.visitor({ hasNoAddress: true });
  const asked = listenFor(pilot);

  await test.step('by its name', async () => {
    await pilot.goto('/market');
    await expect(pilot.getByRole('heading', { level: 1 })).toHaveText('Market');
    const first = pilot
      .getByRole('table', { name: /^Items/ })
      .getByRole('row')
      .nth(1);
    await expect(first).toContainText(/[+−]?\d+\.\d\u00a0% in 30 days/);
    await expectAccessible(pilot);
    await capture(pilot, 'market-list');
    await pilot.getByRole('textbox', { name: 'Item name' }).fill('compressed veldspar');
    await pilot.keyboard.press('Enter');
    await expect(
      pilot.getByRole('link', { name: 'Compressed Veldspar', exact: true }),
    ).toBeVisible();
    await pilot.getByRole('textbox', { name: 'Item name' }).fill('veldspar');
    await pilot.getByRole('button', { name: 'Find', exact: true }).click();
    await pilot.getByRole('link', { name: 'Veldspar', exact: true }).click();
    await expect(pilot.getByRole('heading', { level: 1 })).toHaveText('Veldspar');
    await expect(pilot).toHaveTitle('Veldspar, Jita — Market');
  });

  await test.step('what the site knows is there, and what it pays', async () => {
    await expect(pilot.getByRole('region', { name: 'Veldspar at Jita' })).toContainText('Best buy');
    await expect(pilot.getByText(/We buy at [\d.,]+ ISK/)).toBeVisible();
  });

  await test.step('and what EVE says of it', async () => {
    await expect(chartOf(pilot)).toBeVisible();
    await expect(pilot.getByRole('region', { name: 'Facts' })).toContainText('told by EVE alone');
    await expectAccessible(pilot);
  });

  const esi = asked.filter(isEsi);
  const ofIt = esi.filter(
    (request) =>
      request.url().includes(`type_id=${VELDSPAR}&`) || !pathOf(request).endsWith('/history'),
  );
  // Its history came with the list already, and comes once.
  expect(ofIt.map((request) => `${request.method()} ${pathOf(request)}`).toSorted()).toEqual([
    `GET /esi/markets/10000002/history`,
    `GET /esi/universe/types/${VELDSPAR}`,
  ]);
  for (const request of esi) {
    const query = new URL(request.url()).searchParams;
    expect(query.get('user_agent')).toContain(SITE_URL);
    expect(query.get('user_agent')).not.toContain('@');
  }
  // Our own server gave pages and files, and nothing of EVE's.
  const own = asked.filter((request) => request.url().startsWith(SITE_URL)).map(pathOf);
  expect(own.filter((path) => /^\/api\/|history|types/.test(path))).toEqual([]);
});

test('who comes back before the prices expire asks EVE nothing, in another tab neither', async ({
  story,
}) => {
  const first = await story.visitor({ hasNoAddress: true });
  await first.goto(`/market/${SCORDITE}`);
  await expect(chartOf(first)).toBeVisible();
  await expect(first.getByRole('region', { name: 'Facts' })).toContainText('told by EVE alone');
  const second = await first.context().newPage();
  const asked = [listenFor(first), listenFor(second)];

  await first.reload();
  await expect(chartOf(first)).toBeVisible();
  await second.goto(`/market/${SCORDITE}`);
  await expect(chartOf(second)).toBeVisible();
  await expect(second.getByRole('region', { name: 'Facts' })).toContainText('told by EVE alone');
  expect(asked.flat().filter(isEsi)).toEqual([]);
});

test('prices that have expired are renewed by 304, and shown as before', async ({ story }) => {
  const pilot = await story.visitor({ hasNoAddress: true });
  await breakEsi([{ target: 'esi', kind: 'stale-expires', route: HISTORY }]);
  await pilot.goto(`/market/${PYROXERES}`);
  const before = await sayingOf(pilot);

  await breakEsi([]);
  const later = await pilot.context().newPage();
  await later.clock.setFixedTime(Date.now() + 5 * 60_000);
  // A page is shown the renewed answer; what went over the wire only the browser's own tools tell.
  const wire = await later.context().newCDPSession(later);
  const statuses: number[] = [];
  wire.on('Network.responseReceivedExtraInfo', ({ statusCode }) => statuses.push(statusCode));
  await wire.send('Network.enable');
  const asked = later.waitForRequest((request) => request.url().includes('/history'));
  await later.goto(`/market/${PYROXERES}`);
  await expect(chartOf(later)).toBeVisible();
  expect((await (await asked).allHeaders())['if-none-match']).toBeTruthy();
  expect(statuses).toContain(304);
  expect(await sayingOf(later)).toBe(before);
  await expect(later.getByText('EVE does not answer')).toHaveCount(0);
});

test('with EVE away old prices are shown with their age, and others once it is back', async ({
  story,
}) => {
  const pilot = await story.visitor({ hasNoAddress: true });
  await pilot.goto(`/market/${ZYDRINE}`);
  await expect(chartOf(pilot)).toBeVisible();
  await expect(pilot.getByText('The trader does not buy Zydrine.')).toBeVisible();
  await capture(pilot, 'market-item');

  await breakEsi([{ target: 'esi', kind: '503' }]);
  const later = await openOnAnotherDay(pilot);
  await later.goto(`/market/${ZYDRINE}`);
  await expect(chartOf(later)).toBeVisible();
  await expect(later.getByRole('status').filter({ hasText: 'EVE does not answer' })).toContainText(
    /This is of .* old\./,
  );
  await expectAccessible(later);
  await capture(later, 'market-item-stale');

  await breakEsi([]);
  await later.getByRole('button', { name: 'Try again' }).click();
  await expect(later.getByText('EVE does not answer')).toHaveCount(0);
});

test('with EVE away and nothing known the page says so, keeps its own part, and tries again', async ({
  story,
}) => {
  const pilot = await story.visitor({ hasNoAddress: true });
  await breakEsi([{ target: 'esi', kind: '503' }]);
  await pilot.goto(`/market/${TRITANIUM}`);
  await expect(
    pilot.getByRole('alert').filter({ hasText: 'The price history did not load' }),
  ).toContainText('EVE answers, but with an error of its own');
  await expect(pilot.getByRole('heading', { level: 1 })).toHaveText('Tritanium');
  await expectAccessible(pilot);
  await capture(pilot, 'market-item-failed');

  await breakEsi([]);
  const again = pilot.getByRole('button', { name: 'Try again' });
  await again.last().click();
  // The other part may have tried by itself meanwhile.
  await expect(async () => {
    if (await again.first().isVisible()) await again.first().click({ timeout: 1_000 });
    await expect(chartOf(pilot)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(pilot.getByRole('region', { name: 'Facts' })).toContainText('told by EVE alone');
});

test('what nobody can read is no answer: old prices stay, and nobody is told that EVE has none', async ({
  story,
}) => {
  const pilot = await story.visitor({ hasNoAddress: true });
  await pilot.goto(`/market/${NOCXIUM}`);
  await expect(chartOf(pilot)).toBeVisible();

  await breakEsi([{ target: 'esi', kind: 'not-json' }]);
  const later = await openOnAnotherDay(pilot);
  await later.goto(`/market/${NOCXIUM}`);
  await expect(chartOf(later)).toBeVisible();
  await expect(later.getByRole('status').filter({ hasText: 'EVE does not answer' })).toContainText(
    /This is of .* old\./,
  );

  const asked = listenFor(pilot);
  for (const _reload of [1, 2, 3]) {
    await pilot.goto(`/market/${MEGACYTE}`);
    await expect(
      pilot.getByRole('alert').filter({ hasText: 'The price history did not load' }),
    ).toContainText('something that this site does not understand');
    await expect(pilot.getByText('EVE has none of this')).toHaveCount(0);
  }
  expect(asked.filter((request) => isEsi(request) && /history/.test(pathOf(request)))).toHaveLength(
    1,
  );
});

test('nothing moves while prices come, however slowly', async ({ story }) => {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    const pilot = await story.visitor({ hasNoAddress: true });
    await pilot.setViewportSize(viewport);
    await pilot.addInitScript(watchShifts);
    await breakEsi([{ target: 'esi', kind: 'slow', delayMs: 1_000 }]);
    await pilot.goto(`/market/${VELDSPAR}`);
    await expect(pilot.getByText('The price history is on its way.')).toBeAttached();
    if (viewport.width > 900) await capture(pilot, 'market-item-loading');
    await pilot.setViewportSize(viewport);
    await pilot.evaluate(() => Reflect.set(globalThis, 'shifted', 0));
    await expect(chartOf(pilot)).toBeVisible();
    await expect(pilot.getByRole('region', { name: 'Facts' })).toContainText('told by EVE alone');
    expect(await pilot.evaluate(() => Reflect.get(globalThis, 'shifted'))).toBeLessThanOrEqual(
      0.02,
    );
  }
});

test('the chart is read by keyboard, as a table, and over other ranges', async ({ story }) => {
  const pilot = await story.visitor({ hasNoAddress: true });
  await pilot.goto(`/market/${VELDSPAR}`);
  const day = pilot.getByRole('slider', { name: 'Day' });
  const last = await day.getAttribute('aria-valuetext');
  expect(last).toMatch(
    /^\d+ \w+ \d{4}: average [\d.,]+ ISK, from [\d.,]+ to [\d.,]+, [\d,]+ units/,
  );
  await day.focus();
  await pilot.keyboard.press('ArrowLeft');
  await expect(day).not.toHaveAttribute('aria-valuetext', last ?? '');
  await capture(pilot, 'market-item-chosen');
  await pilot.keyboard.press('Home');
  await expect(day).toHaveValue('0');

  await pilot.getByRole('button', { name: '30 d' }).click();
  const history = pilot.getByRole('region', { name: 'Price history', exact: true });
  await history.getByRole('button', { name: 'Show as table' }).click();
  const table = pilot.getByRole('table', { name: /Price history of Veldspar/ });
  await expect(table.getByRole('row')).toHaveCount(31);
  await expectAccessible(pilot);
  await capture(pilot, 'market-item-table');
  await pilot.getByRole('button', { name: '1 y' }).click();
  await expect(table.getByRole('row')).toHaveCount(366);
  await pilot.setViewportSize({ width: 320, height: 700 });
  expect(await overflowOf(pilot)).toBeLessThanOrEqual(0);
});

test('the order book is read by keyboard, by pointing, and as a table', async ({ story }) => {
  await waitForBooks(await story.visitor());
  const pilot = await story.visitor({ hasNoAddress: true });
  await pilot.goto(`/market/${VELDSPAR}`);
  const book = pilot.getByRole('region', { name: 'Order book', exact: true });
  await expect(
    book.getByRole('figure', {
      name: /^Order book of Veldspar at Jita: [\d,]+ units wanted from .*; [\d,]+ units offered from/,
    }),
  ).toBeVisible();

  const price = book.getByRole('slider', { name: 'Price' });
  await price.focus();
  const best = await price.getAttribute('aria-valuetext');
  expect(best).toMatch(/^[\d,]+ units wanted at [\d.]+ ISK or more, on average at [\d.]+ ISK$/);
  await pilot.keyboard.press('ArrowLeft');
  await expect(price).not.toHaveAttribute('aria-valuetext', best ?? '');
  await pilot.keyboard.press('End');
  await expect(price).toHaveAttribute('aria-valuetext', /^[\d,]+ units offered at .* or less/);
  await capture(pilot, 'market-book', book);

  await book.getByRole('button', { name: 'Show as table' }).click();
  const table = book.getByRole('table', { name: /^Order book of Veldspar at Jita/ });
  await expect(table.getByRole('row').nth(1)).toContainText('offered');
  await expect(table.getByRole('row').last()).toContainText('wanted');
  await expectAccessible(pilot);
  await capture(pilot, 'market-book-table', book);
  await pilot.setViewportSize({ width: 320, height: 700 });
  expect(await overflowOf(pilot)).toBeLessThanOrEqual(0);
});

test('another market has its own address, its own history, and says that its book is not read', async ({
  story,
}) => {
  await waitForBooks(await story.visitor());
  const pilot = await story.visitor({ hasNoAddress: true });
  const asked = listenFor(pilot);
  await pilot.goto(`/market/${VELDSPAR}`);
  const markets = pilot.getByRole('navigation', { name: 'Market' });
  await expect(markets.getByRole('link', { name: 'Jita' })).toHaveAttribute('aria-current', 'page');
  await markets.getByRole('link', { name: 'Amarr' }).click();
  await expect(pilot).toHaveURL(/\?hub=60008494$/);
  await expect(pilot).toHaveTitle('Veldspar, Amarr — Market');
  await expect(pilot.getByText('so its orders there are not read')).toBeVisible();
  await expect(chartOf(pilot)).toBeVisible();
  expect(asked.filter(isEsi).map(pathOf)).toContain('/esi/markets/10000043/history');
  await expectAccessible(pilot);
  await capture(pilot, 'market-item-unread');

  await pilot.goto('/market?hub=60008494');
  await expect(pilot.getByText('No prices of Amarr are known here.')).toBeVisible();
  await pilot.getByRole('textbox', { name: 'Item name' }).fill('veldspar');
  await pilot.keyboard.press('Enter');
  await expect(pilot).toHaveURL(/hub=60008494/);
  await expect(pilot.getByRole('link', { name: 'Veldspar', exact: true })).toHaveAttribute(
    'href',
    `/market/${VELDSPAR}?hub=60008494`,
  );
  await capture(pilot, 'market-list-other');
});

test('what has no history, no market or no number says so', async ({ story }) => {
  const guest = await story.visitor({ hasNoAddress: true });
  const asked = listenFor(guest);

  await guest.goto(`/market/${UNSOLD_BLUEPRINT}`);
  await expect(guest.getByText('Not sold on the market')).toBeVisible();
  await expectAccessible(guest);
  await capture(guest, 'market-item-unsold');
  expect(asked.filter((request) => request.url().includes('/history'))).toEqual([]);

  await guest.goto(`/market/${UNTRADED}`);
  await expect(guest.getByText(/^Nobody has traded .* here in the months/)).toBeVisible();
  await expectAccessible(guest);
  await capture(guest, 'market-item-empty');

  for (const id of ['1999999999', '999999999', '-34', 'tritanium']) {
    const answer = await guest.goto(`/market/${id}`);
    expect(answer?.status(), id).toBe(404);
    await expect(guest.getByText('No item has this number')).toBeVisible();
  }
  await capture(guest, 'market-item-unknown');
  await guest.goto('/market?q=nothing+has+this+name');
  await expect(guest.getByRole('heading', { level: 2 })).toContainText('nothing has this name');
  await capture(guest, 'market-list-none');
});

test('a quote’s line leads to its item', async ({ story }) => {
  const guest = await story.visitor();
  await paste(guest, 'Veldspar 2500');
  await getQuote(guest);
  await guest.getByRole('link', { name: 'Veldspar', exact: true }).first().click();
  await expect(guest).toHaveURL(/\/market\/1230$/);
});

test('chart and client of EVE burden no other page, and the item’s page little', async ({
  story,
}) => {
  const guest = await story.visitor({ hasNoAddress: true });
  const scripts = new Map<string, string>();
  guest.on('response', async (response) => {
    if (response.request().resourceType() !== 'script') return;
    scripts.set(response.url(), await response.text().catch(() => ''));
  });
  const marks = ['ERR_ESI_TORN_READ', 'ERR_ESI_ERROR_LIMIT', 'Show as table'];
  const isMarked = (text: string) => marks.some((mark) => text.includes(mark));

  const marked = () => [...scripts].filter(([, text]) => isMarked(text)).map(([url]) => url);
  for (const path of ['/', '/quotes']) {
    await guest.goto(path, { waitUntil: 'networkidle' });
    expect(marked()).toEqual([]);
  }
  // The list asks for it by itself, once its rows are seen.
  const list = await guest.goto('/market', { waitUntil: 'networkidle' });
  const html = (await list?.text()) ?? '';
  expect(marked().filter((url) => html.includes(new URL(url).pathname))).toEqual([]);
  expect(marked().length).toBeGreaterThan(0);
  scripts.clear();
  await guest.goto(`/market/${VELDSPAR}`, { waitUntil: 'networkidle' });
  expect([...scripts.values()].filter(isMarked).length).toBeGreaterThan(0);
  const bytes = [...scripts.values()].reduce((sum, text) => sum + gzipSync(text).length, 0);
  expect(bytes).toBeLessThanOrEqual(220_000);
});

type Fault = {
  readonly target: 'esi';
  readonly kind: string;
  readonly route?: string;
  readonly delayMs?: number;
};

/** What the pages ask is broken; the workers' contracts and books are not. */
async function breakEsi(faults: readonly Fault[]): Promise<void> {
  const routed = faults.flatMap((fault) =>
    fault.route ? [fault] : [HISTORY, TYPE].map((route) => ({ ...fault, route })),
  );
  const answer = await fetch(`${GAME_URL}/control/api/faults`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(routed),
    signal: AbortSignal.timeout(10_000),
  });
  expect(answer.status).toBe(200);
}

async function openOnAnotherDay(pilot: Page): Promise<Page> {
  const later = await pilot.context().newPage();
  // The browser's own copy is as fresh as EVE said.
  await later.context().addInitScript(() => {
    const ask = window.fetch;
    window.fetch = (input, init) => ask(input, { ...init, cache: 'no-store' });
  });
  await later.clock.setFixedTime(Date.now() + 50 * HOUR_MS);
  return later;
}

function chartOf(page: Page) {
  return page.getByRole('figure', { name: /^Average price of/ });
}

async function sayingOf(page: Page): Promise<string | null> {
  return chartOf(page).locator('figcaption').textContent();
}

/** How many pixels a page is too wide for its window. */
async function overflowOf(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

/** Every request of a page from now on. */
function listenFor(page: Page): Request[] {
  const asked: Request[] = [];
  page.on('request', (request) => asked.push(request));
  return asked;
}

function isEsi(request: Request): boolean {
  return request.url().startsWith(`${GAME_URL}/esi/`);
}

function pathOf(request: Request): string {
  return new URL(request.url()).pathname;
}

/** Runs in the page, before its own scripts. */
function watchShifts(): void {
  Reflect.set(globalThis, 'shifted', 0);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const shifted =
        Number(Reflect.get(globalThis, 'shifted')) + Number(Reflect.get(entry, 'value'));
      Reflect.set(globalThis, 'shifted', shifted);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}
