import type { Page } from '@playwright/test';
import { findSupervisors } from '#lib/server/fleet/control-socket.ts';
import { capture } from '#tests/support/capture.ts';
import { expect, SELLER, TRADER, test } from '#tests/support/story.ts';
import { expectStanding, getQuote, paste } from '#tests/support/trade.ts';

test('the contract turns valid while I watch, through a gateway restart', async ({ story }) => {
  const seller = await story.signIn(SELLER);
  await paste(seller, 'Veldspar 10000');
  const code = await getQuote(seller);
  const trader = await story.signIn(TRADER);
  await trader.goto('/admin/inbox');
  await expectMark(seller, 'Live');
  await expectMark(trader, 'Live');
  await capture(seller, 'quote-live');
  const game = await story.play(SELLER);
  let wrongId = '';

  await test.step('what is wrong with it is there as soon as the site knows', async () => {
    await game.fillFromQuote(code);
    await game.setQuantity('Veldspar', 9_000);
    wrongId = await game.createContract();
    await expectStanding(seller, 'Your contract differs in 1 point');
    await expect(trader.getByRole('row', { name: new RegExp(code) })).toContainText('Needs fixing');
    await expectMark(seller, 'Live');
  });

  await test.step('all gateways are killed, and both pages say that they are coming back', async () => {
    const killed = await killGateways();
    expect(killed).toBeGreaterThan(1);
    await expectMark(seller, 'Connecting');
    await capture(seller, 'quote-connecting');
    await game.deleteContract(wrongId);
    await game.fillFromQuote(code);
    await game.createContract();
    await expectStanding(seller, 'Your contract is as quoted');
    await expectMark(seller, 'Live');
    await expectMark(trader, 'Live');
    await expect(trader.getByRole('row', { name: new RegExp(`Valid.*${code}`) })).toBeVisible();
  });
});

test('with nobody there to tell, a page asks by itself, and is told again afterwards', async ({
  story,
}) => {
  const seller = await story.signIn(SELLER);
  let isAway = true;
  await seller.routeWebSocket(/\/realtime/, (socket) => {
    if (isAway) socket.close({ code: 1013 });
    else socket.connectToServer();
  });
  await paste(seller, 'Veldspar 10000');
  const code = await getQuote(seller);
  await expectMark(seller, 'Asks every 3 s');
  await capture(seller, 'quote-asking');
  const game = await story.play(SELLER);
  await game.fillFromQuote(code);
  const contractId = await game.createContract();
  await expectStanding(seller, 'Your contract is as quoted');

  isAway = false;
  await expectMark(seller, 'Live');
  await game.deleteContract(contractId);
  const again = seller.getByRole('heading', { name: 'Make this contract in game' });
  await expect(again).toBeVisible({ timeout: 60_000 });
});

async function expectMark(page: Page, words: string): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: new RegExp(`^${words}$`) })).toBeVisible({
    timeout: 60_000,
  });
}

/** Of all supervisors of the stories. @returns How many there were. */
async function killGateways(): Promise<number> {
  let killed = 0;
  for (const supervisor of await findSupervisors()) {
    for (const { name, pid } of await supervisor.workers.list()) {
      if (!name.startsWith('realtime') || pid === null) continue;
      process.kill(pid, 'SIGKILL');
      killed += 1;
    }
    await supervisor[Symbol.asyncDispose]();
  }
  return killed;
}
