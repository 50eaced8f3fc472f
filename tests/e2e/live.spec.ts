import type { Page } from '@playwright/test';
import { Redis } from 'ioredis';
import pg from 'pg';
import { GlobalEvents } from '#lib/messaging/global-events/index.ts';
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
  await expect(seller.getByText('A trader is online')).toBeVisible();
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

  await test.step('and the trader leaves', async () => {
    await expect(seller.getByText('A trader is online')).toBeVisible();
    await trader.close();
    await expect(seller.getByText('A trader is online')).toBeHidden();
  });
});

test('a guest is given the page of the quote that they have just made', async ({ story }) => {
  const guest = await story.visitor();
  let given = 0;
  guest.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"page":{')) given += 1;
    }),
  );
  await paste(guest, 'Veldspar 10000');
  const code = await getQuote(guest);
  await expect.poll(() => given).toBeGreaterThan(0);
  const before = given;
  const game = await story.play(SELLER);
  await game.fillFromQuote(code);
  await game.createContract();
  await expectStanding(guest, 'Your contract is as quoted');
  expect(given).toBeGreaterThan(before);
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

test('new prices change what a paste is worth, while one looks at it', async ({ story }) => {
  const seller = await story.visitor();
  await paste(seller, 'Veldspar 10000');
  const total = seller.getByRole('row', { name: /Veldspar/ }).first();
  // Of a site that has just begun they come while one looks.
  await expect(total).toContainText('Jita buy', { timeout: 60_000 });
  const before = await total.textContent();
  const database = new pg.Client({ connectionString: process.env.STORY_DATABASE_URL });
  await database.connect();
  const redis = new Redis(process.env.STORY_REDIS_URL ?? '');
  const events = new GlobalEvents({ connection: redis, prefix: 'ageira:0:' });
  try {
    // As the market worker does, until its next look at EVE.
    const { rows } = await database.query<{ hub_id: string }>(
      `update price set buy_best = buy_best * 2, buy_top5 = buy_top5 * 2 where type_id = 1230
       returning hub_id`,
    );
    await expect
      .poll(
        async () => {
          await events.emitAsync('prices-read', { hubId: Number(rows[0]?.hub_id) });
          return total.textContent();
        },
        { timeout: 30_000, intervals: [2_000] },
      )
      .not.toBe(before);
  } finally {
    await events.disconnect();
    redis.disconnect();
    await database.end();
  }
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
