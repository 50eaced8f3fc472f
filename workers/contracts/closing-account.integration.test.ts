/** What becomes of a guest's quote that a contract claims while its pilot merges or deletes the account. */
import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { deleteAccount } from '#lib/features/accounts/delete-account.ts';
import { mergeAccounts } from '#lib/features/accounts/merge-accounts.ts';
import { Game } from '#workers/testing/game.ts';
import { expectInvariants, quoteOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { ALT_ID, SCAMMER_ID } from '#workers/testing/stage.ts';

const { stage, accountId } = await setStage();
const OTHER_ID = 9_000_000_000_005;
const game = new Game(stage);

afterEach(() => expectInvariants(stage, { isEveHere: false }));

test('a paid contract that has claimed it holds the account, and the merge takes the quote along', async () => {
  const otherAccountId = await stage.signIn(SCAMMER_ID);
  const { id } = await paidQuote(SCAMMER_ID);
  let merging: Promise<unknown> | undefined;
  await game.look({
    ...stage.container,
    checkpoint: async (name) => {
      if (name !== 'quote settled' || merging !== undefined) return;
      merging = merge(otherAccountId, SCAMMER_ID);
      await expectWaiting(1);
    },
  });

  expect(await merging).toEqual({ ok: true });
  expect(await quoteOf(stage, id)).toMatchObject({ accountId, state: 'completed' });
});

test('of an account that is merged at that moment it goes to the one that has its characters', async () => {
  const otherAccountId = await stage.signIn(ALT_ID);
  const own = await stage.quote({ accountId: otherAccountId });
  game.accept(game.offer(own.code, { units: 10_000, issuerId: ALT_ID }));
  const { id } = await paidQuote(ALT_ID);
  // By now the merge has the row of the one, and waits for that of the other.
  const { closing, looking } = await whileHeld('account', accountId, async () => {
    const merging = merge(otherAccountId, ALT_ID);
    await expectWaiting(1);
    const looked = game.look();
    await expectWaiting(2);
    return { closing: merging, looking: looked };
  });

  expect(await closing).toEqual({ ok: true });
  await looking;
  for (const quote of [own.id, id]) {
    expect(await quoteOf(stage, quote)).toMatchObject({ accountId, state: 'completed' });
  }
});

test('of an account that is deleted at that moment it stays the guest’s', async () => {
  const otherAccountId = await stage.signIn(OTHER_ID);
  const open = await stage.quote({ accountId: otherAccountId });
  const { id } = await paidQuote(OTHER_ID);
  const { closing, looking } = await whileHeld('quote', open.id, async () => {
    const viewer = { accountId: otherAccountId };
    const deleting = deleteAccount(stage.container, viewer, 'Ansa Vekkonen');
    await expectWaiting(1);
    const looked = game.look();
    await expectWaiting(2);
    return { closing: deleting, looking: looked };
  });

  expect(await closing).toEqual({ ok: true });
  await looking;
  expect(await quoteOf(stage, id)).toMatchObject({ accountId: null, state: 'completed' });
});

/** Of a guest, and a contract for it that was accepted before anybody looked. */
async function paidQuote(issuerId: number): Promise<{ id: string }> {
  const quote = await stage.quote({ claimHash: new Uint8Array(randomBytes(32)) });
  game.accept(game.offer(quote.code, { units: 10_000, issuerId }));
  return quote;
}

async function merge(otherAccountId: string, characterId: number) {
  const { ownerHash } = await stage.container.db.character.findUniqueOrThrow({
    where: { id: BigInt(characterId) },
  });
  return mergeAccounts(stage.container, { accountId, otherAccountId, characterId, ownerHash });
}

/** Another transaction has this row meanwhile. */
async function whileHeld<T>(table: string, id: string, run: () => Promise<T>): Promise<T> {
  const client = await stage.container.pool.connect();
  try {
    await client.query('begin');
    await client.query(`select from ${table} where id = $1 for no key update`, [id]);
    return await run();
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** So many transactions wait for others. */
async function expectWaiting(count: number): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await stage.container.pool.query(
        `select from pg_stat_activity
         where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`,
      );
      return rows.length;
    })
    .toBe(count);
}
