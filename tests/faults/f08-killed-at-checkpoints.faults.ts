import { describe, expect, test } from 'vitest';
import { expectInvariants, settlementsOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { TRADER_ID } from '#workers/testing/stage.ts';
import { choose, isLongRun } from './support/choose.ts';
import { strike } from './support/nemesis.ts';
import { settleDown } from './support/settle-down.ts';
import { startContractsProcess } from './support/start-contracts-process.ts';

/** Every point between two writes of a poll. */
const CHECKPOINTS = [
  ['list read', 'contracts stored', 'walk stored'],
  ['walk kept', 'items asked for', 'items stored', 'items read', 'all matched', 'poll done'],
  // Within the one transaction that settles.
  ['verdict stored', 'contract matched', 'quote settled'],
];
/** While a list is read the queue knows more than the database has written: lose both there at least. */
const CASES = CHECKPOINTS.flatMap((names, part) =>
  choose(names, 1).flatMap((killAt) =>
    (isLongRun ? [true, false] : [part === 0]).map((losesQueue) => ({ killAt, losesQueue })),
  ),
);

const { stage, accountId } = await setStage();

describe('a worker that is killed', () => {
  test.each(CASES)(
    'at $killAt loses nothing and pays nothing twice (Redis emptied: $losesQueue)',
    async ({ killAt, losesQueue }) => {
      const { id, code } = await stage.quote({ accountId });
      const paid = await stage.contract(code);
      await stage.act(paid, 'accept', TRADER_ID);
      const waiting = await stage.quote({ accountId });
      const offered = await stage.contract(waiting.code);
      await using victim = await startContractsProcess(stage);
      stage.later(20_000);
      victim.work({ killAt });
      expect(await victim.ended, victim.output()).toMatchObject({ signal: 'SIGKILL' });
      // Nobody remembers then that a run was under way, but for the database.
      if (losesQueue) await strike('redis', 'kill', 'empty', 'start');

      await settleDown(stage, async () => (await stage.state(code)) === 'completed');
      expect(await stage.verdict(offered)).toBe('valid');
      expect(await stage.state(waiting.code)).toBe('contracted');
      expect(await settlementsOf(stage, id)).toHaveLength(1);
    },
  );

  test('leaves all that must hold as it is', async () => {
    await expectInvariants(stage);
  });
});
