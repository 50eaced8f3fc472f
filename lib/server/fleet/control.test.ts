import { once } from 'node:events';
import { mkdtemp, readdir, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { findSupervisors, type Supervisor, serveControl } from './control-socket.ts';
import { createFleetProcedures } from './fleet-procedures.ts';
import { type Fleet, startFleet } from './start-fleet.ts';

const log = createLog({ name: 'test', level: 'silent' });
const module = new URL('./testing/small-worker.ts', import.meta.url);

let folder: string;
let fleet: Fleet;
let control: AsyncDisposable;
let supervisor: Supervisor;

// Starting processes is most of what a test takes: they share them, and leave them running.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'control-'));
  fleet = startFleet(
    ['one', 'two'].map((name) => ({ name, module })),
    { log, lookMs: 500, missesAllowed: 2, firstPauseMs: 10, execArgv: ['--import', 'tsx'] },
  );
  control = await serveControl(createFleetProcedures(fleet), { log, folder });
  supervisor = await only();
});
beforeEach(() => expect.poll(states).toEqual({ one: 'running', two: 'running' }));
afterAll(async () => {
  await supervisor[Symbol.asyncDispose]();
  await control[Symbol.asyncDispose]();
  await fleet[Symbol.asyncDispose]();
});

async function only(): Promise<Supervisor> {
  const [found, ...others] = await findSupervisors({ folder });
  if (!found || others.length > 0) throw new Error('Not one supervisor');
  return found;
}

const list = async () =>
  new Map((await supervisor.workers.list()).map((state) => [state.name, state]));
async function states(): Promise<Record<string, string>> {
  return Object.fromEntries([...(await list())].map(([name, { state }]) => [name, state]));
}

/** How often the loop of a worker has run. */
async function runsOf(name: string): Promise<number> {
  const [outcome] = await supervisor.workers.sync(name);
  return Number(/^\d+/.exec(outcome?.done ?? '')?.[0]);
}

/** Until it is being started again, and not up yet. */
async function kill(name: string): Promise<void> {
  const before = fleet.pids().get(name) ?? 0;
  process.kill(before, 'SIGKILL');
  await expect.poll(() => fleet.pids().get(name) ?? before).not.toBe(before);
  expect((await states())[name]).toBe('starting');
}

