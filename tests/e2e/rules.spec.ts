import type { Locator, Page } from '@playwright/test';
import { capture } from '#tests/support/capture.ts';
import { expect, expectAccessible, TRADER, test } from '#tests/support/story.ts';
import { getQuote, paste } from '#tests/support/trade.ts';

const PROGRAM = 'Ore, ice, gas and salvage';
const DAY_MS = 86_400_000;
const [PRICED, REFUSED] = ['Veldspar', 'Mercoxit'];

test('a rule prices one item by another market, refuses a group, and stays with its quotes', async ({
  story,
}) => {
  // The first books of a market that was not read before, on a slow machine.
  test.slow();
  const trader = await story.signIn(TRADER);
  await openProgram(trader);
  const rules = trader.getByRole('region', { name: 'Rules' });
  await removeAll(trader, rules);
  const tomorrow = toInput(Date.now() + DAY_MS);
  let code = '';

  await test.step('without rules the section says what they would do', async () => {
    await expect(rules).toContainText('Every item has the price above');
    await capture(trader, 'rules-empty', rules);
  });

  await test.step('the trader adds one, by keyboard', async () => {
    await rules.getByRole('button', { name: 'Add rule' }).focus();
    await trader.keyboard.press('Enter');
    await expect(rules.getByRole('searchbox')).toBeFocused();
    await trader.keyboard.type(PRICED.toLowerCase());
    const found = rules.getByRole('button', { name: new RegExp(`^${PRICED} item`) });
    await expect(found).toBeVisible();
    await trader.keyboard.press('Tab');
    await expect(found).toBeFocused();
    await capture(trader, 'rules-search', rules);
    await trader.keyboard.press('Enter');
    await fill(rules, { rate: '950', market: 'Amarr', side: 'sell', until: tomorrow });
    await rules.getByRole('button', { name: 'Save rule' }).click();
    await expect(rules).toContainText('Between 0.01 and 100');
    await expect(rules.getByRole('textbox', { name: 'Rule’s rate' })).toBeFocused();
    await capture(trader, 'rules-invalid', rules);
    await rules.getByRole('textbox', { name: 'Rule’s rate' }).fill('95');
    await rules.getByRole('textbox', { name: 'Note for pilots' }).fill('For the Amarr fleet.');
    await expectAccessible(trader);
    await capture(trader, 'rules-editor', rules);
    await trader.keyboard.press('Enter');
    await expect(rules.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
    await expect(rules.getByRole('button', { name: 'Add rule' })).toBeFocused();
    await expect(rules.getByRole('row', { name: new RegExp(`^${PRICED} item`) })).toContainText(
      '95 % of Amarr sell, best order',
    );
  });

  await test.step('one that overlaps is said at once, and refused with that rule named', async () => {
    await choose(rules, PRICED, 'item');
    await fill(rules, { rate: '80' });
    const words = new RegExp(`There is a rule for the item ${PRICED} already.*until`);
    await expect(rules.getByRole('status').filter({ hasText: words })).toBeVisible();
    await capture(trader, 'rules-overlap', rules);
    await rules.getByRole('button', { name: 'Save rule' }).click();
    await expect(rules.getByRole('alert')).toContainText(words);
    await expectAccessible(trader);
    await capture(trader, 'rules-refused', rules);
    await rules.getByRole('button', { name: 'Cancel' }).click();
  });

  await test.step('what another tab has just saved is refused by the site, and the list then shows it', async () => {
    const other = await trader.context().newPage();
    await other.goto(trader.url());
    const theirs = other.getByRole('region', { name: 'Rules' });
    await choose(theirs, REFUSED, 'group');
    await choose(rules, REFUSED, 'group');
    await theirs.getByRole('combobox', { name: 'What it does' }).selectOption('Refuses it');
    await theirs.getByRole('textbox', { name: 'Note for pilots' }).fill('Our holds are full.');
    await theirs.getByRole('button', { name: 'Save rule' }).click();
    await expect(theirs.getByRole('row', { name: new RegExp(`^${REFUSED} group`) })).toBeVisible();
    await rules.getByRole('button', { name: 'Save rule' }).click();
    await expect(rules.getByRole('alert')).toContainText(
      `There is a rule for the group ${REFUSED} already, and it holds at all times.`,
    );
    await expect(rules.getByRole('row', { name: new RegExp(`^${REFUSED} group`) })).toBeVisible();
    await capture(trader, 'rules-other-tab', rules);
    await rules.getByRole('button', { name: 'Cancel' }).click();
    await other.close();
    await capture(trader, 'rules-list', rules);
  });

  await test.step('a pilot’s paste has the new price and why, and what is refused says so', async () => {
    const pilot = await story.visitor();
    const row = pilot.getByRole('row', { name: new RegExp(`^${PRICED}`) });
    await expect(async () => {
      await paste(pilot, `${PRICED}\t100\nScordite\t100\n${REFUSED}\t10`);
      await expect(row.getByRole('button')).toContainText('95 % Amarr sell', { timeout: 2_000 });
    }).toPass({ timeout: 120_000 });
    await expect(pilot.getByText(`refuses the group ${REFUSED}`, { exact: false })).toBeVisible();
    await expect(pilot.getByText('Our holds are full.', { exact: false })).toBeVisible();
    await row.getByRole('button').click();
    await expect(pilot.getByText(`by the rule for the item ${PRICED} until`)).toBeVisible();
    await expectAccessible(pilot);
    await capture(pilot, 'rules-paste');
    code = await getQuote(pilot);
    await expectQuoteKeepsRule(pilot);
  });

  await test.step('the quote keeps its terms after the rule is gone', async () => {
    await removeAll(trader, rules);
    await expect(rules).toContainText('Every item has the price above');
    const guest = await story.visitor();
    await guest.goto(`/q/${code}`);
    await expectQuoteKeepsRule(guest);
    await expectAccessible(guest);
    await capture(guest, 'rules-quote');
    await paste(guest, `${PRICED}\t100`);
    await expect(guest.getByRole('row', { name: new RegExp(`^${PRICED}`) })).toContainText(
      'Jita buy',
    );
  });

  await test.step('what was read at both markets stands side by side on the item’s page', async () => {
    const guest = await story.visitor();
    await paste(guest, `${PRICED}\t100`);
    await guest.goto('/market?q=veldspar');
    await guest.getByRole('link', { name: PRICED, exact: true }).click();
    const hubs = guest.getByRole('region', { name: 'Hubs' });
    await expect(hubs.getByRole('row')).toHaveCount(3);
    await hubs.getByRole('link', { name: 'Amarr' }).click();
    await expect(guest.getByRole('region', { name: `${PRICED} at Amarr` })).toContainText(
      'Best buy',
    );
    await expectAccessible(guest);
    await capture(guest, 'market-hubs', hubs);
    await capture(guest, 'market-item-amarr');
  });
});

test('a rule that is saved leaves the program’s form as it was typed, and the form saves', async ({
  story,
}) => {
  const trader = await story.signIn(TRADER);
  await openProgram(trader);
  const rules = trader.getByRole('region', { name: 'Rules' });
  await removeAll(trader, rules);
  const instructions = trader.getByRole('textbox', { name: 'Instructions' });
  const before = await instructions.inputValue();
  await instructions.fill('Typed before the rule.');

  await choose(rules, REFUSED, 'group');
  await fill(rules, { until: toInput(Date.now() + DAY_MS) });
  await rules.getByRole('button', { name: 'Save rule' }).click();
  await expect(rules.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
  await expect(trader.getByText('Saved meanwhile')).toHaveCount(0);
  await expect(instructions).toHaveValue('Typed before the rule.');

  for (const text of ['Typed before the rule.', before]) {
    await instructions.fill(text);
    await trader.getByRole('button', { name: 'Save program' }).click();
    await expect(
      trader.getByRole('complementary').getByRole('status').filter({ hasText: 'Saved' }),
    ).toBeVisible();
  }
  await removeAll(trader, rules);
});

async function expectQuoteKeepsRule(page: Page): Promise<void> {
  const shown = page.getByText(`by the rule for the item ${PRICED} until`);
  await expect(async () => {
    if (!(await shown.isVisible())) {
      await page
        .getByRole('button', { name: /why these prices|why/i })
        .first()
        .click();
    }
    await expect(shown).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.getByText('For the Amarr fleet.')).toBeVisible();
}

/** Begin a rule for what is found under a name. */
async function choose(rules: Locator, name: string, kind: string): Promise<void> {
  await rules.getByRole('button', { name: 'Add rule' }).click();
  await rules.getByRole('searchbox').fill(name);
  await rules.getByRole('button', { name: new RegExp(`^${name} ${kind}`) }).click();
}

type Typed = { rate?: string; market?: string; side?: string; until?: string };

async function fill(rules: Locator, { rate, market, side, until }: Typed): Promise<void> {
  if (rate) await rules.getByRole('textbox', { name: 'Rule’s rate' }).fill(rate);
  if (market) await rules.getByRole('combobox', { name: 'Rule’s market' }).selectOption(market);
  if (side) {
    await rules.getByRole('combobox', { name: 'Side of that book' }).selectOption(side);
    await rules.getByRole('combobox', { name: 'Figure of that side' }).selectOption('best');
  }
  if (until) await rules.getByRole('textbox', { name: 'Until, EVE time' }).fill(until);
}

async function removeAll(page: Page, rules: Locator): Promise<void> {
  const remove = rules.getByRole('button', { name: /^Remove the rule/ });
  for (let left = await remove.count(); left > 0; left -= 1) {
    await remove.first().click();
    await page
      .getByRole('alertdialog', { name: 'Remove this rule?' })
      .getByRole('button', { name: 'Remove' })
      .click();
    await expect(remove).toHaveCount(left - 1);
  }
}

/** EVE time, as it is typed. */
function toInput(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
}

async function openProgram(page: Page): Promise<void> {
  await page.goto('/admin/programs');
  await page.getByRole('link', { name: PROGRAM }).first().click();
  await page.waitForURL(/\/admin\/programs\/./);
  await expect(page.getByRole('button', { name: 'Add rule' })).toBeEnabled();
}
