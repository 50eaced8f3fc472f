import { gzipSync } from 'node:zlib';
import { capture } from '#tests/support/capture.ts';
import {
  expect,
  expectAccessible,
  passSignIn,
  SELLER,
  TRADER,
  test,
} from '#tests/support/story.ts';
import { expectStanding, getQuote, paste } from '#tests/support/trade.ts';

const PUBLIC_PAGES = [
  ['/how-to-sell', 'how-to-sell'],
  ['/privacy', 'privacy'],
  ['/sign-in', 'sign-in'],
  ['/quotes', 'quotes-guest'],
  ['/q', 'look-up'],
  ['/q/AT-0000-0000', 'no-such-quote'],
  ['/nothing-here', 'not-found'],
] as const;

test('every page is accessible, fits a phone, and says that this is the sandbox', async ({
  story,
}) => {
  const guest = await story.visitor();
  const violations: string[] = [];
  guest.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
  });

  for (const [path, name] of PUBLIC_PAGES) {
    await test.step(path, async () => {
      await guest.goto(path);
      await expect(guest.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(guest.getByText('SANDBOX', { exact: false }).first()).toBeVisible();
      await expect(guest.getByText(/trademarks? of CCP/i)).toBeVisible();
      await expectAccessible(guest);
      await capture(guest, name);
      await guest.setViewportSize({ width: 320, height: 700 });
      expect(await widthBeyondView(guest)).toBeLessThanOrEqual(0);
      await guest.setViewportSize({ width: 1440, height: 900 });
    });
  }
  expect(violations).toEqual([]);
});

test('without scripts the front page says that the appraisal takes them', async ({ story }) => {
  const guest = await story.visitor({ javaScriptEnabled: false });
  await guest.goto('/');
  // Texts of this element are none to Playwright's own search.
  await expect(guest.locator('noscript')).toBeVisible();
  expect(await guest.getByRole('main').textContent()).toContain('needs JavaScript');
  await capture(guest, 'sell-without-scripts');
});

test('addresses answer with the status that programs rely on', async ({ story }) => {
  const guest = await story.visitor();

  for (const path of ['/q/AT-0000-0000', '/q/nonsense', '/nothing-here']) {
    expect((await guest.goto(path))?.status(), path).toBe(404);
  }
  for (const path of ['/account', '/admin/inbox']) {
    const answer = await guest.request.get(path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(307);
    expect(answer.headers().location).toContain('/sign-in?callbackUrl=');
  }
});

test('a guest’s quote moves to the account that signs in from the same browser', async ({
  story,
}) => {
  const guest = await story.visitor();
  await paste(guest, 'Veldspar 2500');
  const code = await getQuote(guest);

  const stranger = await story.visitor();
  await stranger.goto(`/q/${code}`);
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText(code);
  await stranger.goto('/quotes');
  await expect(stranger.getByText(code)).toHaveCount(0);

  await guest.goto('/sign-in');
  await passSignIn(guest, SELLER);
  await guest.goto('/quotes');
  await expect(guest.getByRole('row', { name: new RegExp(code) })).toBeVisible();
  await guest.goto('/account');
  await expectAccessible(guest);
  await capture(guest, 'account');
});

test('a guest goes on seeing the quote that a pilot’s account has by a right contract', async ({
  story,
}) => {
  await story.signIn(SELLER);
  const guest = await story.visitor();
  await paste(guest, 'Veldspar 3100');
  const code = await getQuote(guest);

  const game = await story.play(SELLER);
  await game.fillFromQuote(code);
  await game.createContract();

  await expectStanding(guest, 'Your contract is as quoted');
  await expectAccessible(guest);
  await guest.goto('/quotes');
  await expect(guest.getByRole('row', { name: new RegExp(code) })).toBeVisible();
});

test('a quote is given up only after asking once, and Escape keeps it', async ({ story }) => {
  const guest = await story.visitor();
  await paste(guest, 'Veldspar 4100');
  await getQuote(guest);
  const open = guest.getByRole('button', { name: 'Cancel quote' });
  const dialog = guest.getByRole('alertdialog', { name: /^Cancel AT-/ });

  await open.click();
  await expect(dialog.getByRole('button', { name: 'Keep quote' })).toBeFocused();
  await expectAccessible(guest);
  await capture(guest, 'cancel-dialog');
  await guest.setViewportSize({ width: 1440, height: 320 });
  const before = await placeOf(guest);
  await guest.mouse.move(5, 5);
  await guest.mouse.wheel(0, 400);
  expect(await placeOf(guest)).toEqual(before);
  await guest.keyboard.press('Escape');
  await guest.mouse.wheel(0, 400);
  await expect.poll(() => placeOf(guest)).not.toEqual(before);
  expect((await placeOf(guest)).width).toBe(before.width);
  await guest.setViewportSize({ width: 1440, height: 900 });
  await expect(dialog).toBeHidden();
  await expect(open).toBeFocused();

  await guest.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Cancel quote' }).click();
  await expectStanding(guest, 'This quote was cancelled');
});

test('the first page comes with at most 160 kB of scripts', async ({ story }) => {
  const visitor = await story.visitor();
  const sizes = new Map<string, Promise<number>>();
  visitor.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    sizes.set(
      response.url(),
      response.body().then((body) => gzipSync(body).length),
    );
  });

  await visitor.goto('/', { waitUntil: 'load' });
  const loaded = await visitor.evaluate(() => {
    const visits = performance.getEntriesByType('navigation');
    const visit = visits.find((entry) => entry instanceof PerformanceNavigationTiming);
    return performance
      .getEntriesByType('resource')
      .filter(({ startTime }) => startTime < (visit?.loadEventStart ?? 0))
      .map(({ name }) => name);
  });
  const parts = await Promise.all(loaded.map((url) => sizes.get(url) ?? 0));
  const bytes = parts.reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThanOrEqual(160_000);
});

test('thousands of lines that are no items leave the page usable', async ({ story }) => {
  const visitor = await story.visitor();
  const lines = Array.from({ length: 5_000 }, (_, index) => `Nonsense${index}\t1`);
  await visitor.goto('/');
  await visitor.getByRole('textbox', { name: 'Pasted items' }).evaluate((field, text) => {
    const value = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
    value?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }, lines.join('\n'));

  await expect(visitor.getByText('4,900 more lines are not read')).toBeVisible();
  expect(await visitor.getByRole('row').count()).toBeLessThan(150);
});

test('the trader changes the program’s rate, and a member may not even look', async ({ story }) => {
  const member = await story.signIn(SELLER);
  for (const path of ['/admin', '/admin/inbox', '/admin/programs']) {
    const answer = await member.goto(path);
    expect(answer?.status()).toBe(404);
  }

  const trader = await story.signIn(TRADER);
  await trader.goto('/admin/programs');
  await expectAccessible(trader);
  await capture(trader, 'programs');
  await trader
    .getByRole('link', { name: /Ore, ice, gas and salvage/ })
    .first()
    .click();
  await expect(trader.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(trader);
  await capture(trader, 'program');
});

/** How far the page is scrolled down and how wide it is, once what was asked for is on the screen. */
async function placeOf(page: import('@playwright/test').Page) {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 10; frame += 1) await new Promise(requestAnimationFrame);
    return { top: window.scrollY, width: document.documentElement.clientWidth };
  });
}

/** How far the page could be scrolled sideways, in pixels. */
async function widthBeyondView(page: import('@playwright/test').Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
