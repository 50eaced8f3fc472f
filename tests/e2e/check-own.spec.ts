import { capture } from '#tests/support/capture.ts';
import { expect, expectAccessible, SELLER, test } from '#tests/support/story.ts';
import { expectStanding, getQuote, paste } from '#tests/support/trade.ts';

test('sent to somebody else: the trader never sees it, the pilot’s own character does', async ({
  story,
}) => {
  const seller = await story.signIn(SELLER);
  await paste(seller, 'Veldspar 10000');
  const code = await getQuote(seller);
  const game = await story.play(SELLER);
  const button = seller.getByRole('button', { name: 'Check with my character' });
  let wrongId = '';

  await test.step('the contract goes to the wrong pilot', async () => {
    await game.fillFromQuote(code);
    await game.setReceiver('Sael Odrinn (Northern Drift Mining)');
    wrongId = await game.createContract();
  });

  await test.step('the site asks for the permission when it is needed, and not before', async () => {
    await button.click();
    await expectStanding(seller, 'Your permission is needed');
    await expectAccessible(seller);
    await seller.getByRole('link', { name: 'Allow reading my contracts' }).click();
    await seller.getByRole('button', { name: 'Go on to EVE Online' }).click();
    await seller.getByRole('button', { name: `Sign in as ${SELLER}` }).click();
    await seller.waitForURL(/\/q\/AT-/);
  });

  await test.step('after two looks without a contract the page lists the usual causes', async () => {
    await expectStanding(seller, 'No contract seen yet');
    await expect(seller.getByRole('heading', { name: 'Usual causes' })).toBeVisible();
    await expectAccessible(seller);
    await capture(seller, 'quote-own-check-offer');
  });

  await test.step('the contract is found, with the receiver as what to fix', async () => {
    await button.click();
    await expectStanding(seller, 'Your contract was found, and differs');
    const table = seller.getByRole('table', { name: `What differs in contract ${wrongId}` });
    await expect(table).toContainText('Sael Odrinn');
    await expect(table).toContainText('Ageira Trade Holdings');
    await expectAccessible(seller);
    await capture(seller, 'quote-own-check');
  });

  await test.step('deleted and made again, it is right, and the trader’s list shows it', async () => {
    await game.deleteContract(wrongId);
    await game.fillFromQuote(code);
    await game.createContract();
    await expectStanding(seller, 'Your contract is as quoted');
  });
});

test('a visitor is told to sign in first', async ({ story }) => {
  const visitor = await story.visitor();
  await paste(visitor, 'Veldspar 10000');
  await getQuote(visitor);

  await expect(visitor.getByText('Sign in to check with your character.')).toBeVisible();
  await expect(visitor.getByRole('button', { name: 'Check with my character' })).toHaveCount(0);
});
