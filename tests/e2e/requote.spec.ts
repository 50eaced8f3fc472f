import { capture } from '#tests/support/capture.ts';
import { expect, expectAccessible, SELLER, TRADER, test } from '#tests/support/story.ts';
import { expectStanding, getQuote, paste } from '#tests/support/trade.ts';

test('9,000 for the price of 10,000: the pilot has them quoted anew, and sells them', async ({
  story,
}) => {
  const seller = await story.signIn(SELLER);
  await paste(seller, 'Veldspar 10000');
  const code = await getQuote(seller);
  const game = await story.play(SELLER);
  let wrongId = '';

  await test.step('what was sent comes to so much, says the page', async () => {
    await game.fillFromQuote(code);
    await game.setQuantity('Veldspar', 9_000);
    wrongId = await game.createContract();
    await expectStanding(seller, 'Your contract differs in 1 point');
    await expect(seller.getByText('At the prices of this quote, what was sent')).toBeVisible();
    await capture(seller, 'requote-offered');
  });

  await test.step('one press makes a quote of it', async () => {
    await seller.getByRole('button', { name: 'Quote what was sent' }).click();
    const dialog = seller.getByRole('alertdialog');
    await expect(dialog).toContainText('has to be made again with the new price');
    await expectAccessible(seller);
    await capture(seller, 'requote-asked');
    await dialog.getByRole('button', { name: 'Quote what was sent' }).click();
    await expect(seller.getByRole('link', { name: code })).toBeVisible();
    await expectAccessible(seller);
    await capture(seller, 'requote-made');
  });

  await test.step('the old page says where it went', async () => {
    const page = await story.visitor();
    await page.goto(`/q/${code}`);
    await expect(page.getByRole('link', { name: 'Open the new quote' })).toBeVisible();
    await expectAccessible(page);
    await capture(page, 'requote-former');
  });

  await test.step('made again at the new price, it is as quoted', async () => {
    const anew = (await seller.getByRole('heading', { level: 1 }).textContent()) ?? '';
    await game.deleteContract(wrongId);
    await game.fillFromQuote(anew);
    await game.createContract();
    await expectStanding(seller, 'Your contract is as quoted');
  });
});

test('12,000 for the price of 12,000: the trader takes them as they are', async ({ story }) => {
  const seller = await story.signIn(SELLER);
  await paste(seller, 'Veldspar 10000');
  const code = await getQuote(seller);
  const game = await story.play(SELLER);
  await game.fillFromQuote(code);
  await game.setQuantity('Veldspar', 12_000);
  await game.createContract();
  await expectStanding(seller, 'Your contract differs in');
  await expect(seller.getByText('only the trader can quote more at these prices')).toBeVisible();

  const trader = await story.signIn(TRADER);
  await trader.goto(`/q/${code}`);
  await trader.getByRole('button', { name: 'Quote what was sent' }).click();
  const dialog = trader.getByRole('alertdialog');
  await dialog.getByRole('button', { name: 'Quote what was sent' }).click();
  await expect(trader.getByRole('link', { name: code })).toBeVisible();
  // The pilot's page learns of it by itself.
  await seller.getByRole('link', { name: 'Open the new quote' }).click();
  await expect(seller.getByRole('link', { name: code })).toBeVisible();
});
