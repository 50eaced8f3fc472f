/**
 * What people do on the site, in the words of the trade.
 *
 * @module
 */
import { expect, type Page } from '@playwright/test';

/** Paste into the appraisal on `/` and wait until each line is priced or answered. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('textbox', { name: 'Pasted items' }).fill(text);
  await expect(page.getByRole('table', { name: /^Appraisal of your items/ })).toBeVisible();
}

/** Lock the appraisal. @returns The code as shown, such as `AT-7K3M-9QX2`. */
export async function getQuote(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Get quote' }).first().click();
  await page.waitForURL(/\/q\/AT-/);
  return (await page.getByRole('heading', { level: 1 }).textContent())?.trim() ?? '';
}

/** Wait until the quote's page says so by itself, without a reload. */
export async function expectStanding(page: Page, words: string | RegExp): Promise<void> {
  // One window of ESI's cache, one poll, and the page's own look, on a slow machine.
  await expect(
    page.getByRole('main').getByRole('status').filter({ hasText: words }).first(),
  ).toBeVisible({ timeout: 60_000 });
}

/** Open the trader's inbox and wait for the row of a quote. */
export async function openInbox(page: Page, code: string, verdict: string): Promise<void> {
  await page.goto('/admin/inbox');
  const row = page.getByRole('row', { name: new RegExp(`${verdict}.*${code}`) });
  await expect(row).toBeVisible({ timeout: 60_000 });
  await row.click();
  await expect(page.getByRole('heading', { level: 2, name: code })).toBeVisible();
}
