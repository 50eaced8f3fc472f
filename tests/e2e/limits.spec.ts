import type { Page } from '@playwright/test';
import { capture } from '#tests/support/capture.ts';
import { expect, expectAccessible, TRADER, test } from '#tests/support/story.ts';
import { getQuote, paste } from '#tests/support/trade.ts';

const PROGRAM = 'Ore, ice, gas and salvage';
const DAY_MS = 86_400_000;
const FIELDS = [
  'Transport',
  'Most in a day',
  'Least for a m³',
  'Most in a day from one pilot',
  'Tax on what brings less',
  'Sale: bonus on every price',
  'Sale from, EVE time',
  'Sale until, EVE time',
] as const;

test('fees and limits are set with checks, read before pasting, and kept by the quote', async ({
  story,
}) => {
  test.slow();
  const trader = await story.signIn(TRADER);
  await openProgram(trader);
  const until = new Date(Date.now() + DAY_MS).toISOString().slice(0, 16).replace('T', ' ');

  await test.step('what contradicts itself is said at its field, at once', async () => {
    await field(trader, 'Sale: bonus on every price').fill('2');
    await expect(trader.getByText('A sale has an end, and pilots are told of it.')).toBeVisible();
    await field(trader, 'Tax on what brings less').fill('5');
    await expect(trader.getByText('Say below how many ISK a m³ the tax is taken.')).toBeVisible();
    await capture(trader, 'limits-invalid');
  });

  await test.step('set, and the example shows what they make of a price', async () => {
    await field(trader, 'Tax on what brings less').fill('');
    await field(trader, 'Transport').fill('5');
    await field(trader, 'Most in a day').fill('900,000,000,000');
    await field(trader, 'Sale until, EVE time').fill(until);
    await donations(trader).check();
    await expect(
      trader.getByText('transport, 0.1 m³ × 5.00 ISK/m³', { exact: false }),
    ).toBeVisible();
    await expectAccessible(trader);
    await capture(trader, 'limits-set');
    await save(trader);
  });

  const pilot = await story.visitor();
  let code = '';
  await test.step('a pilot reads all of it before pasting', async () => {
    await pilot.goto('/');
    const terms = pilot.getByRole('complementary', { name: 'How to sell' });
    await expect(terms).toContainText('5.00 ISK/m³, taken off each price by packaged volume');
    await expect(terms).toContainText(`2 % more on every price until ${until} EVE`);
    await expect(terms).toContainText(/900,000,000,000 ISK, [\d,]+ left today/);
    await expect(terms).toContainText('You may give a share of a quote away');
    await expectAccessible(pilot);
    await capture(pilot, 'limits-terms');
  });

  await test.step('a line says how its price came about, and a share is given away', async () => {
    await paste(pilot, 'Veldspar\t10000');
    const row = pilot.getByRole('row', { name: /^Veldspar/ });
    await row.getByRole('button').click();
    await expect(pilot.getByText(`+ 2 %, sale until ${until} EVE`)).toBeVisible();
    await expect(pilot.getByText('− transport, 0.1 m³ × 5.00 ISK/m³')).toBeVisible();
    const share = pilot.getByRole('textbox', { name: 'Give a share away' });
    await share.fill('101');
    await expect(pilot.getByText('Between 0 and 100')).toBeVisible();
    await expect(pilot.getByRole('button', { name: 'Get quote' }).first()).toBeDisabled();
    await share.fill('5');
    await expect(pilot.getByText('are given away', { exact: false })).toBeVisible();
    await expectAccessible(pilot);
    await capture(pilot, 'limits-paste');
    code = await getQuote(pilot);
    await expectKept(pilot);
  });

  await test.step('a day that is full says so, and by how much', async () => {
    await field(trader, 'Most in a day').fill('1');
    await save(trader);
    await paste(pilot, 'Veldspar\t10000');
    await expect(pilot.getByText(/buys for 1 ISK a day. Of that 0 are left today/)).toBeVisible();
    await expect(pilot.getByRole('button', { name: 'Get quote' }).first()).toBeDisabled();
    await capture(pilot, 'limits-full');
    await field(trader, 'Most in a day').fill('');
    await field(trader, 'Most in a day from one pilot').fill('1,000,000,000');
    await save(trader);
    await paste(pilot, 'Veldspar\t10000');
    await expect(pilot.getByText('only pilots who are signed in', { exact: false })).toBeVisible();
  });

  await test.step('what is not worth its volume is refused by name', async () => {
    await field(trader, 'Most in a day from one pilot').fill('');
    await field(trader, 'Least for a m³').fill('9,000,000');
    await save(trader);
    await paste(pilot, 'Veldspar\t10000');
    await expect(
      pilot.getByText('less than the 9,000,000.00 ISK/m³ that this program asks for', {
        exact: false,
      }),
    ).toBeVisible();
    await capture(pilot, 'limits-refused');
  });

  await test.step('the quote keeps what it was made with after all of it is gone', async () => {
    for (const name of FIELDS) await field(trader, name).fill('');
    await donations(trader).uncheck();
    await save(trader);
    await pilot.goto(`/q/${code}`);
    await expectKept(pilot);
    await expectAccessible(pilot);
    await capture(pilot, 'limits-quote');
  });
});

async function expectKept(page: Page): Promise<void> {
  await expect(page.getByText(/^5 %, [\d,]+ ISK$/)).toBeVisible();
  await expect(page.getByText('5.00 ISK/m³', { exact: true })).toBeVisible();
  await expect(page.getByText('2 % more')).toBeVisible();
}

function field(page: Page, name: string) {
  return page.getByRole('textbox', { name, exact: true });
}

function donations(page: Page) {
  return page.getByRole('checkbox', { name: 'Pilots may give a share of a quote away' });
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save program' }).click();
  await expect(
    page.getByRole('complementary').getByRole('status').filter({ hasText: 'Saved' }),
  ).toBeVisible();
}

async function openProgram(page: Page): Promise<void> {
  await page.goto('/admin/programs');
  await page.getByRole('link', { name: PROGRAM }).first().click();
  await page.waitForURL(/\/admin\/programs\/./);
  // The first prices may not have been read yet.
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('region', { name: 'An example' })).toContainText('book of');
  }).toPass();
  await expect(page.getByRole('button', { name: 'Add rule' })).toBeEnabled();
}
