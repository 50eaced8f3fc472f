import { describe, expect, test } from 'vitest';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { expectInvariants, findingCodes, quoteOf, settlementsOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { TRADER_ID } from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;

const { stage, accountId } = await setStage();

describe('F25 a contract of the very second in which its quote expires', () => {
  test.each([
    {
      when: 'in that second',
      laterMs: 0,
      state: 'contracted',
      paid: 'completed',
      finding: 'issued-in-time',
    },
    {
      when: 'a second after it',
      laterMs: 1_000,
      state: 'expired',
      paid: 'expired',
      finding: 'issued-too-late',
    },
  ])('issued $when, and seen when the quote has expired: $paid', async ({ laterMs, ...want }) => {
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    const { expiresAt, total } = await quoteOf(stage, id);
    // EVE tells times to the second, and cuts off the rest.
    const issuedMs = Math.floor(expiresAt.getTime() / 1_000) * 1_000 + laterMs;
    const issued = new Date(issuedMs).toISOString().replace('.000Z', 'Z');
    stage.esi.tamper = (path, answer) =>
      path.includes('/contracts') && !path.includes('/items')
        ? { ...answer, body: issueAt(answer.body, contractId, issued) }
        : answer;
    stage.later(expiresAt.getTime() - stage.now().getTime() + 60_000);
    await maintainContracts(stage.container, NEVER);
    expect(await stage.state(code)).toBe('expired');

    await stage.poll();
    expect(await findingCodes(stage, contractId)).toContain(want.finding);
    expect(await stage.state(code)).toBe(want.state);
    await stage.act(contractId, 'accept', TRADER_ID);
    await stage.poll();
    expect(await stage.state(code)).toBe(want.paid);
    // The price is the one that was promised, whatever became of the market meanwhile.
    const settled = (await settlementsOf(stage, id)).map(({ amount }) => amount);
    expect(settled).toEqual(want.paid === 'completed' ? [total] : []);
  });

  test('leaves all that must hold as it is', async () => {
    await expectInvariants(stage);
  });
});

function issueAt(body: string, contractId: number, issued: string): string {
  // EVE's own list, as the sandbox made it.
  const rows = JSON.parse(body) as { contract_id: number; date_issued: string }[];
  return JSON.stringify(
    rows.map((row) => (row.contract_id === contractId ? { ...row, date_issued: issued } : row)),
  );
}
