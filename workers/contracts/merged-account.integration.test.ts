/** What becomes of quotes and contracts when a pilot makes one account of two. */
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { exportAccount } from '#lib/features/accounts/export/export-account.ts';
import { accountExportSchema } from '#lib/features/accounts/export/schema.ts';
import { mergeAccounts } from '#lib/features/accounts/merge-accounts.ts';
import { unlinkCharacter } from '#lib/features/accounts/unlink-character.ts';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { streamText } from '#lib/server/stream-text.ts';
import { expectInvariants, quoteOf, settlementsOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { ALT_ID, PILOT_ID, SCAMMER_ID, TRADER_ID, VELDSPAR_ID } from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;
const HALF = { priceIsk: '500000.00', items: [{ typeId: VELDSPAR_ID, quantity: 5_000 }] };

const { stage, accountId } = await setStage();
const otherAccountId = await stage.signIn(ALT_ID);
await stage.signIn(SCAMMER_ID, otherAccountId);

async function merge() {
  const { ownerHash } = await stage.container.db.character.findUniqueOrThrow({
    where: { id: BigInt(ALT_ID) },
  });
  const offer = { accountId, otherAccountId, characterId: ALT_ID, ownerHash };
  return mergeAccounts(stage.container, offer);
}

async function readExport() {
  const pieces = exportAccount(stage.container, { accountId });
  const written = await text(await streamText(pieces, () => {}));
  return accountExportSchema.decode(JSON.parse(written));
}

test('what waited, was paid or half paid goes on as it was, for all characters of both', async () => {
  const whole = await stage.quote({ accountId: otherAccountId });
  const parted = await stage.quote({ accountId: otherAccountId });
  const own = await stage.quote({ accountId });
  const wholeId = await stage.contract(whole.code, { issuerId: ALT_ID });
  const first = await stage.contract(parted.code, { ...HALF, issuerId: SCAMMER_ID });
  const second = await stage.contract(parted.code, { ...HALF, issuerId: ALT_ID });
  // Of a stranger until the two are one.
  const foreign = await stage.contract(own.code, { issuerId: ALT_ID });
  await stage.poll();
  expect(await stage.verdict(foreign)).not.toBe('valid');
  await stage.act(first, 'accept', TRADER_ID);
  await stage.poll();
  expect(await stage.state(parted.code)).toBe('partly-completed');
  // Who had sold for it, and has left it.
  await unlinkCharacter(stage.container, { accountId: otherAccountId }, SCAMMER_ID);
  await stage.poll();

  expect(await merge()).toEqual({ ok: true });
  for (const { id } of [whole, parted, own]) {
    expect(await quoteOf(stage, id)).toMatchObject({ accountId, claimedAt: null });
  }
  await maintainContracts(stage.container, NEVER);
  await stage.poll();
  for (const id of [wholeId, second, foreign]) expect(await stage.verdict(id)).toBe('valid');
  for (const id of [wholeId, second, foreign]) await stage.act(id, 'accept', TRADER_ID);
  await stage.poll();
  for (const { code } of [whole, parted, own]) expect(await stage.state(code)).toBe('completed');
  expect(await settlementsOf(stage, parted.id)).toHaveLength(2);
  await expectInvariants(stage);
});

test('the file of one’s data tells of both as one’s own', async () => {
  const data = await readExport();
  expect(data.quotes).toHaveLength(3);
  expect(data.contracts).toHaveLength(4);
  expect(data.characters.map(({ characterId }) => characterId)).toEqual([PILOT_ID, ALT_ID]);
  expect(data.formerCharacters.map(({ characterId }) => characterId)).toContain(SCAMMER_ID);
  const accounts = data.events.filter(({ entity }) => entity === 'account');
  expect(new Set(accounts.map(({ entityId }) => entityId))).toEqual(
    new Set([accountId, otherAccountId]),
  );
  expect(accounts.map(({ action }) => action)).toContain('merged');
  expect(data.events.filter(({ by }) => by === 'somebody else')).toEqual([]);
});

test('a quote for the account that was closed at that moment is refused', async () => {
  const made = await stage.container.db.quote.count();
  await expect(stage.quote({ accountId: otherAccountId })).rejects.toThrow('Your session is over');
  expect(await stage.container.db.quote.count()).toBe(made);
});
