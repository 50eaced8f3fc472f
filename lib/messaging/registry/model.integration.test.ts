import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import type { Backend } from './backend.ts';
import { RegistryError } from './errors.ts';
import { type Json, type Lease, openRegistry, type Registry } from './index.ts';
import { createMemoryBackend, createMemoryHub } from './memory-backend.ts';
import { createRedisBackend } from './redis-backend.ts';

let redis: Redis;
beforeAll(() => {
  redis = new Redis(testRedisUrl());
});
afterAll(() => redis.disconnect());

const step = fc.record({
  act: fc.constantFrom(
    ...(['create', 'update', 'delete', 'register', 'takeOver', 'unregister'] as const),
    ...(['send', 'send', 'info', 'exists', 'count', 'list'] as const),
  ),
  id: fc.constantFrom('a', 'b', '__proto__'),
  node: fc.nat(1),
  isTemporary: fc.boolean(),
  value: fc.jsonValue().map(toJson),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

test('whatever is asked in whatever order, Redis and memory answer alike', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const hub = createMemoryHub();
      const prefix = `test-${randomUUID()}`;
      const inMemory = await play(steps, () => createMemoryBackend(hub));
      const inRedis = await play(steps, () => createRedisBackend({ redis, prefix }));
      expect(inRedis).toEqual(inMemory);
    }),
    { numRuns: 100 },
  );
});

/** The generator's own type says of some values that they may be undefined, which they are not. */
function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** What came of each step, and what each connection was told. */
async function play(steps: readonly Step[], create: () => Backend): Promise<unknown[]> {
  const nodes = [
    await openRegistry({ backend: create(), node: 'one' }),
    await openRegistry({ backend: create(), node: 'two' }),
  ];
  for (const node of nodes) {
    await node.register(`barrier ${node.node}`, { send: () => {} }, { isTemporary: true });
  }
  const leases = new Map<string, Lease>();
  const outcomes: unknown[] = [];
  const heard: string[] = [];
  for (const [index, each] of steps.entries()) {
    const node = nodes[each.node];
    if (!node) continue;
    const peer = { send: (message: unknown) => heard.push(`${index} ${JSON.stringify(message)}`) };
    outcomes.push(await outcomeOf(() => act(each, { node, peer, leases })));
    // What a node is told comes in order: when this is there, all before it is.
    await nodes[0]?.send('barrier two', index);
    await nodes[1]?.send('barrier one', index);
  }
  for (const node of nodes) await node.close();
  return [outcomes, heard];
}

async function act(
  { act: name, id, isTemporary, value }: Step,
  {
    node,
    peer,
    leases,
  }: { node: Registry; peer: { send(message: unknown): void }; leases: Map<string, Lease> },
): Promise<unknown> {
  switch (name) {
    case 'create':
      return node.create(id, { value, node: node.node });
    case 'update':
      return node.update(id, isTemporary ? { value: undefined } : { other: value });
    case 'delete':
      return node.delete(id);
    case 'register':
    case 'takeOver': {
      const token = name === 'takeOver' ? leases.get(id)?.token : undefined;
      leases.set(id, await node.register(id, peer, { isTemporary, token }));
      return 'registered';
    }
    case 'unregister':
      return leases.get(id)?.unregister();
    case 'send':
      return node.send(id, value, { timeoutMs: 2_000 });
    case 'info': {
      const { data, status, node: at } = await node.info(id);
      return { data, status, at };
    }
    case 'exists':
      return node.exists(id);
    case 'count':
      return node.count();
    case 'list': {
      const ids: string[] = [];
      for await (const client of node.list()) ids.push(client.id);
      return ids.toSorted();
    }
  }
}

async function outcomeOf(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    return error instanceof RegistryError ? error.code : error;
  }
}
