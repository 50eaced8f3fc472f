import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { MessageChannel, Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { WormholeClosedError } from './errors.ts';
import { createProcessChannel } from './process-channel.ts';
import { createStreamChannel } from './stream-channel.ts';
import { describeChannel, type OpenChannel } from './testing/channel-contract.ts';
import { serveFarEnd } from './testing/far-end.ts';
import { createMemoryChannels } from './testing/memory-channel.ts';
import { createWebSocketChannel } from './web-socket-channel.ts';
import { Wormhole } from './wormhole.ts';

const CHILD = new URL('./testing/child.ts', import.meta.url);
const THREAD = new URL('./testing/thread.ts', import.meta.url);
const execArgv = ['--import', 'tsx'];

for (const serialization of ['json', 'advanced'] as const) {
  describeChannel(`a child process, ${serialization}`, async () => {
    const child = fork(CHILD, [serialization], { execArgv, serialization });
    return {
      near: new Wormhole(createProcessChannel(child, { serialization })),
      async stop() {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      },
    };
  });
}

describeChannel('a worker thread', async () => {
  // tsx does not reach into threads by itself.
  const start = `import('tsx/esm/api').then(({ register }) => (register(), import('${THREAD}')))`;
  const worker = new Worker(start, { eval: true });
  return {
    near: new Wormhole(worker),
    async stop() {
      await worker.terminate();
    },
  };
});

describeChannel('a MessagePort', async () => {
  const { port1, port2 } = new MessageChannel();
  serveFarEnd(new Wormhole(port2)).define('die', () => port2.close());
  return {
    near: new Wormhole(port1),
    async stop() {
      port1.close();
    },
  };
});

for (const serialization of ['json', 'advanced'] as const) {
  describeChannel(`a TCP socket, ${serialization}`, async () => {
    const [near, far, stop] = await openSockets();
    serveFarEnd(new Wormhole(createStreamChannel(far, { serialization, isTrusted: true }))).define(
      'die',
      () => void far.destroy(),
    );
    return { near: new Wormhole(createStreamChannel(near, { serialization })), stop };
  });
}

describeChannel('a WebSocket', openWebSockets(true));

for (const carries of ['json', 'structured'] as const) {
  describeChannel(`memory, ${carries}`, async () => {
    const [near, far] = createMemoryChannels(carries);
    serveFarEnd(new Wormhole(far)).define('die', () => near.end());
    return {
      near: new Wormhole(near),
      async stop() {
        near.close();
      },
    };
  });
}

async function openSockets(): Promise<[Socket, Socket, () => Promise<void>]> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  const near = connect(server.address() as { port: number });
  const [far] = await accepted;
  return [
    near,
    far,
    async () => {
      near.destroy();
      far.destroy();
      server.close();
      await once(server, 'close');
    },
  ];
}

function openWebSockets(isTrusted: boolean): OpenChannel {
  return async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    server.once('connection', (socket) => {
      const options = { maxTextLength: 2 ** 21, isTrusted };
      serveFarEnd(new Wormhole(createWebSocketChannel(socket, options))).define('die', () =>
        socket.terminate(),
      );
    });
    const { port } = server.address() as { port: number };
    // Still connecting: what is sent before waits for it.
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    return {
      near: new Wormhole(createWebSocketChannel(socket, { maxTextLength: 2 ** 21 })),
      async stop() {
        socket.terminate();
        server.close();
        await once(server, 'close');
      },
    };
  };
}

test('who was killed is said by name', async () => {
  const child = fork(CHILD, [], { execArgv });
  const near = new Wormhole(child);
  await near.command('echo');
  const pending = near.command('hang');
  child.kill('SIGKILL');
  await expect(pending).rejects.toThrow(/SIGKILL/);
});

test('a child that hangs up on its very first message ends well', async () => {
  const child = fork(CHILD, [], { execArgv });
  const near = new Wormhole(child);
  const ended = once(child, 'exit');
  // It waits in the child's channel until there is somebody to hear it.
  await expect(near.command('disconnect')).rejects.toThrow(WormholeClosedError);
  expect(await ended).toEqual([0, null]);
});

test('a child that hangs up and lives on is gone, too', async () => {
  const child = fork(CHILD, [], { execArgv });
  const near = new Wormhole(child);
  onTestFinished(() => void child.kill('SIGKILL'));
  const pending = near.command('hang');
  await near.command('leave');
  await expect(pending).rejects.toThrow(WormholeClosedError);
  expect(child.exitCode).toBeNull();
});

test('stack traces travel between processes of one program', async () => {
  const child = fork(CHILD, [], { execArgv });
  const near = new Wormhole(child);
  await expect(near.command('fail')).rejects.toMatchObject({
    stack: expect.stringContaining('far-end.ts'),
  });
  near.disconnect();
  await once(child, 'exit');
});

test('an end that is not ours learns of a fault only that there was one', async () => {
  const { near, stop } = await openWebSockets(false)();
  const error = (await near.command('fail').catch((thrown: unknown) => thrown)) as Error;
  expect(error).toMatchObject({ message: 'Internal error', code: 'ERR_WORMHOLE_REMOTE', data: {} });
  expect(error.stack).not.toContain('far-end.ts');
  await expect(near.command('throwText')).rejects.toThrow('Internal error');
  await expect(near.command('missing')).rejects.toThrow('Unknown procedure');
  await stop();
});

test('a fault that is hidden from the other end is told to this one', async () => {
  const [near, far, stop] = await openSockets();
  const problems: unknown[] = [];
  const served = serveFarEnd(new Wormhole(createStreamChannel(far)));
  served.on('error', (error) => problems.push(error));
  await expect(new Wormhole(createStreamChannel(near)).command('throwText')).rejects.toThrow();
  expect(problems).toEqual(['only words']);
  await stop();
});

test('a channel that is closed already is refused', () => {
  expect(
    () =>
      new Wormhole(Object.assign(new EventTarget(), { carries: 'json', isOpen: false }) as never),
  ).toThrow(/not open/);
  expect(() => new Wormhole(null as never)).toThrow(TypeError);
  expect(() => new Wormhole({} as never)).toThrow(TypeError);
});
