/** The file of one's data, of a character that was sold and came back: to the account itself, or to one that was merged. */
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { exportAccount } from '#lib/features/accounts/export/export-account.ts';
import { accountExportSchema } from '#lib/features/accounts/export/schema.ts';
import { mergeAccounts } from '#lib/features/accounts/merge-accounts.ts';
import { characterLock, releaseCharacter } from '#lib/server/characters.ts';
import { lockName } from '#lib/server/locks.ts';
import { streamText } from '#lib/server/stream-text.ts';
import { transact } from '#lib/server/transact.ts';
import { Game } from '#workers/testing/game.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { ALT_ID, SCAMMER_ID } from '#workers/testing/stage.ts';

const { stage, accountId } = await setStage();
const OTHER_ID = 9_000_000_000_005;
const game = new Game(stage);

test('a merge takes along what a character had sold for the other account before it changed hands', async () => {
  const otherAccountId = await stage.signIn(SCAMMER_ID);
  await stage.signIn(ALT_ID, otherAccountId);
  const forOther = await sellFor(otherAccountId, ALT_ID);
  await leaveToBuyer(ALT_ID);
  await stage.signIn(ALT_ID, accountId);
  stage.later(1_000);
  const forFirst = await sellFor(accountId, ALT_ID);
  expect(await contractsOf(otherAccountId)).toEqual([forOther]);
  expect(await contractsOf(accountId)).toEqual([forFirst]);

  const { ownerHash } = await stage.container.db.character.findUniqueOrThrow({
    where: { id: BigInt(SCAMMER_ID) },
  });
  const offer = { accountId, otherAccountId, characterId: SCAMMER_ID, ownerHash };
  expect(await mergeAccounts(stage.container, offer)).toEqual({ ok: true });
  expect(await contractsOf(accountId)).toEqual([forOther, forFirst]);
  const left = await stage.container.db.formerCharacter.findMany({ where: { accountId } });
  expect(left).toMatchObject([{ characterId: BigInt(ALT_ID) }]);
});

test('who sold a character twice has what it sold both times, and none of the buyer’s in between', async () => {
  const sellerId = await stage.signIn(OTHER_ID);
  const first = await sellFor(sellerId, OTHER_ID);
  await leaveToBuyer(OTHER_ID);
  await stage.signIn(OTHER_ID, sellerId);
  stage.later(1_000);
  const second = await sellFor(sellerId, OTHER_ID);
  await leaveToBuyer(OTHER_ID);

  expect(await contractsOf(sellerId)).toEqual([first, second]);
});

/** @returns The number of a contract that was paid. */
async function sellFor(ofAccountId: string, issuerId: number): Promise<number> {
  const quote = await stage.quote({ accountId: ofAccountId });
  const contract = game.offer(quote.code, { units: 10_000, issuerId });
  await game.look();
  game.accept(contract);
  await game.look();
  expect(await stage.state(quote.code)).toBe('completed');
  return contract.contractId;
}

/** To somebody who sells once, and then lets it go. */
async function leaveToBuyer(characterId: number): Promise<void> {
  await leave(characterId);
  const buyerId = await stage.signIn(characterId);
  stage.later(1_000);
  const theirs = await sellFor(buyerId, characterId);
  await leave(characterId);
  expect(await contractsOf(buyerId)).toEqual([theirs]);
}

async function leave(characterId: number): Promise<void> {
  stage.later(1_000);
  await transact(stage.container, async (tx) => {
    await lockName(tx, characterLock(characterId));
    const context = { at: stage.now(), actorId: null };
    await releaseCharacter(tx, { characterId, reason: 'owner-changed' }, context);
  });
  stage.later(1_000);
}

/** As the file has them. */
async function contractsOf(ofAccountId: string): Promise<number[]> {
  const pieces = exportAccount(stage.container, { accountId: ofAccountId });
  const written = await text(await streamText(pieces, () => {}));
  const { contracts } = accountExportSchema.decode(JSON.parse(written));
  return contracts.map(({ contractId }) => contractId);
}
