import { expect, test, vi } from 'vitest';
import type { Backend, BackendHooks } from './backend.ts';
import { RegistryClosedError } from './errors.ts';
import { createMemoryBackend, createMemoryHub } from './memory-backend.ts';
import { openRegistry } from './registry.ts';

const quiet = { send: () => {} };
const temporary = { isTemporary: true };

/** A node whose claims come to pass when the gate is opened, and who may be told that it was forgotten. */
async function openGated() {
  const hub = createMemoryHub();
  const inner = createMemoryBackend(hub);
  let hooks: BackendHooks | undefined;
  let gate = Promise.resolve();
  const claimed: string[] = [];
  const backend: Backend = {
    ...inner,
    open(node, given) {
      hooks = given;
      return inner.open(node, given);
    },
    async claim(claim) {
      claimed.push(claim.id);
      await gate;
      return inner.claim(claim);
    },
  };
  const registry = await openRegistry({ backend });
  return {
    hub,
    registry,
    claimed,
    other: await openRegistry({ backend: createMemoryBackend(hub) }),
    forget() {
      hub.clients.clear();
      claimed.length = 0;
      hooks?.onForgotten();
    },
    shut() {
      let open: () => void = () => {};
      gate = new Promise((resolve) => {
        open = resolve;
      });
      return open;
    },
  };
}

test('who leaves while the node claims its clients again has left', async () => {
  const { registry, other, claimed, forget, shut } = await openGated();
  const first = await registry.register('first', quiet, temporary);
  const second = await registry.register('second', quiet, temporary);
  await registry.register('stays', quiet, temporary);
  const open = shut();
  forget();
  await expect.poll(() => claimed).toEqual(['first']);
  // One whose claim is under way, and one whose turn has not come.
  await Promise.all([first.unregister(), second.unregister()]);
  open();
  await expect.poll(() => claimed).toEqual(['first', 'stays']);
  await expect.poll(() => other.info('stays').then(({ status }) => status, String)).toBe('online');
  expect(await other.count()).toBe(1);
  await other.register('first', quiet, temporary);
});

test('who is deleted while the node claims its clients again is not online for ever', async () => {
  const { registry, other, forget } = await openGated();
  const close = vi.fn();
  await registry.register('a', { ...quiet, close }, temporary);
  // The news of it is on its way when the claim comes to pass.
  await other.delete('a');
  forget();
  await expect.poll(() => close.mock.calls).toEqual([['deleted']]);
  await expect.poll(() => other.count()).toBe(0);
});

test('who registers while the node closes is refused, and leaves nothing behind', async () => {
  const { hub, registry, shut } = await openGated();
  const open = shut();
  const registering = registry.register('a', quiet, temporary);
  const refused = expect(registering).rejects.toThrow(RegistryClosedError);
  const closed = registry.close();
  open();
  await closed;
  await refused;
  expect(hub.clients.size).toBe(0);
});

test('a connection whose closing fails, and who is told of it and fails, ends nobody', async () => {
  const told: unknown[] = [];
  const registry = await openRegistry({
    backend: createMemoryBackend(createMemoryHub()),
    onError(error) {
      told.push(error);
      return Promise.reject(error);
    },
  });
  const failure = new Error('the socket is gone');
  const close = () => Promise.reject(failure);
  const { token } = await registry.register('a', { ...quiet, close }, temporary);
  await registry.register('a', quiet, { ...temporary, token });
  await expect.poll(() => told).toEqual([failure]);
  await registry.close();
});
