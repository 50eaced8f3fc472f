import { describe, expect, test } from 'vitest';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { rematchQuote } from '#lib/features/contracts/rematch.ts';
import { cancelQuote } from '#lib/features/quotes/cancel-quote.ts';
import {
  contractOf,
  expectInvariants,
  findingCodes,
  goneAt,
  quoteOf,
  settlementsOf,
} from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import {
  ALT_ID,
  PILOT_ID,
  PLEX_ID,
  SCAMMER_ID,
  TRADER_ID,
  VELDSPAR_ID,
} from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;
const HOUR_MS = 3_600_000;

const { stage, accountId } = await setStage();

describe('a contract on its way', () => {
  test('what was quoted, sent and accepted is paid once, and the ledger sums to zero', async () => {
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);

    expect(await stage.poll()).toEqual(['complete']);
    expect(await stage.verdict(contractId)).toBe('valid');
    expect(await stage.state(code)).toBe('contracted');

    await stage.act(contractId, 'accept', TRADER_ID);
    await stage.poll();
    expect(await stage.state(code)).toBe('completed');
    const settlements = await settlementsOf(stage, id);
    expect(settlements).toHaveLength(1);
    expect(settlements[0]?.amount).toBe(100_000_000n);
    expect(sumOf(settlements[0]?.entries ?? [])).toBe(0n);
  });

  test('a contract that was made and accepted between two polls is paid all the same', async () => {
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    await stage.act(contractId, 'accept', TRADER_ID);
    await stage.poll();

    expect(await stage.verdict(contractId)).toBe('valid');
    expect(await stage.state(code)).toBe('completed');
    expect(await settlementsOf(stage, id)).toHaveLength(1);
  });

  test('a deleted contract gives its quote back, and the next one is taken', async () => {
    const { code } = await stage.quote({ accountId });
    const wrong = await stage.contract(code, {
      items: [{ typeId: VELDSPAR_ID, quantity: 9_000 }],
    });
    await stage.poll();
    expect(await stage.verdict(wrong)).toBe('fix-needed');
    expect(await stage.state(code)).toBe('open');
    expect(await findingCodes(stage, wrong)).toContain('items-too-few');

    await stage.act(wrong, 'delete', PILOT_ID);
    await stage.poll();
    expect(await goneAt(stage, wrong)).not.toBeNull();

    const right = await stage.contract(code);
    await stage.poll();
    expect(await stage.verdict(right)).toBe('valid');
    await stage.act(right, 'delete', PILOT_ID);
    await stage.poll();
    expect(await stage.state(code)).toBe('open');
  });

  test('a rejected contract ends itself and never the quote', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    await stage.poll();
    await stage.act(contractId, 'reject', TRADER_ID);
    await stage.poll();

    expect(await stage.verdict(contractId)).toBe('fix-needed');
    expect(await stage.state(code)).toBe('open');
  });

  test('a contract that asks for PLEX at ten times the price is suspicious, holds nothing, pays nothing', async () => {
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code, {
      issuerId: SCAMMER_ID,
      priceIsk: '10000000.00',
      items: [
        { typeId: VELDSPAR_ID, quantity: 10_000 },
        { typeId: PLEX_ID, quantity: 500, isIncluded: false },
      ],
    });
    await stage.poll();
    expect(await stage.verdict(contractId)).toBe('suspicious');
    expect(await stage.state(code)).toBe('open');

    await stage.act(contractId, 'accept', TRADER_ID);
    await stage.poll();
    expect(await stage.state(code)).toBe('open');
    expect(await settlementsOf(stage, id)).toEqual([]);
  });

  test('a stranger with the same code never stands in the way of the right contract', async () => {
    const { code } = await stage.quote({ accountId });
    const stranger = await stage.contract(code, { issuerId: SCAMMER_ID });
    await stage.poll();
    const right = await stage.contract(code);
    await stage.poll();

    expect(await stage.verdict(stranger)).toBe('fix-needed');
    expect(await stage.verdict(right)).toBe('valid');
  });

  test('of two right contracts the first counts, and the second takes over when it goes', async () => {
    const { code } = await stage.quote({ accountId });
    const first = await stage.contract(code);
    stage.later(5_000);
    const second = await stage.contract(code);
    await stage.poll();
    expect(await stage.verdict(first)).toBe('valid');
    expect(await stage.verdict(second)).toBe('fix-needed');

    await stage.act(first, 'delete', PILOT_ID);
    await stage.poll();
    expect(await stage.verdict(second)).toBe('valid');
    expect(await stage.state(code)).toBe('contracted');
  });

  test('a code with one wrong letter is proposed to the trader and never accepted by itself', async () => {
    const { code } = await stage.quote({ accountId });
    const slip = `${code.slice(0, -1)}${code.endsWith('7') ? '8' : '7'}`;
    const contractId = await stage.contract(slip);
    await stage.poll();

    const contract = await contractOf(stage, contractId);
    expect(contract.relation).toBe('near-miss');
    expect(await stage.verdict(contractId)).toBe('fix-needed');
    expect(await stage.state(code)).toBe('open');
  });

  test('an offer without any code is kept, unmatched', async () => {
    const contractId = await stage.contract('hello, buy my rocks', {
      issuerId: SCAMMER_ID,
      priceIsk: '77.00',
    });
    await stage.poll();
    expect(await stage.verdict(contractId)).toBe('unmatched');
  });
});

