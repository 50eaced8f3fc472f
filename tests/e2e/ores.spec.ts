import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import { capture } from '#tests/support/capture.ts';
import { expect, expectAccessible, test } from '#tests/support/story.ts';

const EVERY_ORE = /^Ores: ISK for a/;

/** A new site knows no prices until it has read its first books: those of ores, and of their minerals. */
async function openWithPrices(page: Page, address = '/ores'): Promise<void> {
  // With every column.
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(async () => {
    await page.goto('/ores?kind=ore&q=veldspar&grades=plain&side=buy');
    const cells = page.getByRole('row', { name: /^Veldspar/ }).getByRole('cell');
    await expect(cells.nth(5)).toHaveText(/^[\d,]+\.\d\d$/, { timeout: 1_000 });
    await expect(cells.nth(4)).toHaveText(/^[\d,]+\.\d\d$/, { timeout: 1_000 });
  }).toPass({ timeout: 180_000 });
  await page.goto(address);
}

test('a miner sees which way to sell each ore, at skills and a structure of their own', async ({
  story,
}) => {
  const miner = await story.visitor();
  await openWithPrices(miner, '/');

  await test.step('it is one press away', async () => {
    await miner
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Ores' })
      .click();
    await expect(miner.getByRole('heading', { level: 1 })).toHaveText('Ores');
    await expect(miner).toHaveTitle('Ores — Ageira Trade');
    await expect(tableOf(miner).getByRole('row')).not.toHaveCount(0);
    await expect(miner.getByText(/Jita buy, 5 % volume-weighted, as of/)).toBeVisible();
    await expectAccessible(miner);
    await capture(miner, 'ores');
  });

  await test.step('the yield follows what one chooses, and so does what comes out', async () => {
    await miner.getByRole('searchbox', { name: 'Ore or mineral' }).fill('veldspar');
    const row = tableOf(miner).getByRole('row', { name: /^Veldspar/ });
    await expect(row).toContainText('329 Tritanium');
    await expect(yieldOf(miner, 'Ore yield')).toHaveText('82.47%');
    await miner.getByRole('combobox', { name: 'Implant' }).selectOption('RX-804');
    await miner.getByRole('combobox', { name: 'Security' }).selectOption('Null, WH');
    await expect(yieldOf(miner, 'Ore yield')).toHaveText('90.63%');
    await expect(row).toContainText('362 Tritanium');

    await miner.getByRole('combobox', { name: 'Reprocessing', exact: true }).selectOption('3');
    await expect(miner.getByText('needs Reprocessing 4')).toBeVisible();
    await miner.getByRole('combobox', { name: 'Reprocessing', exact: true }).selectOption('5');
    await miner.getByRole('button', { name: /^Ore skills/ }).click();
    const skills = miner.getByRole('dialog');
    await skills.getByRole('combobox', { name: 'Simple Ore Processing' }).selectOption('0');
    await expectAccessible(miner);
    await capture(miner, 'ores-skills');
    await skills.getByRole('button', { name: 'Done' }).click();
    await expect(row).toContainText('329 Tritanium');
  });

  await test.step('a row opens to what made it', async () => {
    await miner.getByRole('button', { name: 'Veldspar', exact: true }).click();
    const materials = miner.getByRole('list', { name: 'A portion of 100 refines to' });
    await expect(materials).toContainText('329.55674752 Tritanium');
    await expect(materials.getByRole('link')).toHaveText(/^[\d.,]+ ISK as of \d\d:\d\d/);
    await expectAccessible(miner);
    await capture(miner, 'ores-open');
  });

  await test.step('and a link brings another to the same table', async () => {
    const other = await story.visitor();
    await other.goto(miner.url());
    await expect(yieldOf(other, 'Ore, at best')).toHaveText('90.63%');
    await expect(other.getByRole('searchbox', { name: 'Ore or mineral' })).toHaveValue('veldspar');
    await expect(tableOf(other).getByRole('row', { name: /^Veldspar/ })).toContainText(
      '329 Tritanium',
    );
    await expect(other.getByRole('list', { name: /^A portion of 100/ })).toBeVisible();
  });
});

test('the table is sorted, filtered and searched by keyboard alone', async ({ story }) => {
  const miner = await story.visitor();
  await openWithPrices(miner);
  const head = (name: RegExp) => miner.getByRole('columnheader', { name });
  await expect(head(/^Refined/)).toHaveAttribute('aria-sort', 'descending');

  await head(/^Raw/).getByRole('button').focus();
  await miner.keyboard.press('Enter');
  await expect(head(/^Raw/)).toHaveAttribute('aria-sort', 'descending');
  const falling = await numbersOf(miner, 3);
  expect(falling).toEqual(falling.toSorted((a, b) => b - a));
  expect(falling.length).toBeGreaterThan(20);
  await miner.keyboard.press('Enter');
  await expect(head(/^Raw/)).toHaveAttribute('aria-sort', 'ascending');
  await expect(miner).toHaveURL(/\?sort=raw$/);
  await miner.keyboard.press('Enter');
  await expect(head(/^Raw/)).not.toHaveAttribute('aria-sort');

  await miner.getByRole('button', { name: /^Ice/ }).focus();
  await miner.keyboard.press('Space');
  await expect(tableOf(miner).getByRole('row')).toHaveCount(13);
  await miner.getByRole('checkbox', { name: 'Without richer grades' }).focus();
  await miner.keyboard.press('Space');
  await expect(tableOf(miner).getByRole('row')).toHaveCount(9);
  await expect(miner.getByRole('main').getByRole('status')).toHaveText('8 ores');

  await miner.getByRole('searchbox', { name: 'Ore or mineral' }).focus();
  await miner.keyboard.type('helium');
  await expect(tableOf(miner).getByRole('row')).toHaveCount(2);
  await miner.reload();
  await expect(tableOf(miner).getByRole('row')).toHaveCount(2);
  await expect(tableOf(miner).getByRole('row').nth(1)).toContainText('Clear Icicle');
});

