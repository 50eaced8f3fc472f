import { fork } from 'node:child_process';
import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, expectTypeOf, test } from 'vitest';
import * as z from 'zod';
import { ProcedureCaller, procedure } from '#lib/messaging/procedure-caller/index.ts';
import { openPair } from './testing/open-pair.ts';
import { transfer } from './transfer.ts';
import { Wormhole } from './wormhole.ts';

describe('a table of procedures', () => {
  type Worker = { readonly worker: string };
  const tree = {
    add: (a: number, b: number) => a + b,
    worker: {
      pause: procedure({
        input: z.strictObject({ forMs: z.int() }),
        run: ({ forMs }, { context }: { context: Worker }) => `${context.worker} for ${forMs}`,
      }),
    },
  };
  const procedures = new ProcedureCaller<Worker>().defineAll(tree);

  test('is served to many, each with its own context', async () => {
    for (const worker of ['market', 'contracts']) {
      const { near } = openPair({ far: { procedures, context: { worker } } });
      const far = near.proxy<typeof tree>();
      expect(await far.worker.pause({ forMs: 5 })).toBe(`${worker} for 5`);
      expect(await far.add(1, 2)).toBe(3);
    }
  });

  test('gives the other end typed functions', () => {
    const { near } = openPair();
    const far = near.proxy<typeof tree>({ timeoutMs: 100 });
    expectTypeOf(far.worker.pause).toEqualTypeOf<(input: { forMs: number }) => Promise<string>>();
  });

  test('checks what the other end gives, and tells what is wrong', async () => {
    const { near } = openPair({ far: { procedures, context: { worker: 'market' } } });
    await expect(near.command('worker.pause', { forMs: 'x', more: 1 })).rejects.toMatchObject({
      code: 'ERR_PROCEDURE_INPUT',
      data: { issues: expect.arrayContaining([expect.objectContaining({ path: ['forMs'] })]) },
    });
  });

  test('answers when the time of a procedure has run out', async () => {
    const { near, far } = openPair();
    far.define('slow', procedure({ timeoutMs: 5, run: () => new Promise(() => {}) }));
    await expect(near.command('slow')).rejects.toMatchObject({ code: 'ERR_PROCEDURE_TIMEOUT' });
  });

  test('comes after the commands of one wormhole, which harm no other', async () => {
    const context = { worker: 'market' };
    const { near, far } = openPair({ far: { procedures, context } });
    far.define('add', () => 'mine');
    expect(await near.command('add', 1, 2)).toBe('mine');
    far.undefine('add');
    expect(await near.command('add', 1, 2)).toBe(3);
    expect(procedures.size).toBe(2);
  });
});

test('frames of one tick travel as one message, a large one alone', async () => {
  const { near, far, nearChannel } = openPair();
  far.define('echo', (value: unknown) => value);
  const large = 'x'.repeat(40_000);
  await Promise.all([1, 2, large, 3, 4].map((value) => near.command('echo', value)));
  expect(nearChannel.sent.map((message) => JSON.stringify(message).length > 40_000)).toEqual([
    false,
    true,
    false,
  ]);
});

test('transferred bytes change their owner', async () => {
  const { port1, port2 } = new MessageChannel();
  const near = new Wormhole(port1);
  const far = new Wormhole(port2);
  far.define('size', (bytes: Uint8Array) => bytes.byteLength);
  far.define('make', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    return transfer(bytes, [bytes.buffer]);
  });
  const bytes = new Uint8Array(1_000);
  const others = [near.command('size', new Uint8Array(1)), near.command('size', new Uint8Array(2))];

  expect(await near.command('size', transfer(bytes, [bytes.buffer]))).toBe(1_000);
  expect(bytes.byteLength).toBe(0);
  expect(await Promise.all(others)).toEqual([1, 2]);
  expect(await near.command('make')).toEqual(new Uint8Array([1, 2, 3]));
  near.disconnect();
});

test('a child that reads nothing holds up events, and gets all when it reads again', async () => {
  const child = fork(new URL('./testing/child.ts', import.meta.url), [], {
    execArgv: ['--import', 'tsx'],
  });
  const near = new Wormhole(child);
  const heard: unknown[] = [];
  near.events.on('pong', (index) => heard.push(index));
  await near.command('echo');
  child.kill('SIGSTOP');

  const text = 'Pyerite '.repeat(1_000);
  let sent = 0;
  while (near.event('ping', sent, text)) {
    sent += 1;
    await new Promise(setImmediate);
  }
  expect(sent).toBeGreaterThan(5);
  const drained = near.drained();
  child.kill('SIGCONT');
  await drained;
  await expect.poll(() => heard.length).toBe(sent + 1);
  expect(heard).toEqual(heard.map((_, index) => index));

  near.disconnect();
  await once(child, 'exit');
});

test('a flood of a thread is held up until the other end has read', async () => {
  const { port1, port2 } = new MessageChannel();
  const near = new Wormhole(port1);
  let sent = 0;
  while (near.event('tick', sent)) {
    sent += 1;
    if (sent > 100_000) throw new Error('No end');
  }
  const far = new Wormhole(port2);
  const heard: unknown[] = [];
  far.events.on('tick', (index) => heard.push(index));
  await near.drained();
  await expect.poll(() => heard.length).toBe(sent + 1);
  near.disconnect();
});

test('a thread that has read nothing yet still learns of the end', async () => {
  const { port1, port2 } = new MessageChannel();
  const near = new Wormhole(port1);
  while (near.event('tick'));
  near.event('waiting');
  near.disconnect();
  const far = new Wormhole(port2);
  const [reason] = await once(far, 'disconnect');
  expect(String(reason)).toContain('has disconnected');
});

test('ends with its scope', () => {
  const { near } = openPair();
  {
    using wormhole = near;
    expect(wormhole.connected).toBe(true);
  }
  expect(near.connected).toBe(false);
});
