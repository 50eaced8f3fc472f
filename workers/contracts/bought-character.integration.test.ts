/** What a character did before it came to its present owner: not that one's to see, nor to be paid for. */
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { deleteAccount } from '#lib/features/accounts/delete-account.ts';
import { exportAccount } from '#lib/features/accounts/export/export-account.ts';
import { accountExportSchema } from '#lib/features/accounts/export/schema.ts';
import { unlinkCharacter } from '#lib/features/accounts/unlink-character.ts';
import { contractsForQuotes } from '#lib/features/contracts/for-quotes.ts';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { loadQuotePage } from '#lib/features/quotes/load-quote-page.ts';
import { readRole } from '#lib/features/quotes/read-role.ts';
import { characterLock, releaseCharacter } from '#lib/server/characters.ts';
import { lockName } from '#lib/server/locks.ts';
import { createSession, createSessionToken, readViewer } from '#lib/server/sessions.ts';
import { streamText } from '#lib/server/stream-text.ts';
import { transact } from '#lib/server/transact.ts';
import { quoteOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { ALT_ID, PILOT_ID, SCAMMER_ID, TRADER_ID, VELDSPAR_ID } from '#workers/testing/stage.ts';

const { stage, accountId } = await setStage();
const NEVER = new AbortController().signal;
const HALF = { priceIsk: '500000.00', items: [{ typeId: VELDSPAR_ID, quantity: 5_000 }] };
const OTHER_ID = 9_000_000_000_005;

describe('the page of a quote', () => {
  test('shows a buyer, who has its code from the contracts in game, none of the seller’s', async () => {
    await stage.signIn(ALT_ID, accountId);
    const quote = await stage.quote({ accountId });
    await pay(await stage.contract(quote.code, { issuerId: ALT_ID }));
    const buyerId = await sell(ALT_ID);

    expect(buyerId).not.toBe(accountId);
    expect(await lookAs(buyerId, ALT_ID, quote.code)).toEqual({ role: 'public', contractIds: [] });
  });

  test('shows a buyer what the character made since, and nothing of before', async () => {
    const quote = await stage.quote({ accountId });
    await stage.contract(quote.code, { issuerId: ALT_ID });
    await stage.poll();
    const buyerId = await sell(ALT_ID);
    const since = await stage.contract(quote.code, { issuerId: ALT_ID });
    await stage.poll();

    expect(await lookAs(buyerId, ALT_ID, quote.code)).toEqual({
      role: 'issuer',
      contractIds: [since],
    });
  });

  test('shows whoever makes a contract first and signs in for the first time afterwards that contract', async () => {
    const quote = await stage.quote({ accountId });
    const contract = await stage.contract(quote.code, { issuerId: SCAMMER_ID });
    await stage.poll();
    stage.later(60_000);
    const newcomerId = await stage.signIn(SCAMMER_ID);

    expect(await lookAs(newcomerId, SCAMMER_ID, quote.code)).toEqual({
      role: 'issuer',
      contractIds: [contract],
    });
    expect(await exportedContracts(newcomerId)).toEqual([contract]);
  });

  test('shows a seller, to whom the character comes back, none of the buyer’s, who never signed in', async () => {
    const sellerId = await stage.signIn(OTHER_ID);
    await noticeSale(OTHER_ID);
    const quote = await stage.quote({ accountId });
    await stage.contract(quote.code, { issuerId: OTHER_ID });
    await stage.poll();
    stage.later(60_000);
    await stage.signIn(OTHER_ID, sellerId);

    expect(await lookAs(sellerId, OTHER_ID, quote.code)).toEqual({
      role: 'public',
      contractIds: [],
    });
    expect(await exportedContracts(sellerId)).toEqual([]);
  });
});

test('whoever comes with a character whose account was deleted has what it made since, and nothing of before', async () => {
  const goneId = await sell(ALT_ID);
  const quote = await stage.quote({ accountId });
  const before = await stage.contract(quote.code, { issuerId: ALT_ID });
  await stage.poll();
  const name = (
    await stage.container.db.character.findFirstOrThrow({ where: { accountId: goneId } })
  ).name;
  expect(await deleteAccount(stage.container, { accountId: goneId }, name)).toEqual({ ok: true });
  stage.later(60_000);
  const since = await stage.contract(quote.code, { issuerId: ALT_ID });
  await stage.poll();
  const nextId = await stage.signIn(ALT_ID);

  expect(nextId).not.toBe(goneId);
  expect((await lookAs(nextId, ALT_ID, quote.code)).contractIds).toEqual([since]);
  expect(await exportedContracts(nextId)).toEqual([since]);
  expect(before).not.toBe(since);
});

describe('a guest’s quote that a seller was paid for', () => {
  test.each(['another contract', 'the end of its window'])(
    'stays out of the buyer’s hands with %s',
    async (what) => {
      await beNobodys(ALT_ID);
      const quote = await stage.quote({ accountId: null });
      await payHalf(quote.code, ALT_ID);
      const buyerId = await sell(ALT_ID);
      if (what === 'another contract') {
        await stage.contract(quote.code, { ...HALF, issuerId: PILOT_ID });
        await stage.poll();
      } else {
        stage.later(30 * 86_400_000);
        await maintainContracts(stage.container, NEVER);
      }

      expect(await stage.container.db.settlement.count({ where: { quoteId: quote.id } })).toBe(1);
      expect((await quoteOf(stage, quote.id)).accountId).toBeNull();
      expect(await exportedContracts(buyerId)).toEqual([]);
    },
  );

  test('stays so when the buyer has let the character go again', async () => {
    await beNobodys(ALT_ID);
    const quote = await stage.quote({ accountId: null });
    await payHalf(quote.code, ALT_ID);
    const buyerId = await sell(ALT_ID);
    await sell(OTHER_ID, buyerId);
    await unlinkCharacter(stage.container, { accountId: buyerId }, ALT_ID);
    await stage.contract(quote.code, { ...HALF, issuerId: PILOT_ID });
    await stage.poll();

    expect((await quoteOf(stage, quote.id)).accountId).toBeNull();
  });
});

test('a buyer’s file holds nothing that the seller made with a character that was off the account', async () => {
  await beNobodys(ALT_ID);
  const quote = await stage.quote({ accountId: null });
  await stage.contract(quote.code, { issuerId: ALT_ID });
  await stage.poll();
  const buyerId = await sell(ALT_ID);
  const theirs = await stage.contract((await stage.quote()).code, { issuerId: ALT_ID });
  await stage.poll();

  expect(await exportedContracts(buyerId)).toEqual([theirs]);
  // Also when it has left the buyer, too.
  await sell(OTHER_ID, buyerId);
  await unlinkCharacter(stage.container, { accountId: buyerId }, ALT_ID);
  expect(await exportedContracts(buyerId)).toEqual([theirs]);
});

test('a seller’s contract without a code is not held against the quotes that the buyer has', async () => {
  const buyerId = await sell(OTHER_ID);
  await stage.signIn(ALT_ID);
  const quote = await stage.quote({ accountId: buyerId });
  const contract = await stage.contract('', { issuerId: ALT_ID });
  stage.later(60_000);
  await transfer(ALT_ID);
  await stage.signIn(ALT_ID, buyerId);
  await stage.poll();

  const row = await stage.container.db.contract.findUnique({ where: { id: BigInt(contract) } });
  expect(row?.quoteId ?? null).toBeNull();
  expect((await lookAs(buyerId, ALT_ID, quote.code)).contractIds).toEqual([]);
});

async function beNobodys(characterId: number): Promise<void> {
  const { db } = stage.container;
  const row = await db.character.findUnique({ where: { id: BigInt(characterId) } });
  if (row?.accountId !== accountId) await sell(characterId, accountId);
  stage.later(1_000);
  await unlinkCharacter(stage.container, { accountId }, characterId);
  stage.later(60_000);
}

/** @returns The account of the buyer, who signs in a while later. */
async function sell(characterId: number, intoAccountId?: string): Promise<string> {
  stage.later(60_000);
  await transfer(characterId);
  stage.later(60_000);
  const buyerId = await stage.signIn(characterId, intoAccountId);
  stage.later(60_000);
  return buyerId;
}

/** With a refresh, which tells another owner: EVE's word for whose it is then may be the old one again. */
async function noticeSale(characterId: number): Promise<void> {
  stage.later(1_000);
  await transact(stage.container, async (tx) => {
    await lockName(tx, characterLock(characterId));
    const context = { at: stage.now(), actorId: null };
    await releaseCharacter(tx, { characterId, reason: 'owner-changed' }, context);
  });
  stage.later(1_000);
}

/** In game: nobody tells the site. */
async function transfer(characterId: number): Promise<void> {
  const answer = await fetch(`${stage.gameUrl}/control/api/sell-character`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: stage.gameUrl },
    body: JSON.stringify({ characterId }),
  });
  expect(answer.status).toBe(200);
}

