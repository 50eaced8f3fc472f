import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createLog } from '../log.ts';
import { startFleet } from './start-fleet.ts';

const pauseSchema = z.object({ pauseMs: z.number() });
const log = createLog({ name: 'test', level: 'silent' });
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleet-'));
});

describe('a fleet', () => {
  test('starts a dead child again, and leaves none behind', async () => {
    const module = await write('lives.mjs', 'setInterval(() => {}, 1000)');
    const fleet = startFleet([{ name: 'one', module }], { log, firstPauseMs: 10 });
    const first = fleet.pids().get('one') ?? 0;
    process.kill(first, 'SIGKILL');
    await expect.poll(() => fleet.pids().get('one') ?? first).not.toBe(first);

    const second = fleet.pids().get('one') ?? 0;
    await fleet[Symbol.asyncDispose]();
    expect(isAlive(second)).toBe(false);
  });

  test('a child that keeps dying is started ever more slowly', async () => {
    const module = await write('dies.mjs', 'process.exit(1)');
    const pauses: number[] = [];
    const noting = createLog(
      { name: 'test', level: 'error' },
      { write: (line) => void pauses.push(pauseSchema.parse(JSON.parse(line)).pauseMs) },
    );
    const fleet = startFleet([{ name: 'one', module }], {
      log: noting,
      firstPauseMs: 10,
      maximumPauseMs: 40,
    });
    await expect.poll(() => pauses.slice(0, 4)).toEqual([10, 20, 40, 40]);
    await fleet[Symbol.asyncDispose]();
  });

  test('says how often in a row a child has died, and when one lives again', {
    timeout: 20_000,
  }, async () => {
    const trace = join(folder, 'deaths');
    await writeFile(trace, '');
    const module = new URL('./testing/dying-worker.ts', import.meta.url);
    const told: number[] = [];
    const fleet = startFleet([{ name: 'one', module, args: [trace] }], {
      log,
      firstPauseMs: 10,
      // Less than any takes to start: whoever has not started is not healthy, however long that takes.
      healthyAfterMs: 1,
      execArgv: ['--import', 'tsx'],
      onDeaths: (_name, deaths) => void told.push(deaths),
    });
    await expect.poll(() => told, { timeout: 15_000 }).toEqual([1, 2, 0]);
    await fleet[Symbol.asyncDispose]();
  });

  test('one that ignores the request to stop is killed', async () => {
    const ready = join(folder, 'ready');
    const module = await write(
      'deaf.mjs',
      `import { writeFileSync } from 'node:fs'; process.on('SIGTERM', () => {}); writeFileSync(${JSON.stringify(ready)}, ''); setInterval(() => {}, 1000)`,
    );
    const fleet = startFleet([{ name: 'one', module }], { log, drainMs: 50 });
    const pid = fleet.pids().get('one') ?? 0;
    await expect.poll(() => readFile(ready, 'utf8').catch(() => null)).toBe('');
    await fleet[Symbol.asyncDispose]();
    expect(isAlive(pid)).toBe(false);
  });
});

async function write(name: string, source: string): Promise<URL> {
  const path = join(folder, name);
  await writeFile(path, source);
  return pathToFileURL(path);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
