import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createLuceClient } from './client/create-client.ts';
import { createMemoryBackplane } from './rooms/memory-backplane.ts';
import { compareStreamIds } from './stream-id.ts';
import { type Gateway, startGateway } from './testing/start-gateway.ts';

const CROWD = 200;

test('a gateway killed with its crowd on it: they return to the other, and miss nothing', async () => {
  const backplane = createMemoryBackplane();
  const kept: { id: string; data: number }[] = [];
  const start = async () => {
    const gateway = await startGateway({ backplane, allowMissingOrigin: true });
    gateway.app.useRooms({
      mayJoin: () => true,
      position: async () => kept.at(-1)?.id ?? '0-0',
      replay: async (_, last) => kept.filter(({ id }) => compareStreamIds(id, last) > 0),
    });
    onTestFinished(() => gateway[Symbol.asyncDispose]());
    return gateway;
  };
  const dies = await start();
  const stays = await start();
  const front = await startFront([dies, stays]);

  const heard: number[][] = [];
  let joined = 0;
  for (let i = 0; i < CROWD; i += 1) {
    const own: number[] = [];
    heard.push(own);
    const client = createLuceClient({ url: front.url, WebSocket, firstDelayMs: 20 });
    onTestFinished(() => client.close());
    client.subscribe('all', {
      onMessage: (data) => void own.push(Number(data)),
      onJoined: () => {
        joined += 1;
      },
    });
    client.connect();
  }
  await expect.poll(() => joined).toBe(CROWD);
  expect(dies.app.counters.connections).toBe(CROWD / 2);

  const publish = async (data: number) => {
    const id = `${data}-0`;
    kept.push({ id, data });
    await stays.app.broadcast('all', data, { id });
  };
  for (let data = 1; data <= 50; data += 1) await publish(data);
  front.kill(dies);
  for (let data = 51; data <= 100; data += 1) {
    await publish(data);
    // Some of it before they are back, some while they come, some after.
    await new Promise(setImmediate);
  }
  await expect.poll(() => stays.app.counters.connections).toBe(CROWD);
  for (let data = 101; data <= 120; data += 1) await publish(data);

  const all = Array.from({ length: 120 }, (_, index) => index + 1);
  await expect.poll(() => heard.every(({ length }) => length >= 120)).toBe(true);
  for (const own of heard) expect(own).toEqual(all);
});

/** One address for several gateways, in turn, as a supervisor has it. */
async function startFront(gateways: Gateway<Record<string, unknown>>[]) {
  const alive = [...gateways];
  const lines = new Map<object, Set<{ destroy(): void }>>(
    gateways.map((each) => [each, new Set()]),
  );
  let turn = 0;
  const server = createServer((near) => {
    const gateway = alive[turn++ % alive.length];
    if (!gateway) return near.destroy();
    const far = connect(gateway.port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      lines.get(gateway)?.add(from);
      from.on('error', () => {});
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const sockets of lines.values()) for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    // A TCP server's address is never a string.
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    kill(gateway: object) {
      alive.splice(alive.indexOf(gateway as (typeof alive)[number]), 1);
      for (const socket of lines.get(gateway) ?? []) socket.destroy();
    },
  };
}