describe('whose quote it is', () => {
  test('a valid contract claims a guest’s quote for its issuer, a wrong one does not', async () => {
    const { id, code } = await stage.quote();
    await stage.contract(code, { issuerId: SCAMMER_ID, priceIsk: '3000000.00' });
    await stage.poll();
    expect((await quoteOf(stage, id)).accountId).toBeNull();

    const right = await stage.contract(code);
    await stage.poll();
    expect(await stage.verdict(right)).toBe('valid');
    expect((await quoteOf(stage, id)).accountId).toBe(accountId);
  });

  test('a guest’s quote stays a guest’s when the issuer is not known here', async () => {
    const { id, code } = await stage.quote();
    const contractId = await stage.contract(code, { issuerId: ALT_ID });
    await stage.poll();
    expect(await stage.verdict(contractId)).toBe('valid');
    expect((await quoteOf(stage, id)).accountId).toBeNull();
  });
});

describe('whose characters they are', () => {
  test('a stranger’s contract becomes right when the stranger turns out to be an alt', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code, { issuerId: ALT_ID });
    await stage.poll();
    expect(await findingCodes(stage, contractId)).toContain('issuer-stranger');

    await stage.signIn(ALT_ID, accountId);
    await maintainContracts(stage.container, NEVER);
    expect(await findingCodes(stage, contractId)).toContain('issuer-alt');
    expect(await stage.verdict(contractId)).toBe('valid');
  });
});

describe('time', () => {
  test('an open quote expires when its window ends, and a contract made in time still counts', async () => {
    const { code } = await stage.quote({ accountId });
    stage.later(71 * HOUR_MS);
    const contractId = await stage.contract(code);
    stage.later(2 * HOUR_MS);
    await maintainContracts(stage.container, NEVER);
    expect(await stage.state(code)).toBe('expired');

    await stage.poll();
    expect(await stage.verdict(contractId)).toBe('valid');
    expect(await stage.state(code)).toBe('contracted');
  });

  test('a contract made after the window is refused', async () => {
    const { code } = await stage.quote({ accountId });
    stage.later(73 * HOUR_MS);
    const contractId = await stage.contract(code);
    await stage.poll();
    expect(await stage.verdict(contractId)).toBe('fix-needed');
    await maintainContracts(stage.container, NEVER);
    expect(await stage.state(code)).toBe('expired');
  });

  test('a contract that ran out in game lets its quote go, though EVE still calls it outstanding', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code, { expirationDays: 1 });
    await stage.poll();
    expect(await stage.state(code)).toBe('contracted');

    stage.later(25 * HOUR_MS);
    await maintainContracts(stage.container, NEVER);
    // It may have been accepted since EVE was asked last.
    expect(await stage.state(code)).toBe('contracted');
    expect(await findingCodes(stage, contractId)).toContain('expiry-passed-unseen');

    await stage.poll();
    await maintainContracts(stage.container, NEVER);
    expect(await stage.verdict(contractId)).toBe('fix-needed');
    expect(await stage.state(code)).toBe('open');
  });
});

describe('what a person changes', () => {
  test('a contract for a cancelled quote is told so', async () => {
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code, { priceIsk: '1100000.00' });
    await stage.poll();
    await cancel(id);
    await rematchQuote(stage.container, id);
    expect(await findingCodes(stage, contractId)).toContain('quote-cancelled');
    expect(await stage.state(code)).toBe('cancelled');
  });

  test('a contract for the trader’s own character instead of the corporation is said to be so', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code, { assigneeId: TRADER_ID });
    await stage.poll();
    // Nobody reads the character's own list, so nobody sees it.
    expect(await stage.verdict(contractId)).toBeNull();
  });
});

describe('afterwards', () => {
  test('all that must hold does', async () => {
    await expectInvariants(stage);
  });
});

function sumOf(entries: readonly { amount: bigint }[]): bigint {
  return entries.reduce((sum, { amount }) => sum + amount, 0n);
}

async function cancel(quoteId: string): Promise<void> {
  const { code } = await quoteOf(stage, quoteId);
  const outcome = await cancelQuote(
    stage.container,
    code,
    {
      viewer: {
        accountId,
        role: 'owner',
        characters: [{ characterId: PILOT_ID, ownerChangedAt: null }],
      },
      claimHash: null,
    },
    stage.now(),
  );
  if (!outcome.ok) throw new Error(outcome.sentence);
}
