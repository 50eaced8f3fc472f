import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Variables } from '#bin/setup/environment.ts';
import { startProcess } from '../support/bench-process.ts';
import { type BenchSite, startBenchServices } from '../support/bench-site.ts';
import type { Figure, Measure } from '../support/figure.ts';
import { syncBare } from '../support/sync-bare.ts';
import {
  command,
  createContracts,
  createQuotes,
  TRADER_CORPORATION_ID,
} from '../support/sync-day.ts';

const CONTRACTS = { full: 10_000, tiny: 20 } as const;
const MOST_S = 25;
const MOST_MEMORY_MB = 400;
const MOST_UNCHANGED_MS = 1_000;
const GIVEN_UP_AFTER_MS = 20 * 60_000;
const ITEM_ROUTE = '/corporations/{corporation_id}/contracts/{contract_id}/items';

/**
 * The contracts worker as the site runs it, against the sandbox over HTTP with its limits off: from
 * the worker's first look to the last committed verdict. Half of the contracts are right, and their
 * quotes thereby move to `contracted`.
 *
 * The peer reads the same list and items with bare undici requests and writes the bare rows.
 * One round: it takes minutes, and the peer stands beside it.
 */
export const sync: Figure = {
  name: 'sync',
  title: '10,000 new contracts of ten items each, from ESI’s list to committed verdicts',
  async measure({ size, say }) {
    const count = CONTRACTS[size];
    await using services = await startBenchServices(say);
    await using site = await services.openSite();
    const settings: Variables = { ...site.settings, SANDBOX_ITEM_PACE: 'off' };
    const gameUrl = `http://localhost:${settings.SANDBOX_PORT}`;
    await using _sandbox = await startProcess('workers/sandbox/main.ts', settings);
    await command(gameUrl, 'PUT', '/control/api/limits', { areOn: false });
    const codes = await createQuotes(site.container, count);
    const right = await createContracts(gameUrl, TRADER_CORPORATION_ID, codes);

    const bareS = await syncBare(site, gameUrl, count);
    const before = await readItemCalls(gameUrl);

    const startedMs = performance.now();
    await using worker = await startProcess('workers/contracts/main.ts', settings);
    await waitForVerdicts(site, count);
    const tookS = (performance.now() - startedMs) / 1_000;
    const cpuS = worker.cpuS();
    const itemCalls = (await readItemCalls(gameUrl)) - before;
    await expectRight(site, right);
    const next = await watchNextPoll(site, gameUrl);

    const once = { spread: 0 };
    const measures: Measure[] = [
      {
        ...once,
        what: 'list to committed verdicts, the worker’s start included',
        unit: 's',
        value: tookS,
        bar: { atMost: MOST_S },
        peer: { what: 'bare requests and rows', value: bareS, spread: 0 },
      },
      { ...once, what: 'processor time of the worker', unit: 's', value: cpuS },
      {
        ...once,
        what: 'most memory of the worker',
        unit: 'MB',
        value: worker.peakMemoryMb(),
        bar: { atMost: MOST_MEMORY_MB },
      },
      {
        ...once,
        what: 'item calls a contract',
        unit: '',
        value: itemCalls / count,
        bar: { atMost: 1 },
      },
      {
        ...once,
        what: 'the next poll with nothing changed',
        unit: 'ms',
        value: next.tookMs,
        bar: { atMost: MOST_UNCHANGED_MS },
      },
      {
        ...once,
        what: 'item calls of that poll',
        unit: '',
        value: next.itemCalls,
        bar: { atMost: 0 },
      },
    ];
    return measures;
  },
};

async function waitForVerdicts({ container }: BenchSite, count: number): Promise<void> {
  const givenUpMs = performance.now() + GIVEN_UP_AFTER_MS;
  for (;;) {
    const { rows } = await container.pool.query<{ done: string }>(
      'select count(*) as done from contract where verdict is not null and not needs_match',
    );
    if (Number(rows[0]?.done) === count) return;
    if (performance.now() > givenUpMs) throw new Error(`Only ${rows[0]?.done} verdicts so far`);
    await sleep(100);
  }
}

async function expectRight({ container }: BenchSite, count: number): Promise<void> {
  const { rows } = await container.pool.query<{ contracts: string; quotes: string }>(
    `select (select count(*) from contract where verdict = 'valid') as contracts,
       (select count(*) from quote where state = 'contracted') as quotes`,
  );
  const [found] = rows;
  if (Number(found?.contracts) !== count || Number(found?.quotes) !== count) {
    throw new Error(`${found?.contracts} contracts are valid, ${found?.quotes} quotes moved`);
  }
}

/** The feed keeps when its last walk began and when it was stored. */
async function watchNextPoll(site: BenchSite, gameUrl: string) {
  const read = async () => {
    const { rows } = await site.container.pool.query<{ walks: number; took: number }>(
      `select sum(walks)::int as walks,
         max(extract(epoch from last_run_at - last_complete_at) * 1000)::float8 as took
       from contract_feed where is_active and kind = 'corporation'`,
    );
    return rows[0] ?? { walks: 0, took: Number.NaN };
  };
  const before = { ...(await read()), itemCalls: await readItemCalls(gameUrl) };
  const givenUpMs = performance.now() + GIVEN_UP_AFTER_MS;
  // The next one may have begun already: the one after it is wholly ours.
  for (;;) {
    const now = await read();
    if (now.walks >= before.walks + 2) {
      return { tookMs: now.took, itemCalls: (await readItemCalls(gameUrl)) - before.itemCalls };
    }
    if (performance.now() > givenUpMs) throw new Error('No poll came');
    await sleep(100);
  }
}

const callsSchema = z.object({ calls: z.record(z.string(), z.int()) });

async function readItemCalls(gameUrl: string): Promise<number> {
  const { calls } = callsSchema.parse(await command(gameUrl, 'GET', '/control/api'));
  return calls[ITEM_ROUTE] ?? 0;
}
