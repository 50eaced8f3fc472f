import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import * as z from 'zod';
import type { Stage } from './stage.ts';

export type Racers = AsyncDisposable & {
  /**
   * Let each racer match its contracts, all from the same moment on.
   *
   * @param contractIds Those of each racer, in its order.
   * @param meanwhile What happens at that moment besides.
   */
  race(
    contractIds: readonly (readonly number[])[],
    meanwhile?: () => Promise<unknown>,
  ): Promise<void>;
};

const WHISTLE = 4711;
/** Connections of one racer that wait for the whistle. */
const WAITING = 4;
const answerSchema = z.object({ ok: z.boolean(), error: z.string().optional() });

/** Workers in processes of their own, with connections of their own, on one stage. */
export async function startRacers(stage: Stage, count: number): Promise<Racers> {
  const path = fileURLToPath(new URL('./racer.ts', import.meta.url));
  const children = Array.from({ length: count }, () =>
    fork(path, {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, ...stage.variables },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    }),
  );
  const answers = () =>
    Promise.all(
      children.map(async (child) => {
        const [message] = await once(child, 'message');
        expect(answerSchema.parse(message)).toEqual({ ok: true });
      }),
    );
  await answers();

  const holder = await stage.container.pool.connect();
  return {
    async race(contractIds, meanwhile = async () => {}) {
      await holder.query('select pg_advisory_lock($1)', [WHISTLE]);
      const done = answers();
      children.forEach((child, i) => {
        child.send({ contractIds: contractIds[i] ?? [], whistle: WHISTLE });
      });
      await expect.poll(countWaiting, { interval: 2, timeout: 10_000 }).toBe(count * WAITING);
      await holder.query('select pg_advisory_unlock($1)', [WHISTLE]);
      await Promise.all([done, meanwhile()]);
    },
    async [Symbol.asyncDispose]() {
      holder.release();
      await Promise.all(
        children.map(async (child) => {
          const ended = once(child, 'exit');
          child.disconnect();
          await ended;
        }),
      );
    },
  };

  async function countWaiting(): Promise<number> {
    const { rows } = await holder.query(
      `select from pg_locks where locktype = 'advisory' and objid = $1 and not granted
         and database = (select oid from pg_database where datname = current_database())`,
      [WHISTLE],
    );
    return rows.length;
  }
}
