import { expect, test } from 'vitest';
import { introduce, openClient, type TestClient } from './testing/open-client.ts';
import { startNode } from './testing/start-node.ts';

const PAIRS = 1_000;
const AT_ONCE = 50;

test('a thousand sessions are held at once, and each hears its own', async () => {
  await using node = await startNode({ app: { limits: { maxConnections: 2 * PAIRS + 1 } } });
  const pairs: { caller: TestClient; callee: TestClient; session: string }[] = [];
  for (let at = 0; at < PAIRS; at += AT_ONCE) {
    const opened = Array.from({ length: AT_ONCE }, async () => {
      const [caller, callee] = await Promise.all([openClient(node.url), openClient(node.url)]);
      return { caller, callee, session: await introduce(caller, callee) };
    });
    pairs.push(...(await Promise.all(opened)));
  }
  const asked = pairs.map(async ({ caller, session }, data) => {
    expect((await caller.ask('relay', { session, data })).ok).toBe(true);
  });
  await Promise.all(asked);
  for (const [at, { callee }] of pairs.entries()) {
    expect((await callee.next('relay')).data.data).toBe(at);
  }
  expect(node.faults).toEqual([]);
  await Promise.all(
    pairs
      .flatMap(({ caller, callee }) => [caller, callee])
      .map((each) => each[Symbol.asyncDispose]()),
  );
  await expect.poll(() => node.registry.count()).toBe(0);
});