async function pay(contractId: number): Promise<void> {
  await stage.poll();
  await stage.act(contractId, 'accept', TRADER_ID);
  await stage.poll();
}

/** A part is right only while the rest waits beside it: that is taken back afterwards. */
async function payHalf(code: string, issuerId: number): Promise<void> {
  const first = await stage.contract(code, { ...HALF, issuerId });
  const second = await stage.contract(code, { ...HALF, issuerId });
  await pay(first);
  expect(await stage.state(code)).toBe('partly-completed');
  await stage.act(second, 'delete', issuerId);
  await stage.poll();
}

async function lookAs(ofAccountId: string, characterId: number, code: string) {
  const { container } = stage;
  const token = createSessionToken();
  const now = stage.now();
  await createSession(container, { token, accountId: ofAccountId, characterId, now });
  const looker = { viewer: await readViewer(container, token, now), claimHash: null };
  expect(looker.viewer?.accountId).toBe(ofAccountId);
  const page = await loadQuotePage(container, contractsForQuotes, { code, looker });
  const role = await readRole(container, code, looker);
  expect(page?.quote.role).toBe(role);
  return { role, contractIds: page?.contracts.map(({ contractId }) => contractId) };
}

async function exportedContracts(ofAccountId: string): Promise<number[]> {
  const pieces = exportAccount(stage.container, { accountId: ofAccountId });
  const written = await text(await streamText(pieces, () => {}));
  const { contracts } = accountExportSchema.decode(JSON.parse(written));
  return contracts.map(({ contractId }) => contractId);
}
