import type { Page } from '@playwright/test';
import { capture } from '#tests/support/capture.ts';
import { hold, SCRIPTS } from '#tests/support/hold.ts';
import {
  expect,
  expectAccessible,
  passSignIn,
  SELLER,
  signIn,
  TRADER,
  test,
} from '#tests/support/story.ts';
import { getQuote, paste } from '#tests/support/trade.ts';

const ITEMS = 'Veldspar 8765\nKernite 3';

test('a paste is still there after a link, a reload, a page that did not load and a sign-in', async ({
  story,
}) => {
  const pilot = await story.visitor();
  await paste(pilot, ITEMS);
  await pilot.addInitScript(countLosses);

  await test.step('a link of the site, and Back', async () => {
    await pilot.getByRole('link', { name: 'How to sell' }).first().click();
    await pilot.waitForURL('/how-to-sell');
    await pilot.goBack();
    await expectPaste(pilot, ITEMS);
  });
  await test.step('a reload', async () => {
    await pilot.reload();
    await expectPaste(pilot, ITEMS);
    // Not even for the moment in which somebody might leave again.
    expect(await pilot.evaluate(() => Reflect.get(window, 'losses'))).toBe(0);
  });
  await test.step('a link without a connection', async () => {
    await pilot.context().setOffline(true);
    await pilot.goto('/how-to-sell').catch(() => {});
    await pilot.context().setOffline(false);
    await pilot.goto('/');
    await expectPaste(pilot, ITEMS);
  });
  await test.step('a sign-in; a sign-out leaves nothing for whoever comes next', async () => {
    await pilot.getByRole('banner').getByRole('link', { name: 'Sign in' }).click();
    await passSignIn(pilot, SELLER);
    await pilot.goto('/');
    await expectPaste(pilot, ITEMS);
    await signOut(pilot, SELLER);
    await expectPaste(pilot, '');
    expect(await pilot.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('Veldspar');
  });
});

test('what was typed is shown to its pilot alone', async ({ story }) => {
  const pilot = await story.signIn(SELLER);
  await paste(pilot, ITEMS);

  await test.step('not to another who signs in after the session is over', async () => {
    await pilot.context().clearCookies();
    await signIn(pilot, TRADER);
    await pilot.goto('/');
    await expectPaste(pilot, '');
  });
  await test.step('but to the same, who signs in again', async () => {
    await pilot.context().clearCookies();
    await signIn(pilot, SELLER);
    await pilot.goto('/');
    await expectPaste(pilot, ITEMS);
  });
  await test.step('and to nobody after a sign-out in another tab', async () => {
    const other = await pilot.context().newPage();
    await other.goto('/account');
    await other.getByRole('button', { name: 'Sign out everywhere' }).click();
    await expect(other.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
    const kept = () => pilot.evaluate(() => JSON.stringify(sessionStorage));
    await expect.poll(kept).not.toContain('Veldspar');
    await pilot.reload();
    await expectPaste(pilot, '');
  });
});

test('a sign-out that did not happen takes nothing away', async ({ story }) => {
  const pilot = await story.signIn(SELLER);
  await paste(pilot, ITEMS);
  await pilot.context().setOffline(true);
  await pilot.locator('summary', { hasText: SELLER }).click();
  await pilot.getByRole('button', { name: 'Sign out', exact: true }).click();
  await pilot.waitForURL(/^chrome-error:/);
  await pilot.context().setOffline(false);
  await pilot.goto('/');
  await expect(pilot.locator('summary', { hasText: SELLER })).toBeVisible();
  await expectPaste(pilot, ITEMS);
});

test('what is pasted before the scripts are there stays, below what was kept', async ({
  story,
}) => {
  const pilot = await story.visitor();
  for (const expected of ['Veldspar 77', 'Veldspar 77\nKernite 8', 'Veldspar 77\nKernite 8']) {
    const release = await hold(pilot, SCRIPTS);
    await pilot.goto('/', { waitUntil: 'commit' });
    const early = expected.split('\n').at(-1) ?? '';
    await pilot.getByRole('textbox', { name: 'Pasted items' }).pressSequentially(early);
    await release();
    await expectPaste(pilot, expected);
  }
});

test('a paste that a quote was made of is not there again', async ({ story }) => {
  const pilot = await story.visitor();
  await paste(pilot, 'Veldspar 8766');
  await getQuote(pilot);
  await pilot.goBack();
  await expectPaste(pilot, '');
});

test('what is typed while the price is locked is still there afterwards', async ({ story }) => {
  const pilot = await story.visitor();
  await paste(pilot, 'Veldspar 8767');
  const release = await hold(pilot, '/', 'POST');
  await pilot.getByRole('button', { name: 'Get quote' }).first().click();
  await expect(pilot.getByRole('button', { name: 'Locking the price…' }).first()).toBeVisible();
  const field = pilot.getByRole('textbox', { name: 'Pasted items' });
  await field.press('Control+End');
  await field.pressSequentially('\nKernite 444');
  await release();
  await pilot.waitForURL(/\/q\/AT-/);
  await pilot.goBack();
  await expectPaste(pilot, 'Veldspar 8767\nKernite 444');
});

test('what was typed into a program’s form outlives a link, Back and a reload', async ({
  story,
}) => {
  const trader = await story.signIn(TRADER);
  const name = trader.getByRole('textbox', { name: 'Name' });
  await trader.goto('/admin/programs');
  await trader
    .getByRole('link', { name: /Ore, ice, gas and salvage/ })
    .first()
    .click();
  const before = await name.inputValue();
  const typed = `${before} typed words`;
  await name.fill(typed);
  const program = trader.url();

  await trader.getByRole('link', { name: 'Inbox' }).first().click();
  await trader.waitForURL(/\/admin\/inbox/);
  await trader.goBack();
  await expect(name).toHaveValue(typed);
  await expect(trader.getByText('Not saved yet')).toBeVisible();

  await trader.goBack();
  await trader.waitForURL('/admin/programs');
  await trader.goto(program);
  await expect(name).toHaveValue(typed);

  await trader.getByRole('button', { name: 'Undo changes' }).click();
  await trader.reload();
  await expect(trader.getByRole('button', { name: 'Save program' })).toBeVisible();
  await expect(name).toHaveValue(before);
});

test('an inbox whose session is over says so, and leads to the sign-in and back', async ({
  story,
}) => {
  const trader = await story.signIn(TRADER);
  await trader.goto('/admin/inbox?search=nobody');
  const inbox = trader.getByRole('main');
  await expect(inbox).toBeVisible();
  await trader.context().clearCookies();

  const told = inbox.getByRole('alert').filter({ hasText: 'Your session is over' });
  await expect(told).toBeVisible();
  await expect(trader.getByText(/did not answer|Not reached/)).toHaveCount(0);
  // The rail asks less often.
  const rail = trader.getByRole('complementary', { name: 'Trader’s side' });
  await expect(rail.getByRole('link', { name: 'Sign in again' })).toBeVisible({ timeout: 20_000 });
  await expectAccessible(trader);
  await capture(trader, 'session-over');

  await told.getByRole('link', { name: 'Sign in again' }).click();
  await passSignIn(trader, TRADER);
  await trader.waitForURL('/admin/inbox?search=nobody');
  await expect(trader.getByRole('heading', { level: 1, name: 'Inbox' })).toBeVisible();
});

/** In the page: how often what was kept was taken away, and not put back at once. */
function countLosses(): void {
  const remove = Storage.prototype.removeItem;
  Reflect.set(window, 'losses', 0);
  Storage.prototype.removeItem = function (key) {
    const had = this.getItem(key) !== null;
    remove.call(this, key);
    queueMicrotask(() => {
      if (had && this.getItem(key) === null) {
        Reflect.set(window, 'losses', Number(Reflect.get(window, 'losses')) + 1);
      }
    });
  };
}

async function expectPaste(page: Page, text: string): Promise<void> {
  await expect(page).toHaveURL('/');
  const field = page.getByRole('textbox', { name: 'Pasted items' });
  await expect(field).toHaveValue(text);
  if (text === '') return;
  await expect(page.getByRole('table', { name: /^Appraisal of your items/ })).toBeVisible();
}

async function signOut(page: Page, pilotName: string): Promise<void> {
  await page.locator('summary', { hasText: pilotName }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
}
