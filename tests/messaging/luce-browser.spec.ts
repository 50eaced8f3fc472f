import { expect, type Page, test } from '@playwright/test';
import { startSite, watchQuote } from './luce-page.ts';

// Nothing can be seen here, and recording takes longer than the tests.
test.use({ trace: 'off', screenshot: 'off' });

const heard = (page: Page) => page.evaluate(() => window.heard);

test('a page hears its room, through a gateway that restarts and a network that goes away', async ({
  page,
  context,
}) => {
  const kept: string[] = [];
  const first = await startSite(kept);
  try {
    await page.goto(first.url);
    await watchQuote(page, '/realtime');
    await expect.poll(() => heard(page)).toEqual(['reconnecting', 'live', 'joined']);
    expect(await page.evaluate(() => window.client.request('echo', { a: 1 }))).toEqual({ a: 1 });
    await first.tell('valid');
    await expect.poll(() => heard(page)).toEqual(['reconnecting', 'live', 'joined', 'valid']);
  } finally {
    await first[Symbol.asyncDispose]();
  }
  await expect.poll(async () => (await heard(page)).at(-1)).toBe('reconnecting');
  kept.push('accepted');

  await using second = await startSite(kept, Number(new URL(first.url).port));
  const soFar = [
    'reconnecting',
    'live',
    'joined',
    'valid',
    'reconnecting',
    'live',
    'accepted',
    'resumed',
  ];
  await expect.poll(() => heard(page)).toEqual(soFar);

  await context.setOffline(true);
  await expect.poll(() => heard(page)).toEqual([...soFar, 'reconnecting']);
  await second.tell('paid');
  await context.setOffline(false);
  await expect
    .poll(() => heard(page))
    .toEqual([...soFar, 'reconnecting', 'live', 'paid', 'resumed']);
  await page.evaluate(() => window.client.close());
  expect((await heard(page)).at(-1)).toBe('closed');
});

test('a page of somebody else is not let in', async ({ page }) => {
  await using site = await startSite([]);
  await using foreign = await startSite([]);
  await page.goto(foreign.url);
  await watchQuote(page, site.url);
  await expect.poll(() => site.app.counters.upgradesRefused).toBeGreaterThan(1);
  expect(await heard(page)).toEqual(['reconnecting']);
  expect(site.app.counters.upgrades).toBe(0);
});

test('a tab that is left and come back to is live again', async ({ page }) => {
  await using site = await startSite(['valid']);
  await page.goto(site.url);
  await watchQuote(page, '/realtime');
  await expect.poll(() => heard(page)).toEqual(['reconnecting', 'live', 'joined']);
  await page.evaluate(() =>
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })),
  );
  await expect.poll(() => site.app.counters.connections).toBe(0);
  await site.tell('accepted');
  await page.evaluate(() =>
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
  );
  await expect
    .poll(() => heard(page))
    .toEqual(['reconnecting', 'live', 'joined', 'reconnecting', 'live', 'accepted', 'resumed']);
});
