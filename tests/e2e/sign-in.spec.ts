import { expect, expectAccessible, SELLER, TRADER, test } from '#tests/support/story.ts';

test('a visitor sees at once that this is the sandbox, and signs in as a pilot', async ({
  story,
}) => {
  const visitor = await story.visitor();
  await visitor.goto('/');
  await expect(visitor.getByText('SANDBOX').first()).toBeVisible();
  await expectAccessible(visitor);

  await visitor.goto('/sign-in');
  await expectAccessible(visitor);

  const seller = await story.signIn(SELLER);
  await seller.goto('/admin/inbox');
  await expect(seller.getByRole('heading', { level: 1 })).not.toContainText('Inbox');
});

test('the trader of the sandbox owns the site and reaches the inbox', async ({ story }) => {
  const trader = await story.signIn(TRADER);
  await trader.goto('/admin/inbox');

  await expect(trader.getByRole('heading', { level: 1, name: 'Inbox' })).toBeVisible();
  await expectAccessible(trader);
});

test('the game plays any pilot', async ({ story }) => {
  const game = await story.play(SELLER);

  await expect(game.page.getByRole('heading', { name: 'My contracts' })).toBeVisible();
  await expectAccessible(game.page);
});
