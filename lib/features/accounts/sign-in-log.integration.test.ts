import { expect, test } from 'vitest';
import { open } from '#lib/server/crypto.ts';
import { createLog } from '#lib/server/log.ts';
import { createSignInSite, OWNER, PILOT } from '#tests/support/sign-in-site.ts';
import { signOut, signOutEverywhere } from './sign-out.ts';

test('the log says who came in, who was turned away and who left, and holds nothing to come in with', async () => {
  const lines: string[] = [];
  const log = createLog({ name: 'test', level: 'debug' }, { write: (line) => lines.push(line) });
  await using site = await createSignInSite({ log });
  const secrets: (string | undefined)[] = [site.container.env.AUTH_SECRET];
  const browser = site.createBrowser();

  const address = await browser.goToEve(OWNER, { purpose: 'contracts' });
  secrets.push(...address.searchParams.values(), ...browser.cookies.values());
  const outcome = await browser.comeBack(address);
  secrets.push(...browser.cookies.values());
  const token = await site.container.db.eveToken.findFirstOrThrow();
  for (const sealed of [token.sealedRefreshToken, token.sealedAccessToken ?? '']) {
    secrets.push(sealed, open(site.container, sealed, String(OWNER)));
  }
  const viewer = await browser.viewer();

  const forged = await browser.goToEve(PILOT);
  forged.searchParams.set('code', 'of nobody\r\n{"msg":"signed in"}');
  await browser.comeBack(forged);
  await site.createBrowser().comeBack(address);
  await browser.signIn(PILOT, { intent: 'add-character' });
  if (viewer) await signOutEverywhere(site.container, viewer);
  await browser.signIn(PILOT);
  await signOut(site.container, browser.cookies);

  const said = lines.map((line) => JSON.parse(line));
  const accountId = outcome.ok ? outcome.accountId : '';
  for (const expected of [
    { msg: 'signed in', accountId, characterId: OWNER, purpose: 'contracts' },
    { msg: 'EVE’s answer to a sign-in was refused', level: 'warn' },
    { msg: 'a sign-in was refused', reason: 'refused' },
    { msg: 'signed out everywhere', accountId, count: 1 },
    { msg: 'signed out', accountId },
  ]) {
    expect(said).toContainEqual(expect.objectContaining(expected));
  }
  expect(said.every(({ time }) => /^\d{4}-.*Z$/.test(time))).toBe(true);
  // One line an event, whatever was in it.
  expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  expect(said.filter(({ msg }) => msg === 'signed in')).toHaveLength(3);
  const text = lines.join('');
  expect(secrets.filter((secret) => secret && secret.length > 8 && text.includes(secret))).toEqual(
    [],
  );
});
