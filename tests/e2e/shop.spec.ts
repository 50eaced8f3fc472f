import { capture } from '#tests/support/capture.ts';
import { expect, expectAccessible, SELLER, TRADER, test } from '#tests/support/story.ts';

test('a pilot orders minerals, and the trader sees what to pick and what goes into the contract', async ({
  story,
}) => {
  const trader = await story.signIn(TRADER);
  const pilot = await story.signIn(SELLER);
  let code = '';

  await test.step('the trader counts what is there', async () => {
    await trader.goto('/admin/stock');
    await trader.getByLabel('Item').fill('Tritanium');
    await trader.getByLabel('Change', { exact: true }).fill('5,000');
    await trader.getByLabel('Reason').fill('refined today');
    await trader.getByRole('button', { name: 'Change stock' }).click();
    await expect(trader.getByText(/Tritanium are there now/)).toBeVisible();
    await expectAccessible(trader);
    await capture(trader, 'stock');
  });

  await test.step('the pilot sees what is there, and cannot order more', async () => {
    // Prices of the first walk take a moment.
    await expect(async () => {
      await pilot.goto('/shop');
      await expect(pilot.getByLabel('Units of Tritanium')).toBeEnabled({ timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    await expectAccessible(pilot);
    await pilot.getByLabel('Units of Tritanium').fill('900,000,000');
    await expect(pilot.getByText(/^Only [\d,]+ are left\.$/)).toBeVisible();
    await expect(pilot.getByRole('button', { name: 'Order' })).toBeDisabled();
    await pilot.getByLabel('Units of Tritanium').fill('1,000');
    await capture(pilot, 'shop');
    await pilot.getByRole('button', { name: 'Order' }).click();
    await pilot.waitForURL(/\/q\/AS-/);
    code = (await pilot.getByRole('heading', { level: 1 }).textContent())?.trim() ?? '';
    await expect(pilot.getByText('Reserved for you')).toBeVisible();
    await expectAccessible(pilot);
    await capture(pilot, 'order-waiting');
  });

  await test.step('the trader sees the order', async () => {
    await trader.goto('/admin/orders');
    const order = trader.getByRole('region', { name: code });
    await expect(order).toContainText('Ready');
    await expect(order).toContainText(SELLER);
    await expectAccessible(trader);
    await capture(trader, 'orders');
  });
});

test('a guest orders for a pilot by name, and an unknown name is refused with a reason', async ({
  story,
}) => {
  const guest = await story.visitor();
  await expect(async () => {
    await guest.goto('/shop');
    await expect(guest.getByLabel('Units of Pyerite')).toBeEnabled({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await guest.getByLabel('Units of Pyerite').fill('100');
  await guest.getByLabel('Pilot who gets the contract').fill('Nobody Of This Name');
  await guest.getByRole('button', { name: 'Order' }).click();
  await expect(guest.getByText(/EVE knows no pilot called/)).toBeVisible();

  await guest.getByLabel('Pilot who gets the contract').fill(SELLER);
  await guest.getByRole('button', { name: 'Order' }).click();
  await guest.waitForURL(/\/q\/AS-/);
  await expect(guest.getByText('Reserved for you')).toBeVisible();
});
