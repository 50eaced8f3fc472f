import { capture } from '#tests/support/capture.ts';
import { expect, expectAccessible, SELLER, TRADER, test } from '#tests/support/story.ts';
import { expectStanding, getQuote, openInbox, paste } from '#tests/support/trade.ts';

test('9,000 instead of 10,000: the page says so, the pilot makes it right', async ({ story }) => {
  const seller = await story.signIn(SELLER);
  await paste(seller, 'Veldspar 10000');
  const code = await getQuote(seller);
  const game = await story.play(SELLER);
  let wrongId = '';

  await test.step('a thousand are missing, and the page says what to do', async () => {
    await game.fillFromQuote(code);
    await game.setQuantity('Veldspar', 9_000);
    wrongId = await game.createContract();

    await expectStanding(seller, 'Your contract differs in 1 point');
    const toFix = seller.getByRole('table', { name: 'Findings to fix' });
    await expect(toFix).toContainText('10,000');
    await expect(toFix).toContainText('9,000');
    await expect(toFix).toContainText('1,000');
    await expectAccessible(seller);
    await capture(seller, 'quote-fix');
  });

  await test.step('the trader sees it as in need of fixing', async () => {
    const trader = await story.signIn(TRADER);
    await openInbox(trader, code, 'Needs fixing');
    await expectAccessible(trader);
    await capture(trader, 'inbox-fix');
  });

  await test.step('deleted and made again, it turns valid', async () => {
    await game.deleteContract(wrongId);
    await game.fillFromQuote(code);
    await game.createContract();
    await expectStanding(seller, 'Your contract is as quoted');
  });
});
