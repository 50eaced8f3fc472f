import { readFile } from 'node:fs/promises';
import { accountExportSchema } from '#lib/features/accounts/export/schema.ts';
import { capture } from '#tests/support/capture.ts';
import { expect, expectAccessible, type Page, signIn, test } from '#tests/support/story.ts';
import { getQuote, paste } from '#tests/support/trade.ts';

/** Nobody else's in the stories: they lose their accounts here. */
const MAIN = 'Ansa Vekkonen';
const OTHER = 'Sael Odrinn';
const OTHER_ID = 9_000_000_000_003;

test('one account: two that become one, a second character, a permission, a sale, the data as a file, and the end', async ({
  story,
}) => {
  const pilot = await story.signIn(MAIN);
  let code = '';

  await test.step('a character with an account of its own is brought over with it', async () => {
    const elsewhere = await story.signIn(OTHER);
    await paste(elsewhere, 'Veldspar 900');
    const ofOther = await getQuote(elsewhere);

    await pilot.goto('/account');
    await pilot.getByRole('button', { name: 'Add character' }).click();
    await pilot.getByRole('button', { name: 'Cancel' }).click();
    await expect(pilot.getByRole('main').getByRole('alert')).toContainText(
      'No character was added',
    );
    await expect(pilot).toHaveURL(/\/account\?error=cancelled$/);
    await pilot.getByRole('button', { name: 'Add character' }).click();
    await atEve(pilot, OTHER);
    await expect(pilot).toHaveURL(/\/account\/merge$/);
    const main = pilot.getByRole('main');
    await expect(main).toContainText(`${OTHER} has an account here`);
    await expect(main).toContainText('One quote becomes yours');
    await expectAccessible(pilot);
    await capture(pilot, 'account-merge');
    await pilot.getByRole('link', { name: 'Keep them apart' }).click();
    const characters = pilot.getByRole('table', { name: 'Characters of this account' });
    await expect(characters.getByRole('row', { name: MAIN })).toBeVisible();
    await expect(characters.getByRole('row', { name: OTHER })).toHaveCount(0);

    await pilot.goto('/account/merge');
    await pilot.getByRole('button', { name: 'Merge the accounts' }).click();
    await expect(characters.getByRole('row', { name: OTHER })).toBeVisible();
    await pilot.goto('/quotes');
    await expect(pilot.getByText(ofOther)).toBeVisible();
    await elsewhere.goto('/account');
    await expect(elsewhere).toHaveURL(/\/sign-in\?/);
    await pilot.goto('/account/merge');
    await expect(main).toContainText('There is nothing to merge');
    await expectAccessible(pilot);
    await capture(pilot, 'account-merge-none');
  });

  await test.step('it is removed, and added again as one that is nobody’s', async () => {
    await pilot.goto('/account');
    await pilot.getByRole('button', { name: `Remove ${OTHER}` }).click();
    await pilot.getByRole('button', { name: 'Remove', exact: true }).click();
    const characters = pilot.getByRole('table', { name: 'Characters of this account' });
    await expect(characters.getByRole('row', { name: OTHER })).toHaveCount(0);
    await pilot.getByRole('button', { name: 'Add character' }).click();
    await atEve(pilot, OTHER);
    await expect(characters.getByRole('row', { name: OTHER })).toContainText('Northern Drift');
    await expect(characters.getByRole('row', { name: MAIN })).toContainText('main');
    await expectAccessible(pilot);
    await capture(pilot, 'account-two');
  });

  await test.step('a permission is asked for with its words, of the character meant', async () => {
    await pilot.getByRole('link', { name: `Allow : Check my contracts, ${OTHER}` }).click();
    await expect(pilot.getByRole('heading', { level: 1 })).toHaveText('Check my contracts');
    const main = pilot.getByRole('main');
    await expect(main).toContainText('Read the contracts of this character');
    await expect(main).toContainText('esi-contracts.read_character_contracts.v1');
    await expect(main).toContainText(`Choose ${OTHER} there`);
    await expectAccessible(pilot);
    await capture(pilot, 'permission');

    await pilot.getByRole('button', { name: 'Go on to EVE Online' }).click();
    await pilot.getByRole('button', { name: 'Cancel' }).click();
    await expect(main.getByRole('alert')).toContainText('It was not allowed');
    await expectAccessible(pilot);
    await capture(pilot, 'permission-declined');
    await pilot.getByRole('button', { name: 'Ask again' }).click();
    await atEve(pilot, MAIN);
    await expect(main.getByRole('alert')).toContainText('another character');
    await pilot.getByRole('button', { name: 'Ask again' }).click();
    await atEve(pilot, OTHER);
    await expect(permission(pilot, OTHER)).toContainText('Valid');
    await expect(permission(pilot, MAIN)).toContainText('Not allowed');
  });

  await test.step('a character that changed hands leaves, and the page tells it', async () => {
    await paste(pilot, 'Veldspar 4200');
    code = await getQuote(pilot);
    await sell(OTHER_ID);
    await story.signIn(OTHER);
    // The last sign-in here was as that character: its session is over.
    await signIn(pilot, MAIN);
    await pilot.goto('/account');
    await expect(pilot.getByText(`${OTHER} has left your account`)).toBeVisible();
    await expect(permission(pilot, MAIN)).toBeVisible();
    await expect(permission(pilot, OTHER)).toHaveCount(0);
    await expectAccessible(pilot);
    await capture(pilot, 'account-sold');
  });

  await test.step('all that is kept comes as a file', async () => {
    const downloading = pilot.waitForEvent('download');
    await pilot.getByRole('link', { name: 'Download my data' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^ageira-trade-\d{4}-\d\d-\d\d\.json$/);
    const written = await readFile(await download.path(), 'utf8');
    const data = accountExportSchema.decode(JSON.parse(written));
    expect(data.characters.map(({ name }) => name)).toEqual([MAIN]);
    expect(data.formerCharacters.map(({ characterId }) => characterId)).toEqual([OTHER_ID]);
    expect(data.quotes.map((quote) => quote.code)).toContain(code.replace(/-(....)$/, '$1'));
  });

  await test.step('the account is deleted by typing its name, and begun anew', async () => {
    await pilot.getByRole('link', { name: 'Delete account…' }).click();
    await expect(pilot.getByRole('main')).toContainText('2 open quotes: they are cancelled');
    const name = pilot.getByRole('textbox', { name: `Type ${MAIN} to confirm` });
    const button = pilot.getByRole('button', { name: 'Delete my account' });
    await name.fill(OTHER);
    await button.click();
    await expect(pilot.getByText('Nothing was deleted').first()).toBeVisible();
    await expect(name).toHaveValue(OTHER);
    await expectAccessible(pilot);
    await capture(pilot, 'account-delete');
    await name.fill(MAIN);
    await button.click();
    await expect(pilot.getByRole('status')).toContainText('Your account is deleted');
    await expect(pilot.locator('summary', { hasText: MAIN })).toHaveCount(0);
    await expectAccessible(pilot);
    await capture(pilot, 'account-deleted');

    await pilot.goto('/account');
    await expect(pilot).toHaveURL(/\/sign-in\?/);
    await signIn(pilot, MAIN);
    await pilot.goto('/quotes');
    await expect(pilot.getByText(code)).toHaveCount(0);
    await pilot.goto(`/q/${code}`);
    await expect(pilot.getByRole('main')).toContainText(/cancelled/i);
  });
});

test('the sandbox’s only owner is told why not, before anything is typed', async ({ story }) => {
  const trader = await story.signIn('Maren Tessidari');
  await trader.goto('/account');
  await expectAccessible(trader);
  await capture(trader, 'account-trader');
  await trader.goto('/account/delete');
  await expect(trader.getByText('You are the site’s only owner')).toBeVisible();
  await expect(trader.getByRole('textbox', { name: /^Type/ })).toHaveCount(0);
  await expectAccessible(trader);
  await capture(trader, 'account-delete-owner');
});

async function atEve(page: Page, pilotName: string): Promise<void> {
  await page.getByRole('button', { name: `Sign in as ${pilotName}` }).click();
}

function permission(page: Page, pilotName: string) {
  return page
    .getByRole('table', { name: 'Check my contracts' })
    .getByRole('row', { name: new RegExp(pilotName) });
}

/** As the sandbox's control page does. */
async function sell(characterId: number): Promise<void> {
  const url = process.env.STORY_GAME_URL ?? '';
  const answer = await fetch(`${url}/control/api/sell-character`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: url },
    body: JSON.stringify({ characterId }),
  });
  expect(answer.status).toBe(200);
}
