import { describe, expect, test } from 'vitest';
import { contractOf, expectInvariants, goneAt, settlementsOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { PILOT_ID, TRADER_ID } from '#workers/testing/stage.ts';
import { isLongRun } from './support/choose.ts';
import { settleDown } from './support/settle-down.ts';
import { startContractsProcess } from './support/start-contracts-process.ts';

const { stage, accountId } = await setStage();

describe('F9 a worker that froze for longer than its lock', () => {
  // The first is the dangerous one: it holds an old list that it has not stored.
  test.each(isLongRun ? ['list read', 'walk kept'] : ['list read'])(
    'at "%s" and goes on does not undo what was done meanwhile',
    async (killAt) => {
      const { id, code } = await stage.quote({ accountId });
      const contractId = await stage.contract(code);
      const withdrawn = await stage.quote({ accountId });
      const withdrawnId = await stage.contract(withdrawn.code);
      await stage.poll();
      expect(await stage.state(withdrawn.code)).toBe('contracted');
      await using zombie = await startContractsProcess(stage);
      stage.later(20_000);
      zombie.work({ killAt, signal: 'SIGSTOP' });
      await expect.poll(() => stateOf(zombie.pid), { timeout: 15_000 }).toBe('T');

      // The list that it holds says `outstanding` of both.
      await stage.act(contractId, 'accept', TRADER_ID);
      await stage.act(withdrawnId, 'delete', PILOT_ID);
      stage.later(20_000);
      await settleDown(
        stage,
        async () =>
          (await stage.state(code)) === 'completed' && (await goneAt(stage, withdrawnId)) !== null,
      );
      const before = await contractOf(stage, contractId);
      const walkedAt = await lastCompleteAt();
      process.kill(zombie.pid, 'SIGCONT');
      // It goes on to the end of its run, and only then is stopped.
      await expect
        .poll(() => zombie.output(), { timeout: 15_000 })
        .toMatch(/a newer list was stored meanwhile|poll done/);
      process.kill(zombie.pid, 'SIGTERM');
      expect(await zombie.ended, zombie.output()).toMatchObject({ code: 0 });

      const after = await contractOf(stage, contractId);
      expect(after).toEqual({ ...before, lastSeenAt: after.lastSeenAt });
      expect(await goneAt(stage, withdrawnId)).not.toBeNull();
      expect(await lastCompleteAt()).toEqual(walkedAt);
      expect(await stage.state(withdrawn.code)).toBe('open');
      expect(await stage.state(code)).toBe('completed');
      expect(await settlementsOf(stage, id)).toHaveLength(1);
    },
  );

  test('leaves all that must hold as it is', async () => {
    await expectInvariants(stage);
  });
});

async function lastCompleteAt(): Promise<Date | null> {
  return (await stage.container.db.contractFeed.findFirstOrThrow()).lastCompleteAt;
}

/** 'T' is stopped. */
async function stateOf(pid: number): Promise<string | undefined> {
  const { readFile } = await import('node:fs/promises');
  return /^State:\s*(\w)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
}