test('what is seen is exported, exactly', async ({ story }) => {
  const miner = await story.visitor();
  await openWithPrices(miner, '/ores?kind=gas&per=unit&sort=name');
  await expect(tableOf(miner).getByRole('row')).not.toHaveCount(1);
  const rows = (await tableOf(miner).getByRole('row').count()) - 1;
  const coming = miner.waitForEvent('download');
  await miner.getByRole('link', { name: 'CSV' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^ores-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(rows + 1);
  expect(lines[0]).toContain('Raw, ISK/unit');
  const [, shown = ''] = await tableOf(miner)
    .getByRole('row')
    .nth(1)
    .getByRole('cell')
    .allInnerTexts();
  expect(shown).toBe('Gas');
  expect(lines[1]).toMatch(/^\d+,[\w-]+ \w+,gas,Harvestable Cloud,10,1,,\d+\.\d\d,\d+\.\d\d,,/);
});

test('what is nowhere, and what makes no sense, is said or passed over', async ({ story }) => {
  const miner = await story.visitor();
  await miner.goto('/ores?q=unobtainium&kind=gold&per=tonne&skills=9&hub=1e9&sort=-colour');
  await expect(
    miner.getByText('Nothing here is called “unobtainium” or refines to it.'),
  ).toBeVisible();
  await expectAccessible(miner);
  await capture(miner, 'ores-none');
  await miner.getByRole('button', { name: 'Clear filters' }).click();
  await expect(tableOf(miner).getByRole('row')).not.toHaveCount(0);
  await expect(miner.getByRole('searchbox', { name: 'Ore or mineral' })).toHaveValue('');
});

test('on a phone it is two lines an ore, and the skills unfold', async ({ story }) => {
  const miner = await story.visitor();
  await openWithPrices(miner);
  await miner.setViewportSize({ width: 390, height: 844 });
  await miner.getByRole('button', { name: /^Skills/ }).click();
  await miner.getByRole('combobox', { name: 'Structure' }).selectOption('NPC station');
  await miner.getByRole('combobox', { name: 'Station’s base' }).selectOption('30 %');
  await expect(yieldOf(miner, 'Ore yield')).toHaveText('41.75%');
  await expectAccessible(miner);
  await miner.screenshot({ path: '.data/test/pictures/ores-unfolded-phone.png' });
  await miner.getByRole('combobox', { name: 'Sort by' }).selectOption('By name');
  await miner.getByRole('button', { name: 'Arkonor', exact: true }).click();
  await expect(miner.getByRole('list', { name: /^A portion of 100/ })).toBeVisible();
  await miner.getByRole('button', { name: 'Arkonor', exact: true }).scrollIntoViewIfNeeded();
  await miner.screenshot({ path: '.data/test/pictures/ores-open-phone.png' });
  for (const width of [320, 390, 901, 1_100, 1_341, 1_440]) {
    await miner.setViewportSize({ width, height: 844 });
    const over = await miner.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(over, `${width} px`).toBeLessThanOrEqual(0);
  }
});

test('the page is light, and nothing moves while it loads', async ({ story }) => {
  const miner = await story.visitor({ hasNoAddress: true });
  await miner.addInitScript(() => {
    Reflect.set(globalThis, 'shifted', 0);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const before = Number(Reflect.get(globalThis, 'shifted'));
        Reflect.set(globalThis, 'shifted', before + Number(Reflect.get(entry, 'value')));
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const scripts = new Map<string, string>();
  miner.on('response', async (response) => {
    if (response.request().resourceType() !== 'script') return;
    scripts.set(response.url(), await response.text().catch(() => ''));
  });
  await miner.goto('/ores', { waitUntil: 'networkidle' });
  const bytes = [...scripts.values()].reduce((sum, text) => sum + gzipSync(text).length, 0);
  expect(bytes).toBeLessThanOrEqual(190_000);
  expect(await miner.evaluate(() => Reflect.get(globalThis, 'shifted'))).toBeLessThanOrEqual(0.02);
});

function tableOf(page: Page): Locator {
  return page.getByRole('table', { name: EVERY_ORE });
}

function yieldOf(page: Page, name: string): Locator {
  return page
    .getByRole('region', { name: 'Your refining' })
    .locator('div', { has: page.getByText(name, { exact: true }) })
    .getByRole('definition');
}

/** The figures of a column, top down, without those that are not there. */
async function numbersOf(page: Page, column: number): Promise<number[]> {
  const texts = await page.evaluate(
    (index) =>
      [...document.querySelectorAll('tbody tr')].map(
        (row) => row.children[index]?.querySelector('data')?.getAttribute('value') ?? '',
      ),
    column,
  );
  return texts.filter((text) => text !== '').map(Number);
}
