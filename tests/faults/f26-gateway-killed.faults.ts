/** Five hundred browsers watch a quote through the real supervisor while what serves them is killed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { findFreePort } from '#bin/setup/ports.ts';
import { quoteRoom, REALTIME_PATH } from '#lib/core/live/room-names.ts';
import { createLuceClient, type LuceClient } from '#lib/messaging/luce/browser.ts';
import { findSupervisors } from '#lib/server/fleet/control-socket.ts';
import { createStage, type Stage } from '#workers/testing/stage.ts';
import { startModule } from './support/start-module.ts';

const CROWD = 500;
const PATIENCE = { timeout: 60_000 };

let stage: Stage;
let accountId: string;
beforeAll(async () => {
  stage = await createStage();
  accountId = await stage.signIn(9_000_000_000_002);
});
afterAll(() => stage?.[Symbol.asyncDispose]());

type Watching = { readonly client: LuceClient; readonly states: string[]; joins: boolean[] };

test('F26 a gateway is killed with its crowd: they return to the other, and miss nothing', {
  timeout: 180_000,
}, async () => {
  const port = await findFreePort();
  await using supervisor = await startModule(stage, 'workers/supervisor.ts', {
    REALTIME_PORT: String(port),
  });
  await supervisor.says('realtime-1', 'started', 1);
  await supervisor.says('realtime-2', 'started', 1);
  const { code } = await stage.quote({ accountId });
  const crowd = Array.from({ length: CROWD }, (_, at) => watch(port, code, at));
  try {
    await expect.poll(() => joinedBy(crowd, 1), PATIENCE).toBe(CROWD);
    const contractId = await stage.contract(code);
    await expect.poll(() => toldOf(crowd, 'contracted'), PATIENCE).toBe(CROWD);

    await killGateway('realtime-1', supervisor.pid);
    await expect.poll(() => lost(crowd), PATIENCE).toBeGreaterThan(CROWD / 4);
    // Made while nobody of them is there to be told.
    await stage.act(contractId, 'delete', 9_000_000_000_002);
    await expect.poll(() => toldOf(crowd, 'open'), PATIENCE).toBe(CROWD);
    expect(crowd.every(({ client }) => client.state === 'live')).toBe(true);
    expect(lost(crowd)).toBeLessThan((CROWD * 3) / 4);
    // Each was told of each change once.
    for (const { states } of crowd) expect(states).toEqual(['contracted', 'open']);
    // Nobody had to look anew but at the first time.
    for (const { joins } of crowd) expect(joins.slice(1).every(Boolean)).toBe(true);
  } finally {
    for (const { client } of crowd) client.close();
  }
});

function watch(port: number, code: string, at: number): Watching {
  const headers = { 'X-Forwarded-For': `198.18.${Math.floor(at / 200)}.${(at % 200) + 1}` };
  const origin = stage.container.env.PUBLIC_URL;
  const client = createLuceClient({
    url: `http://127.0.0.1:${port}${REALTIME_PATH}`,
    WebSocket: class extends WebSocket {
      constructor(url: string) {
        super(url, { origin, headers });
      }
    } as never,
  });
  const watching: Watching = { client, states: [], joins: [] };
  client.subscribe(quoteRoom(code), {
    onMessage: (news) => {
      // Told by our own gateway.
      const { state } = news as { state?: string };
      if (state) watching.states.push(state);
    },
    onJoined: ({ resumed }) => watching.joins.push(resumed),
  });
  client.connect();
  return watching;
}

function joinedBy(crowd: readonly Watching[], times: number): number {
  return crowd.filter(({ joins }) => joins.length >= times).length;
}

function toldOf(crowd: readonly Watching[], state: string): number {
  return crowd.filter(({ states }) => states.at(-1) === state).length;
}

/** How many had to come back. */
function lost(crowd: readonly Watching[]): number {
  return crowd.filter(({ client, joins }) => joins.length > 1 || client.state !== 'live').length;
}

async function killGateway(name: string, supervisorPid: number): Promise<void> {
  for (const supervisor of await findSupervisors()) {
    if (supervisor.pid === supervisorPid) {
      const gateway = (await supervisor.workers.list()).find((worker) => worker.name === name);
      process.kill(gateway?.pid ?? 0, 'SIGKILL');
    }
    await supervisor[Symbol.asyncDispose]();
  }
}
