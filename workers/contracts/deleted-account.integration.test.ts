/** What becomes of quotes, contracts and books when their pilot deletes the account, and of its data as a file. */
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { deleteAccount } from '#lib/features/accounts/delete-account.ts';
import { exportAccount } from '#lib/features/accounts/export/export-account.ts';
import { accountExportSchema } from '#lib/features/accounts/export/schema.ts';
import { unlinkCharacter } from '#lib/features/accounts/unlink-character.ts';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { readNames } from '#lib/features/contracts/names.ts';
import { streamText } from '#lib/server/stream-text.ts';
import { contractOf, expectInvariants, quoteOf, settlementsOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import {
  ALT_ID,
  PILOT_ID,
  SCAMMER_ID,
  TRADER_CORPORATION_ID,
  TRADER_ID,
  VELDSPAR_ID,
} from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;
const NAME = 'Ilya Torvanen';
const HALF = { priceIsk: '500000.00', items: [{ typeId: VELDSPAR_ID, quantity: 5_000 }] };

const { stage, accountId: firstId } = await setStage();
let accountId = firstId;
const remove = () => deleteAccount(stage.container, { accountId }, NAME);

async function readExport(of = accountId) {
  const pieces = exportAccount(stage.container, { accountId: of });
  const written = await text(await streamText(pieces, () => {}));
  return { written, data: accountExportSchema.decode(JSON.parse(written)) };
}

test('while a right contract waits nothing is deleted; once it is paid, the books stay and add up', async () => {
  const paid = await stage.quote({ accountId });
  const parted = await stage.quote({ accountId });
  const open = await stage.quote({ accountId });
  const whole = await stage.contract(paid.code);
  const half = await stage.contract(parted.code, HALF);
  await stage.contract(parted.code, HALF);
  await stage.poll();
  expect(await stage.state(paid.code)).toBe('contracted');
  expect(await remove()).toEqual({ ok: false, reason: 'contract-waits' });

  await stage.act(whole, 'accept', TRADER_ID);
  await stage.act(half, 'accept', TRADER_ID);
  await stage.poll();
  expect(await stage.state(parted.code)).toBe('partly-completed');
  // The other half may still be paid.
  expect(await remove()).toEqual({ ok: false, reason: 'contract-waits' });
  await stage.act(half + 1, 'accept', TRADER_ID);
  await stage.poll();

  expect(await remove()).toEqual({ ok: true });
  expect(await stage.state(open.code)).toBe('cancelled');
  expect(await stage.state(paid.code)).toBe('completed');
  expect(await settlementsOf(stage, paid.id)).toHaveLength(1);
  expect(await quoteOf(stage, paid.id)).toMatchObject({ accountId });
  await maintainContracts(stage.container, NEVER);
  await stage.poll();
  await expectInvariants(stage);
  // The trader's contracts have the name that EVE gives.
  const names = await readNames(stage.container, [PILOT_ID]);
  expect(names.party(PILOT_ID)).toBe(NAME);
});

test('whoever signs in anew has a new account, and sells as if never seen', async () => {
  accountId = await stage.signIn(PILOT_ID);
  expect(accountId).not.toBe(firstId);
  const quote = await stage.quote({ accountId });
  const contractId = await stage.contract(quote.code);
  await stage.poll();
  expect(await stage.verdict(contractId)).toBe('valid');
  await stage.act(contractId, 'accept', TRADER_ID);
  await stage.poll();
  expect(await stage.state(quote.code)).toBe('completed');
  await expectInvariants(stage);
});

test('a contract that was accepted before its pilot deleted the account is paid, though told later', async () => {
  const quote = await stage.quote({ accountId });
  const contractId = await stage.contract(quote.code);
  await stage.poll();
  await stage.act(contractId, 'accept', TRADER_ID);
  // What a deletion does to a quote's people, where the waiting contract does not keep it from it.
  await stage.signIn(ALT_ID, accountId);
  await unlinkCharacter(stage.container, { accountId }, PILOT_ID);
  await stage.poll();
  expect(await stage.state(quote.code)).toBe('completed');
  expect(await contractOf(stage, contractId)).toMatchObject({ status: 'finished' });
  await expectInvariants(stage);
});

test('the file has all that is kept of one’s own, reads by its schema, and holds no secret', async () => {
  accountId = await stage.signIn(SCAMMER_ID);
  const quotes = [];
  for (let i = 0; i < 12; i += 1) quotes.push(await stage.quote({ accountId }));
  const [first, second] = quotes;
  if (!first || !second) throw new Error('There are no quotes');
  const paid = await stage.contract(first.code, { issuerId: SCAMMER_ID });
  const wrong = await stage.contract(second.code, { issuerId: SCAMMER_ID, priceIsk: '900000.00' });
  await stage.poll();
  await stage.act(paid, 'accept', TRADER_ID);
  await stage.poll();

  const { written, data } = await readExport();
  expect(data).toMatchObject({
    format: 'ageira-account/1',
    account: { accountId, role: 'member', mainCharacterId: SCAMMER_ID },
    characters: [{ characterId: SCAMMER_ID, name: 'Nadir Esh', permissions: [] }],
  });
  expect(data.quotes.map(({ code }) => code)).toEqual(quotes.map(({ code }) => code));
  expect(data.quotes[0]).toMatchObject({
    state: 'completed',
    lines: [{ typeId: VELDSPAR_ID, quantity: 10_000, evidence: { rateBp: 9_200 } }],
    settlements: [
      {
        contractId: paid,
        part: 1,
        amountIsk: 100_000_000n,
        entries: [
          { party: 'trader', amountIsk: -100_000_000n },
          { party: 'pilot', amountIsk: 100_000_000n },
        ],
      },
    ],
  });
  expect(data.quotes[0]?.history.map(({ action, by }) => `${action} by ${by}`)).toEqual([
    'created by you',
    'contracted by the site',
    'completed by the site',
  ]);
  expect(data.contracts.map(({ contractId }) => contractId)).toEqual([paid, wrong]);
  expect(data.contracts[0]).toMatchObject({ settlement: { part: 1 }, verdicts: [{}, {}] });
  const price = data.contracts[1]?.verdicts[0]?.findings.find(({ check }) => check === 'price');
  expect(price).toMatchObject({ level: 'problem', expected: expect.anything() });
  expect(data.events.map(({ entity, action }) => `${entity} ${action}`)).toEqual([
    'account created',
    'character linked',
  ]);
  for (const secret of ['sealed', 'tokenHash', 'claimHash', 'v1.1.']) {
    expect(written).not.toContain(secret);
  }
});

test('the file has nothing of others: not who else delivered, nor whose quote one’s contract came near', async () => {
  const rivalId = await stage.signIn(9_000_000_000_005);
  const mine = await stage.quote({ accountId });
  const theirs = await stage.quote({ accountId: rivalId });
  const strange = await stage.contract(mine.code, { issuerId: 9_000_000_000_005 });
  const near = await stage.contract(theirs.code, { issuerId: SCAMMER_ID });
  await stage.poll();

  const { written, data } = await readExport();
  expect(data.contracts.map(({ contractId }) => contractId)).toContain(near);
  expect(data.contracts.map(({ contractId }) => contractId)).not.toContain(strange);
  const verdicts = data.contracts.find(({ contractId }) => contractId === near)?.verdicts ?? [];
  expect(verdicts).not.toHaveLength(0);
  for (const { quoteId, findings } of verdicts) {
    expect(quoteId).toBeNull();
    expect(findings.filter((finding) => 'expected' in finding || 'actual' in finding)).toEqual([]);
  }
  for (const others of [rivalId, theirs.id, '9000000000005', 'Ansa Vekkonen', firstId]) {
    expect(written).not.toContain(others);
  }
  expect(written).toContain(String(TRADER_CORPORATION_ID));
});

test('who bought a character gets none of the seller’s contracts, and the seller keeps those of then', async () => {
  const seller = accountId;
  await sell(SCAMMER_ID);
  const before = (await readExport(seller)).data.contracts.length;
  const buyer = await stage.signIn(SCAMMER_ID);
  expect(buyer).not.toBe(seller);
  // EVE tells whole seconds.
  stage.later(1_000);
  const own = await stage.contract((await stage.quote({ accountId: buyer })).code, {
    issuerId: SCAMMER_ID,
  });
  await stage.poll();
  expect((await readExport(buyer)).data.contracts.map(({ contractId }) => contractId)).toEqual([
    own,
  ]);
  const { data } = await readExport(seller);
  expect(data.contracts).toHaveLength(before);
  expect(data.formerCharacters).toMatchObject([{ characterId: SCAMMER_ID }]);
});

async function sell(characterId: number): Promise<void> {
  const answer = await fetch(`${stage.gameUrl}/control/api/sell-character`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: stage.gameUrl },
    body: JSON.stringify({ characterId }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
