import type { Locator, Page } from '@playwright/test';
import { capture } from '#tests/support/capture.ts';
import { expect, expectAccessible, TRADER, test } from '#tests/support/story.ts';
import { getQuote, paste } from '#tests/support/trade.ts';

const PROGRAM = 'Ore, ice, gas and salvage';
const [ORE, MODULE] = ['Scordite', 'Rifter'];
/** 100 whole portions of 150 Tritanium and 90 Pyerite at 87.34 %, and 50 units that fill none. */
const OUTPUTS = ['13,101 Tritanium ×', '7,860 Pyerite ×', '50 left over ×'];

test('a rule pays for what an ore refines to, and the quote shows every step for ever', async ({
  story,
}) => {
  // The first books of what was not priced before, on a slow machine.
  test.slow();
  const trader = await story.signIn(TRADER);
  await trader.goto('/admin/programs');
  await trader.getByRole('link', { name: PROGRAM }).first().click();
  await trader.waitForURL(/\/admin\/programs\/./);
  await expect(trader.getByRole('button', { name: 'Add rule' })).toBeEnabled();
  const rules = trader.getByRole('region', { name: 'Rules' });
  await removeAll(trader, rules);
  let code = '';

  await test.step('a rule that refines says a yield, or is refused beside the field', async () => {
    await choose(rules, ORE, 'group');
    await rules.getByRole('textbox', { name: 'Rule’s rate' }).fill('90');
    await rules.getByRole('combobox', { name: 'Paid for' }).selectOption('What it refines to');
    await rules.getByRole('button', { name: 'Save rule' }).click();
    const share = rules.getByRole('textbox', { name: 'Rule’s yield' });
    await expect(rules).toContainText('Say a yield here');
    await expect(share).toBeFocused();
    await share.fill('87.34');
    await rules
      .getByRole('combobox', { name: 'What fills no portion' })
      .selectOption('Is paid as it is');
    await expectAccessible(trader);
    await capture(trader, 'refined-editor', rules);
    await rules.getByRole('button', { name: 'Save rule' }).click();
    await expect(rules.getByRole('row', { name: new RegExp(`^${ORE} group`) })).toContainText(
      'refined at 87.34 %, what fills no portion is paid as it is',
    );
    await capture(trader, 'refined-list', rules);
  });

  await test.step('scrap is refused until a rule says so', async () => {
    await choose(rules, MODULE, 'item');
    await rules.getByRole('combobox', { name: 'Paid for' }).selectOption('The least of these');
    await rules.getByRole('textbox', { name: 'Rule’s yield' }).fill('90');
    await rules.getByRole('checkbox', { name: /as scrap/ }).check();
    await rules.getByRole('button', { name: 'Save rule' }).click();
    await expect(rules.getByRole('row', { name: new RegExp(`^${MODULE} item`) })).toContainText(
      'scrap too',
    );
  });

  await test.step('a pilot sees what the ore refines to, and what is left over', async () => {
    const pilot = await story.visitor();
    const row = pilot.getByRole('row', { name: new RegExp(`^${ORE}`) });
    await expect(async () => {
      await paste(pilot, `${ORE}\t10,000\n${ORE}\t50`);
      await expect(row.getByRole('button')).toContainText('refined', { timeout: 2_000 });
    }).toPass({ timeout: 120_000 });
    await row.getByRole('button').click();
    for (const output of OUTPUTS) await expect(pilot.getByText(output).first()).toBeVisible();
    await expect(pilot.getByText('87.34 %, 100 whole portions of 100 units')).toBeVisible();
    await expectAccessible(pilot);
    await capture(pilot, 'refined-paste');
    code = await getQuote(pilot);
    await expectSteps(pilot);
    await capture(pilot, 'refined-quote');
  });

  await test.step('less than a portion would be refused, were it not paid as it is', async () => {
    const pilot = await story.visitor();
    await paste(pilot, `${ORE}\t50`);
    await expect(pilot.getByRole('row', { name: new RegExp(`^${ORE}`) })).toBeVisible();
  });

  await test.step('the quote keeps its steps after the rule is gone', async () => {
    await removeAll(trader, rules);
    const guest = await story.visitor();
    await guest.goto(`/q/${code}`);
    await expectSteps(guest);
    await expectAccessible(guest);
  });
});

async function expectSteps(page: Page): Promise<void> {
  const why = page.getByRole('button', { name: 'Why these prices' });
  await expect(async () => {
    if (await why.isVisible()) await why.click();
    for (const output of OUTPUTS) {
      await expect(page.getByText(output).first()).toBeVisible({ timeout: 1_000 });
    }
  }).toPass();
}

/** Begin a rule for what is found under a name. */
async function choose(rules: Locator, name: string, kind: string): Promise<void> {
  await rules.getByRole('button', { name: 'Add rule' }).click();
  await rules.getByRole('searchbox').fill(name);
  await rules.getByRole('button', { name: new RegExp(`^${name} ${kind}`) }).click();
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
