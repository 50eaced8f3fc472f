import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as z from 'zod';
import { findFreePort } from '#bin/setup/ports.ts';
import { startProcess } from '../support/bench-process.ts';
import { ROOT } from '../support/bench-site.ts';
import type { Figure } from '../support/figure.ts';
import { median, spreadOf } from '../support/rounds.ts';

const PAGES = { full: 300, tiny: 2 } as const;
const MOST_MS = 5_000;
const MOST_MB = 300;
const WAYS = ['ours', 'bare'] as const;
const resultSchema = z.object({ tookMs: z.number(), types: z.int(), peakMb: z.number() });
type Result = z.output<typeof resultSchema>;

/**
 * A region's whole order book, from the first page asked for to the statistics and price levels of each
 * type: all pages of one snapshot, each row checked, exact sums. One process for each reading, as fresh as
 * a worker's.
 *
 * The peer reads the pages bare, and makes the same mean in floats.
 */
export const books: Figure = {
  name: 'books',
  title: '300 pages of a region’s orders made into the statistics of each type',
  async measure({ size, rounds }) {
    const port = await findFreePort();
    const settings = {
      PORT: String(port),
      BENCH_PAGES: String(PAGES[size]),
      BENCH_ESI_URL: `http://127.0.0.1:${port}`,
    };
    await using _server = await startProcess('bench/support/esi-server.ts', settings);
    const results: Record<(typeof WAYS)[number], Result[]> = { ours: [], bare: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const way of WAYS) results[way].push(await read(way, settings));
    }
    // A figure of other answers would be worth nothing.
    const types = new Set([...results.ours, ...results.bare].map((result) => result.types));
    if (types.size !== 1) throw new Error(`Prices of ${[...types].join(' or ')} types`);

    const of = (way: (typeof WAYS)[number], what: 'tookMs' | 'peakMb') => {
      const values = results[way].map((result) => result[what]);
      return { value: median(values), spread: spreadOf(values) };
    };
    return [
      {
        what: 'all pages to statistics',
        unit: 'ms',
        ...of('ours', 'tookMs'),
        bar: { atMost: MOST_MS },
        peer: { what: 'undici, JSON.parse, floats', ...of('bare', 'tookMs') },
      },
      {
        what: 'most memory',
        unit: 'MB',
        ...of('ours', 'peakMb'),
        bar: { atMost: MOST_MB },
        peer: { what: 'undici, JSON.parse, floats', ...of('bare', 'peakMb') },
      },
    ];
  },
};

async function read(way: string, settings: Readonly<Record<string, string>>): Promise<Result> {
  const child = fork('bench/support/read-books.ts', [way], {
    cwd: ROOT,
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ...settings, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`Reading the ${way} book ended without a result`);
  });
  const [result] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return resultSchema.parse(result);
}
