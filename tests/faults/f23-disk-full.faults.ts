import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followErrors } from '#bin/setup/error-lines.ts';
import { pollFeedJob } from '#lib/features/contracts/jobs.ts';
import { readWorkers } from '#lib/features/operations/read-workers.ts';
import { type Container, createContainer } from '#lib/server/container.ts';
import { disposeAll } from '#lib/server/dispose.ts';
import { readHealth } from '#lib/server/health.ts';
import { describeFault } from '#lib/server/http.ts';
import { isDatabaseFull } from '#lib/server/is-database-away.ts';
import { createLog } from '#lib/server/log.ts';
import { startContractsWorker } from '#workers/contracts/start-contracts-worker.ts';
import { expectInvariants, settlementsOf } from '#workers/testing/look.ts';
import { createStage, PILOT_ID, type Stage, TRADER_ID } from '#workers/testing/stage.ts';
import { openSite } from './support/ask-site.ts';
import { mayMount, moveToSmallDisk, type SmallDisk } from './support/small-disk.ts';

/** More than fit into what is left of the pages that the tables have. */
const MANY = 60;

describe.skipIf(!mayMount())('F23 a full disk (needs root, to mount a small one)', () => {
  let stage: Stage;
  let disk: SmallDisk;
  let log: string;
  let worker: Container;
  let ending: AsyncDisposable;
  beforeAll(async () => {
    stage = await createStage();
    disk = await moveToSmallDisk(stage.variables.DATABASE_URL ?? '');
    const folder = mkdtempSync(join(tmpdir(), 'ageira-log-'));
    log = join(folder, 'supervisor.log');
    writeFileSync(log, '');
    const made = await createContainer(stage.container.env, 'contracts', {
      clock: stage.now,
      log: createLog(
        { name: 'contracts', level: 'info' },
        { write: (line) => appendFileSync(log, line) },
      ),
    });
    worker = made;
    ending = disposeAll([stage, disk, made]);
    return () => rmSync(folder, { recursive: true, force: true });
  });
  afterAll(() => ending?.[Symbol.asyncDispose]());

  test('is told once and plainly, keeps nobody from reading, and is forgotten with new space', async () => {
    const said: string[] = [];
    const following = followErrors([log], (sentence) => said.push(sentence), { everyMs: 50 });
    const { id, code } = await stage.quote({ accountId: await stage.signIn(PILOT_ID) });
    const contractId = await stage.contract(code);
    await stage.poll();
    await stage.act(contractId, 'accept', TRADER_ID);
    for (let at = 0; at < MANY; at += 1) await stage.contract('nothing of ours');

    disk.fill();
    const refused = await makeQuotesUntilRefused(stage);
    expect(isDatabaseFull(refused)).toBe(true);
    expect(describeFault(refused)).toMatchObject({
      status: 503,
      detail: expect.stringMatching(/^The site has no room [^.]*\.$/),
    });

    stage.later(20_000);
    const parts = startContractsWorker(worker, { ...pollFeedJob, lockMs: 1_000 });
    try {
      await expect.poll(() => said).toEqual([expect.stringMatching(/^The disk of PostgreSQL/)]);
      await using site = await openSite(stage.container);
      const looked = await site.ask(`/api/v1/quotes/${code}`);
      expect([looked.response.status, looked.body]).toMatchObject([200, { state: 'contracted' }]);
      expect(await readHealth(stage.container)).toMatchObject({
        status: 'degraded',
        database: true,
        troubles: expect.arrayContaining(['disk-full']),
      });
      expect(await readWorkers(stage.container, stage.now())).toMatchObject({ isDiskFull: true });
      expect(await stage.state(code)).toBe('contracted');

      disk.free();
      await expect.poll(() => stage.state(code)).toBe('completed');
      following[Symbol.dispose]();
      expect(said).toHaveLength(1);
    } finally {
      await disposeAll(parts)[Symbol.asyncDispose]();
    }
    expect(await settlementsOf(stage, id)).toHaveLength(1);
    expect((await stage.quote()).code).toBeTruthy();
    await expectInvariants(stage);
  });
});

async function makeQuotesUntilRefused(stage: Stage): Promise<unknown> {
  for (let made = 0; made < 1_000; made += 1) {
    try {
      await stage.quote();
    } catch (error) {
      return error;
    }
  }
  throw new Error('The disk is not full');
}
