/** What the account page and the file of one's data say of what characters allow. */
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { streamText } from '#lib/server/stream-text.ts';
import {
  type Browser,
  createSignInSite,
  OTHER_PILOT,
  PILOT,
  type SignInSite,
} from '#tests/support/sign-in-site.ts';
import { exportAccount } from './export/export-account.ts';
import { accountExportSchema } from './export/schema.ts';
import { getAccountView } from './get-account-view.ts';
import { unlinkCharacter } from './unlink-character.ts';

const DAY_MS = 86_400_000;

let site: SignInSite;
let browser: Browser;

beforeEach(async () => {
  site = await createSignInSite();
  browser = site.createBrowser();
});
afterEach(() => site[Symbol.asyncDispose]());

async function accountOf(of: Browser): Promise<{ accountId: string }> {
  const viewer = await of.viewer();
  if (!viewer) throw new Error('Nobody is signed in');
  return viewer;
}

/** A character as the page shows it, and as the file has it. */
async function look(of: Browser, characterId: number) {
  const account = await accountOf(of);
  const { characters } = await getAccountView(site.container, account);
  const written = await text(await streamText(exportAccount(site.container, account), () => {}));
  const data = accountExportSchema.decode(JSON.parse(written));
  return {
    shown: characters.find((each) => each.characterId === characterId),
    kept: data.characters.find((each) => each.characterId === characterId),
  };
}

test('the buyer of a character is told nothing of what its seller had allowed, nor since when', async () => {
  await browser.signIn(OTHER_PILOT, { purpose: 'check' });
  site.passTime(5 * DAY_MS);
  await site.control('sell-character', 'POST', { characterId: OTHER_PILOT });
  const buyer = site.createBrowser();
  await buyer.signIn(OTHER_PILOT);

  const { shown, kept } = await look(buyer, OTHER_PILOT);
  expect(shown?.grants).toEqual([]);
  expect(kept).toMatchObject({ permissions: [], createdAt: site.now() });
});

test('of a sale that a refresh has told first, the buyer is told as little', async () => {
  await browser.signIn(OTHER_PILOT, { purpose: 'check' });
  await site.container.db.eveToken.updateMany({
    data: { state: 'dead', deadReason: 'owner-changed', sealedRefreshToken: '' },
  });
  await site.container.db.character.updateMany({ data: { accountId: null } });
  await site.control('sell-character', 'POST', { characterId: OTHER_PILOT });
  const buyer = site.createBrowser();
  await buyer.signIn(OTHER_PILOT);

  expect((await look(buyer, OTHER_PILOT)).kept?.permissions).toEqual([]);
});

test('a permission that was given again is valid since then', async () => {
  await browser.signIn(PILOT, { purpose: 'check' });
  await browser.signIn(OTHER_PILOT, { intent: 'add-character' });
  site.passTime(2 * DAY_MS);
  await unlinkCharacter(site.container, await accountOf(browser), PILOT);
  site.passTime(5 * DAY_MS);
  await browser.signIn(OTHER_PILOT);
  await browser.signIn(PILOT, { intent: 'add-character', purpose: 'check' });

  const { shown, kept } = await look(browser, PILOT);
  expect(shown?.grants).toMatchObject([{ health: 'valid', grantedAt: site.now() }]);
  expect(kept?.permissions).toMatchObject([{ state: 'active', grantedAt: site.now() }]);
});
