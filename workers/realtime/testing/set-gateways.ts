/**
 * Gateways of a test, and tabs that listen to them through real sockets.
 *
 * @module
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect } from 'vitest';
import { WebSocket } from 'ws';
import { LIVE_CONNECTION } from '#lib/core/live/connection-options.ts';
import { CLAIM_COOKIE } from '#lib/features/quotes/claim.ts';
import { createLuceClient, type LuceClient } from '#lib/messaging/luce/browser.ts';
import type { Container } from '#lib/server/container.ts';
import { createSession, createSessionToken, SESSION_COOKIE } from '#lib/server/sessions.ts';
import { startRelay } from '#workers/relay/start-relay.ts';
import { type Gateway, startGateway } from '../start-gateway.ts';

type Told = { room: string; data?: unknown; resumed?: boolean; refused?: number };
type Asked = { gateway?: number; token?: string; claim?: string; last?: string; ip?: string };

/** Two gateways and a relay for each test of a file. */
export function setGateways(container: Container) {
  const origin = container.env.PUBLIC_URL;
  const gateways: { gateway: Gateway; url: string }[] = [];
  let relay: AsyncDisposable[] = [];
  let clients: LuceClient[] = [];

  beforeEach(async () => {
    clients = [];
    gateways.splice(0, gateways.length, await open(), await open());
    relay = startRelay(container);
  });
  afterEach(async () => {
    for (const client of clients) client.close();
    for (const part of relay.reverse()) await part[Symbol.asyncDispose]();
    for (const { gateway } of gateways) await gateway[Symbol.asyncDispose]();
  });

  async function open(of = container) {
    const gateway = await startGateway(of);
    gateway.server.listen(0, '127.0.0.1');
    await once(gateway.server, 'listening');
    const { port } = gateway.server.address() as AddressInfo;
    return { gateway, url: `http://127.0.0.1:${port}/realtime` };
  }

  /** A tab that listens to rooms, and notes what it is told. */
  function tab(rooms: readonly string[], { gateway = 0, token, claim, last, ip }: Asked = {}) {
    const cookies = [
      'other=1',
      ...(token ? [`${SESSION_COOKIE}=${token}`] : []),
      ...(claim ? [`${CLAIM_COOKIE}=${claim}`] : []),
    ];
    const headers = { Cookie: cookies.join('; '), ...(ip && { 'X-Forwarded-For': ip }) };
    const told: Told[] = [];
    const codes: (number | undefined)[] = [];
    const client = createLuceClient({
      ...LIVE_CONNECTION,
      url: gateways[gateway]?.url ?? '',
      WebSocket: class extends WebSocket {
        constructor(url: string) {
          super(url, { origin, headers });
        }
      } as never,
    });
    clients.push(client);
    client.on('state', (_state, code) => codes.push(code));
    for (const room of rooms) {
      client.subscribe(
        room,
        {
          onMessage: (data) => told.push({ room, data }),
          onJoined: ({ resumed }) => told.push({ room, resumed }),
          onRefused: (refused) => told.push({ room, refused }),
        },
        { last },
      );
    }
    client.connect();
    const joined = () => expect.poll(() => told.length).toBeGreaterThanOrEqual(rooms.length);
    return { client, told, codes, joined };
  }

  async function sessionOf(characterId: number): Promise<string> {
    const token = createSessionToken();
    const character = await container.db.character.findUniqueOrThrow({
      where: { id: BigInt(characterId) },
    });
    const accountId = character.accountId ?? '';
    await createSession(container, { token, accountId, characterId, now: container.clock() });
    return token;
  }

  return { gateways, open, tab, sessionOf };
}