describe('whoever speaks to a supervisor', () => {
  test('learns how its workers are', async () => {
    await expect
      .poll(async () => (await list()).get('one')?.health)
      .toMatchObject({
        isPaused: false,
        memoryBytes: expect.any(Number),
        loopHeldMs: expect.any(Number),
        logLevel: 'warn',
      });
    const one = (await list()).get('one');
    expect(one?.pid).toBe(fleet.pids().get('one'));
    expect(one?.startedAt).toBeInstanceOf(Date);
    expect(one?.restarts).toBe(0);
  });

  test('has one worker paused and resumed, or all of them', async () => {
    expect(await supervisor.workers.pause('one')).toEqual([
      { name: 'one', done: 'paused', fault: null },
    ]);
    expect(await states()).toEqual({ one: 'paused', two: 'running' });
    const [before, other] = [await runsOf('one'), await runsOf('two')];
    await expect.poll(() => runsOf('two')).toBeGreaterThan(other + 2);
    expect(await runsOf('one')).toBe(before);
    await supervisor.workers.resume(null);
    expect(await states()).toEqual({ one: 'running', two: 'running' });
    await expect.poll(() => runsOf('one')).toBeGreaterThan(before);
  });

  test('has a worker restarted, which goes on being paused', async () => {
    await supervisor.workers.pause('one');
    const before = (await list()).get('one')?.pid;
    expect(await supervisor.workers.restart('one')).toEqual([
      { name: 'one', done: 'restarted', fault: null },
    ]);
    const after = (await list()).get('one');
    expect(after?.pid).not.toBe(before);
    expect(after).toMatchObject({ state: 'paused', restarts: 1 });
    expect(await runsOf('one')).toBe(0);
    await supervisor.workers.resume('one');
  });

  test('has a dead worker restarted, which then is as any other', async () => {
    const before = fleet.pids().get('one');
    process.kill(before ?? 0, 'SIGKILL');
    await expect.poll(() => fleet.pids().get('one')).not.toBe(before);
    await supervisor.workers.restart('one');
    await expect.poll(async () => (await states()).one).toBe('running');
    expect(fleet.readyChildren(['one', 'two'])).toHaveLength(2);
  });

  test('has one log more, after a restart too', async () => {
    const levelOf = async (name: string) => (await list()).get(name)?.health?.logLevel;
    const before = (await list()).get('one')?.restarts ?? 0;
    await supervisor.workers.logLevel({ name: 'one', level: 'debug' });
    await expect.poll(() => levelOf('one')).toBe('debug');
    expect(await levelOf('two')).toBe('warn');
    process.kill(fleet.pids().get('one') ?? 0, 'SIGKILL');
    await expect.poll(async () => (await list()).get('one')?.restarts).toBe(before + 1);
    await expect.poll(() => levelOf('one')).toBe('debug');
  });

  test('has a worker paused or resumed that is about to be up', async () => {
    await kill('one');
    expect(await supervisor.workers.pause('one')).toEqual([
      { name: 'one', done: 'paused as soon as it is up', fault: null },
    ]);
    await expect.poll(async () => (await states()).one).toBe('paused');
    await expect.poll(async () => (await list()).get('one')?.health?.isPaused).toBe(true);
    const before = await runsOf('one');
    const [outcome] = await supervisor.workers.sync('one');
    expect(outcome?.done).toBe(`${before} runs, once the worker is resumed`);

    await kill('one');
    expect(await supervisor.workers.resume('one')).toEqual([
      { name: 'one', done: 'not paused when it is up', fault: null },
    ]);
    await expect.poll(async () => (await states()).one).toBe('running');
    await expect.poll(() => runsOf('one')).toBeGreaterThan(2);
    await expect.poll(async () => (await list()).get('one')?.health?.isPaused).toBe(false);
  });

  test('has a paused worker given nothing new', async () => {
    const given = () => fleet.readyChildren(['one', 'two']).length;
    expect(given()).toBe(2);
    await supervisor.workers.pause('one');
    expect(given()).toBe(1);
    await supervisor.workers.resume('one');
    expect(given()).toBe(2);
  });

  test('is told of a worker that is not up, and of none where none is called so', async () => {
    process.kill(fleet.pids().get('one') ?? 0, 'SIGKILL');
    await expect.poll(async () => (await states()).one).not.toBe('running');
    const outcomes = await supervisor.workers.sync(null);
    expect(outcomes.find(({ name }) => name === 'two')).toMatchObject({ fault: null });
    expect(outcomes.find(({ name }) => name === 'one')).toMatchObject({
      done: null,
      fault: 'The one worker is not up',
    });
    expect(await supervisor.workers.pause('three')).toEqual([]);
  });

  test('asks for nothing else, and nothing of another shape', async () => {
    // What another program might send.
    const workers = supervisor.workers as unknown as Record<
      string,
      (...args: unknown[]) => Promise<unknown>
    >;
    await expect(workers.stop?.('one')).rejects.toThrow();
    await expect(workers.pause?.({ name: 'one' })).rejects.toThrow();
    await expect(workers.logLevel?.({ name: 'one', level: 'loud' })).rejects.toThrow();
    expect(await states()).toEqual({ one: 'running', two: 'running' });
  });
});

describe('a worker that is frozen', () => {
  test('is found out, killed and started again', async () => {
    const pid = fleet.pids().get('one') ?? 0;
    process.kill(pid, 'SIGSTOP');
    await expect.poll(async () => (await states()).one).toBe('silent');
    expect(fleet.readyChildren(['one', 'two'])).toHaveLength(1);
    await expect.poll(() => fleet.pids().get('one') ?? pid).not.toBe(pid);
    await expect.poll(states).toEqual({ one: 'running', two: 'running' });
  });
});

describe('the socket', () => {
  test('that a killed supervisor has left is passed over', async () => {
    await writeFile(join(folder, 'supervisor-1.sock'), '');
    expect(await findSupervisors({ folder })).toHaveLength(1);
    expect(await findSupervisors({ folder: join(folder, 'nothing') })).toEqual([]);
  });

  test('of a supervisor that is frozen is found, and answers in a few seconds that it does not', async () => {
    const silent = createServer((socket) => socket.resume());
    const path = join(folder, 'supervisor-2.sock');
    silent.listen(path);
    await once(silent, 'listening');
    const found = await findSupervisors({ folder });
    const frozen = found.find(({ pid }) => pid === 2);
    const startMs = performance.now();
    await expect(frozen?.list()).rejects.toMatchObject({ name: 'WormholeTimeoutError' });
    expect(performance.now() - startMs).toBeLessThan(15_000);
    for (const each of found) await each[Symbol.asyncDispose]();
    await new Promise((resolve) => silent.close(resolve));
  });

  test('outlives whoever sends it nonsense', async () => {
    const socket = connect(join(folder, `supervisor-${process.pid}.sock`));
    socket.on('error', () => {});
    socket.write(Buffer.alloc(1_000, 0xff));
    await new Promise((resolve) => socket.once('close', resolve));
    expect(await states()).toEqual({ one: 'running', two: 'running' });
  });

  test('is for its owner alone, and gone with its supervisor', async () => {
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const own = `supervisor-${process.pid}.sock`;
    expect(await readdir(folder)).toContain(own);
    await control[Symbol.asyncDispose]();
    expect(await readdir(folder)).not.toContain(own);
  });
});
