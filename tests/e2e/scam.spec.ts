import { capture } from '#tests/support/capture.ts';
import { expect, expectAccessible, SCAMMER, TRADER, test } from '#tests/support/story.ts';
import { getQuote, openInbox, paste } from '#tests/support/trade.ts';

/** What a page that took a pilot's words for its own would run. */
const SCRIPT = '<img src=x onerror=document.title="ran">';

test('a scam is marked for the trader and shown as valid nowhere', async ({ story }) => {
  const scammer = await story.signIn(SCAMMER);
  await paste(scammer, `Scordite 500\n${SCRIPT}`);
  const code = await getQuote(scammer);
  const priceText = await scammer
    .getByRole('main')
    .getByText(/^[\d,]+$/)
    .first()
    .textContent();

  const game = await story.play(SCAMMER);
  await game.fillFromQuote(code);
  await game.setDescription(`${code} ${SCRIPT}`);
  await game.setPrice(`${Number(priceText?.replaceAll(',', '')) * 10}`);
  await game.addItem('I ask for', 'PLEX', 500);
  await game.createContract();

  await test.step('the inbox calls it suspicious, line by line', async () => {
    const trader = await story.signIn(TRADER);
    await openInbox(trader, code, 'Suspicious');
    const detail = trader.getByRole('main');
    await expect(detail).toContainText('PLEX');
    await expect(detail).toContainText(SCRIPT);
    expect(await trader.title()).not.toBe('ran');
    await expectAccessible(trader);
    await capture(trader, 'inbox-suspicious');

    await trader.goto('/admin/inbox?verdict=valid');
    await expect(trader.getByRole('main')).toBeVisible();
    await expect(trader.getByRole('row', { name: new RegExp(code) })).toHaveCount(0);
  });

  await test.step('its own page does not call it valid either', async () => {
    await expect(
      scammer.getByRole('status').filter({ hasText: 'nothing like the quote' }),
    ).toBeVisible({ timeout: 60_000 });
    await expect(scammer.getByText('Your contract is as quoted')).toHaveCount(0);
    expect(await scammer.title()).not.toBe('ran');
    await expectAccessible(scammer);
    await capture(scammer, 'quote-suspicious');
  });
});
