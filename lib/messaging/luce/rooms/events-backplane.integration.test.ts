import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { GlobalEvents } from '../../global-events/index.ts';
import { backplaneContract } from '../testing/backplane-contract.ts';
import { createEventsBackplane } from './events-backplane.ts';

let redis: Redis;

beforeAll(() => {
  redis = new Redis(inject('redisUrl'));
});
afterAll(() => redis.disconnect());

function createEvents(prefix: string): GlobalEvents {
  return new GlobalEvents({ connection: redis, prefix });
}

backplaneContract('global-events', () => {
  const prefix = `${randomUUID()}:`;
  const a = createEvents(prefix);
  const b = createEvents(prefix);
  return {
    a: createEventsBackplane(a),
    b: createEventsBackplane(b),
    async [Symbol.asyncDispose]() {
      await Promise.all([a.disconnect(), b.disconnect()]);
    },
  };
});

test('what is no message of a room is dropped', async () => {
  const prefix = `${randomUUID()}:`;
  await using a = createEvents(prefix);
  await using b = createEvents(prefix);
  const heard = vi.fn();
  const subscription = createEventsBackplane(b).subscribe('room', heard);
  await subscription.ready;
  for (const bad of [null, 'text', { text: 5, whenSlow: 'close' }, { text: 'a' }]) {
    await a.emitAsync('room:room', bad);
  }
  await createEventsBackplane(a).publish('room', { text: 'good', whenSlow: 'close' });
  await expect.poll(() => heard.mock.calls).toEqual([[{ text: 'good', whenSlow: 'close' }]]);
});

test('a connection that was lost is told as a gap', async () => {
  const name = randomUUID();
  const named = new Redis(inject('redisUrl'), { connectionName: name });
  await using events = new GlobalEvents({ connection: named, prefix: `${name}:` });
  const backplane = createEventsBackplane(events);
  const onGap = vi.fn();
  backplane.onGap(onGap);
  const heard = vi.fn();
  await backplane.subscribe('room', heard).ready;

  await killClients(name);
  await expect.poll(() => onGap.mock.calls.length).toBe(1);
  await backplane.publish('room', { text: 'after', whenSlow: 'close' });
  expect(heard).toHaveBeenCalledOnce();
  named.disconnect();
});

async function killClients(name: string): Promise<void> {
  const list = String(await redis.client('LIST'));
  for (const line of list.split('\n')) {
    const [, id] = /^id=(\d+) /.exec(line) ?? [];
    if (id && line.includes(` name=${name} `)) await redis.client('KILL', 'ID', id);
  }
}
