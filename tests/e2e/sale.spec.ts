import { capture } from '#tests/support/capture.ts';
import { expect, expectAccessible, SELLER, TRADER, test } from '#tests/support/story.ts';
import { expectStanding, getQuote, openInbox, paste } from '#tests/support/trade.ts';

test('a pilot sells ore, from paste to payment', async ({ story }) => {
  const seller = await story.signIn(SELLER);
  let code = '';
  let contractId = '';

  await test.step('the paste is priced, and what can’t be read says why', async () => {
    await expectAccessible(seller);
    await capture(seller, 'appraise-empty');
    await paste(
      seller,
      'Veldspar\t10,000\nCompressed Scordite 184 000\n850 x Loparite\nCompresed Spodumain\t1,200\nHulk Blueprint (Copy)\t1',
    );
    await expect(seller.getByText('Did you mean').first()).toBeVisible();
    await capture(seller, 'appraise');
    await expectAccessible(seller);
    await seller.getByRole('button', { name: /^Compressed Spodumain in line/ }).click();
    await expect(seller.getByText('Did you mean')).toHaveCount(0);
  });

  await test.step('the quote says what to type into the game', async () => {
    code = await getQuote(seller);
    expect(code).toMatch(/^AT-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await expectAccessible(seller);
    await capture(seller, 'quote-waiting');
  });

  await test.step('the contract is made as the quote says, and turns valid by itself', async () => {
    const game = await story.play(SELLER);
    await game.fillFromQuote(code);
    contractId = await game.createContract();
    await expectStanding(seller, 'Your contract is as quoted');
    await expectAccessible(seller);
    await capture(seller, 'quote-valid');
  });

  await test.step('the trader opens it in game from the inbox, and accepts', async () => {
    const trader = await story.signIn(TRADER);
    await openInbox(trader, code, 'Valid');
    await expectAccessible(trader);
    await capture(trader, 'inbox-valid');
    await trader.getByRole('button', { name: /^Open in game/ }).click();
    await expect(trader.getByText(`Opened for ${TRADER}`)).toBeVisible();

    const game = await story.play(TRADER);
    await expect(game.page.getByRole('link', { name: `Contract window: ${code}` })).toBeVisible();
    await game.acceptContract(contractId);
  });

  await test.step('the quote completes', async () => {
    await expectStanding(seller, 'Accepted and paid');
    await expectAccessible(seller);
    await capture(seller, 'quote-paid');
    await seller.goto('/quotes');
    await expect(seller.getByRole('row', { name: new RegExp(code) })).toContainText('Paid');
    await expectAccessible(seller);
    await capture(seller, 'quotes');
  });
});
