import type { Page, Request } from '@playwright/test';
import pg from 'pg';
import { findWebProcess } from '#tests/support/processes.ts';
import { expect, SELLER, TRADER, test } from '#tests/support/story.ts';
import { expectStanding, getQuote, paste } from '#tests/support/trade.ts';

/** How soon a page that was open must ask again once it can, and what a busy machine adds. */
const BACK_WITHIN_MS = 3_000;
const SLACK_MS = 1_500;

test('the site is killed under open pages: they come back by themselves, and nothing is lost', async ({
  story,
}) => {
  const siteUrl = process.env.STORY_SITE_URL ?? '';
  const seller = await story.signIn(SELLER);
  await paste(seller, 'Veldspar 10000');
  const trader = await story.signIn(TRADER);
  await trader.goto('/admin/inbox');
  const code = await getQuote(seller);
  const game = await story.play(SELLER);
  await game.fillFromQuote(code);
  const looks = [noteLooks(seller, '/api/quotes/'), noteLooks(trader, '/api/inbox')];

  const killedPid = findWebProcess(siteUrl);
  process.kill(killedPid, 'SIGKILL');
  const killedMs = performance.now();
  // Made in game while the site is away: the workers see it all the same.
  const contractId = await game.createContract();
  await expect.poll(() => isUp(siteUrl), { timeout: 60_000, intervals: [50] }).toBe(true);
  const upMs = performance.now();
  expect(findWebProcess(siteUrl)).not.toBe(killedPid);
  for (const answered of looks) {
    const first = () => answered.find((startMs) => startMs > killedMs) ?? Infinity;
    await expect.poll(first, { timeout: 60_000 }).toBeLessThan(upMs + BACK_WITHIN_MS + SLACK_MS);
  }
  await expectStanding(seller, 'Your contract is as quoted');
  await expect(trader.getByRole('row', { name: new RegExp(code) })).toBeVisible();
  await game.deleteContract(contractId);
});

test('a page that loses the site in its first seconds asks again until it is back', async ({
  story,
}) => {
  const seller = await story.signIn(SELLER);
  await paste(seller, 'Veldspar 10000');
  const code = await getQuote(seller);
  // Not even what it has to load yet can be had.
  let refused = 0;
  await seller.route(/\/(?:api|_next)\//, async (route) => {
    refused += 1;
    await route.abort('connectionrefused');
  });
  const game = await story.play(SELLER);
  await game.fillFromQuote(code);
  const contractId = await game.createContract();
  await expect.poll(() => refused, { timeout: 30_000 }).toBeGreaterThan(3);
  await expect.poll(() => stateOf(code), { timeout: 60_000, intervals: [50] }).toBe('contracted');
  await seller.unrouteAll();
  await expectStanding(seller, 'Your contract is as quoted');
  await game.deleteContract(contractId);
});

/** When the page began each look that was answered, be it only that the site is busy. */
function noteLooks(page: Page, path: string): number[] {
  const startedMs = new Map<Request, number>();
  const answered: number[] = [];
  page.on('request', (request) => {
    if (request.url().includes(path)) startedMs.set(request, performance.now());
  });
  page.on('response', (response) => {
    const startMs = startedMs.get(response.request());
    if (startMs !== undefined) answered.push(startMs);
  });
  return answered;
}

async function isUp(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/api/health`).catch(() => null);
  return answer?.ok ?? false;
}

async function stateOf(code: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: process.env.STORY_DATABASE_URL ?? '' });
  await client.connect();
  try {
    const { rows } = await client.query<{ state: string }>(
      'select state::text from quote where code = $1',
      // As it is stored: without the hyphen in the middle.
      [code.replace(/-(?=[^-]*$)/, '')],
    );
    return rows[0]?.state;
  } finally {
    await client.end();
  }
}
