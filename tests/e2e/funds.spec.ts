import { capture } from '#tests/support/capture.ts';
import { expect, expectAccessible, TRADER, test } from '#tests/support/story.ts';
import { getQuote, paste } from '#tests/support/trade.ts';

test('an owner lets everybody know what can be paid, less what is quoted', async ({ story }) => {
  const guest = await story.visitor();
  const steps = guest.getByRole('region', { name: 'How it goes' });
  const owner = await story.signIn(TRADER);

  await test.step('the owner is told what it means, and allows it', async () => {
    await owner.goto('/account');
    await owner.getByRole('link', { name: `Allow : Tell what you can pay, ${TRADER}` }).click();
    const main = owner.getByRole('main');
    await expect(main).toContainText('shows everybody who sells to you');
    await expect(main).toContainText('See how much ISK its corporation has');
    await expectAccessible(owner);
    await capture(owner, 'funds-permission');
    await owner.getByRole('button', { name: 'Go on to EVE Online' }).click();
    await owner.getByRole('button', { name: `Sign in as ${TRADER}` }).click();
    await owner.waitForURL(/\/account/);
  });

  await test.step('whoever sells sees it, and it is less after a quote', async () => {
    const before = await readFree();
    await capture(guest, 'funds-sell');
    await expectAccessible(guest);
    await paste(guest, 'Veldspar 10000');
    await getQuote(guest);
    expect(await readFree()).toBeLessThan(before);
  });

  async function readFree(): Promise<number> {
    await expect(async () => {
      await guest.goto('/');
      await expect(steps).toContainText('the trader can pay', { timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    const [, isk = ''] = /can pay ([\d,]+) ISK/.exec((await steps.textContent()) ?? '') ?? [];
    return Number(isk.replaceAll(',', ''));
  }
});
