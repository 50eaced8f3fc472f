import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Context, UpgradeHook } from './context.ts';
import { LuceUpgradeError, WebSocketError } from './errors.ts';
import type { ApplicationOptions } from './settings.ts';
import { createGate } from './testing/create-gate.ts';
import { openSocket, startSocket } from './testing/open-socket.ts';
import { startGateway } from './testing/start-gateway.ts';

type State = { name?: string; visits: { count: number } };

async function start(options: ApplicationOptions<State> = {}) {
  const gateway = await startGateway<State>({ defaultState: { visits: { count: 0 } }, ...options });
  onTestFinished(() => gateway[Symbol.asyncDispose]());
  return gateway;
}

/** What the server says to an upgrade by hand. */
async function upgrade(
  { port }: { port: number },
  headers: Record<string, string>,
): Promise<{ status: number; body: string; headers: NodeJS.Dict<string | string[]> }> {
  const asked = request({
    port,
    host: '127.0.0.1',
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    },
  }).end();
  const [response] = await Promise.race([once(asked, 'response'), once(asked, 'upgrade')]);
  if (response.statusCode === 101) {
    asked.destroy();
    return { status: 101, body: '', headers: response.headers };
  }
  let body = '';
  for await (const chunk of response) body += chunk;
  return { status: response.statusCode, body, headers: response.headers };
}

test.each([
  { headers: {}, status: 403, why: 'none' },
  { headers: { Origin: 'null' }, status: 403, why: 'null' },
  { headers: { Origin: 'https://evil.example' }, status: 403, why: 'foreign' },
  { headers: { Origin: 'http://127.0.0.1:1' }, status: 403, why: 'another port' },
  {
    headers: { Origin: 'HTTP://trade.example', Host: 'trade.example' },
    status: 403,
    why: 'mixed case',
  },
  {
    headers: { Origin: 'http://trade.example.evil.example', Host: 'trade.example' },
    status: 403,
    why: 'longer',
  },
  {
    headers: { Origin: 'http://trade.example/', Host: 'trade.example' },
    status: 403,
    why: 'with a path',
  },
  {
    headers: { Origin: 'http://trade.example', Host: 'trade.example' },
    status: 101,
    why: 'own, http',
  },
  {
    headers: { Origin: 'https://trade.example', Host: 'trade.example' },
    status: 101,
    why: 'own, https',
  },
])(
  'by default an origin ($why) is answered with $status: a foreign Origin is refused',
  async ({ headers, status }) => {
    const gateway = await start();
    expect(await upgrade(gateway, headers)).toMatchObject({ status });
  },
);

test('origins may be listed or judged, and missing ones let in', async () => {
  const listed = await start({ origins: ['https://trade.example'] });
  expect(await upgrade(listed, { Origin: 'https://trade.example' })).toMatchObject({ status: 101 });
  expect(await upgrade(listed, { Origin: listed.origin })).toMatchObject({ status: 403 });

  const judged = await start({
    origins: (origin) => origin.endsWith('.example'),
    allowMissingOrigin: true,
  });
  expect(await upgrade(judged, { Origin: 'https://a.example' })).toMatchObject({ status: 101 });
  expect(await upgrade(judged, {})).toMatchObject({ status: 101 });
  expect(await upgrade(judged, { Origin: 'https://a.test' })).toMatchObject({ status: 403 });
});

test.each([
  { error: new LuceUpgradeError(401, 'Sign in first'), status: 401, body: 'Sign in first' },
  { error: Object.assign(new Error('Gone'), { status: 410 }), status: 410, body: 'Gone' },
  { error: new LuceUpgradeError(503, 'secret'), status: 503, body: 'Service Unavailable' },
  { error: new Error('secret'), status: 500, body: 'Internal Server Error' },
  {
    error: Object.assign(new Error('secret'), { status: 200 }),
    status: 500,
    body: 'Internal Server Error',
  },
  { error: undefined, status: 500, body: 'Internal Server Error' },
])('a pre hook that throws $error refuses with $status', async ({ error, status, body }) => {
  const gateway = await start();
  let isLater = false;
  gateway.app.useUpgrade('pre', () => {
    if (isLater) return Promise.reject(error);
    throw error;
  });
  for (isLater of [false, true]) {
    const answer = await upgrade(gateway, { Origin: gateway.origin });
    expect(answer).toMatchObject({ status, body });
    expect(answer.headers).toMatchObject({
      connection: 'close',
      'content-length': String(body.length),
    });
  }
  expect(gateway.app.counters).toMatchObject({ upgradesRefused: 2, connections: 0 });
});

test('headers of a refusal are sent, and cannot smuggle others in', async () => {
  const gateway = await start();
  gateway.app.useUpgrade('pre', () => {
    throw new LuceUpgradeError(429, '', { headers: { 'Retry-After': '5\r\nSet-Cookie: a=b' } });
  });
  const { headers } = await upgrade(gateway, { Origin: gateway.origin });
  expect(headers).toMatchObject({ 'retry-after': '5 Set-Cookie: a=b' });
  expect(headers['set-cookie']).toBeUndefined();
});

test('pre hooks that take too long are given up', async () => {
  const gateway = await start({ upgradeTimeoutMs: 20 });
  let signal: AbortSignal | undefined;
  gateway.app.useUpgrade('pre', (ctx) => {
    signal = ctx.signal;
    return new Promise(() => {});
  });
  expect(await upgrade(gateway, { Origin: gateway.origin })).toMatchObject({ status: 503 });
  expect(signal?.aborted).toBe(true);
});

test('more sockets than allowed are sent away, and let in when there is room', async () => {
  const gateway = await start({ limits: { maxConnections: 1 } });
  const first = await openSocket(gateway);
  await expect(openSocket(gateway)).rejects.toThrow('503');
  await first[Symbol.asyncDispose]();
  await expect.poll(() => gateway.app.counters.connections).toBe(0);
  await using _second = await openSocket(gateway);
});

test('a post hook that throws closes the socket with its code', async () => {
  const gateway = await start();
  gateway.app.useUpgrade('post', async () => {
    throw new WebSocketError(4401);
  });
  await using peer = await openSocket(gateway);
  expect(await peer.closed).toEqual({ code: 4401, reason: 'Unauthorized' });
});

test('hooks around the upgrade run as an onion each, with the same context', async () => {
  const gateway = await start();
  const seen: [string, Context<State>][] = [];
  const watch =
    (phase: string): UpgradeHook<State> =>
    async (ctx, next) => {
      seen.push([`${phase}<`, ctx]);
      expect(ctx.socket === undefined).toBe(phase === 'pre');
      await next();
      seen.push([`>${phase}`, ctx]);
    };
  gateway.app.useUpgrade('pre', watch('pre')).useUpgrade('post', watch('post'));
  const told = vi.fn();
  gateway.app.on('connection', told);
  await using _peer = await openSocket(gateway);
  await expect.poll(() => told.mock.calls.length).toBe(1);
  expect(seen.map(([name]) => name)).toEqual(['pre<', '>pre', 'post<', '>post']);
  expect(new Set(seen.map(([, ctx]) => ctx)).size).toBe(1);
});

test('defect: a TCP reset while a pre hook waits ends that upgrade, and nothing else', async () => {
  const gateway = await start();
  const gate = createGate();
  let signal: AbortSignal | undefined;
  gateway.app.useUpgrade('pre', async (ctx, next) => {
    signal = ctx.signal;
    await gate.promise;
    return next();
  });
  const raw = connect(gateway.port, '127.0.0.1');
  raw.on('error', () => {});
  raw.write(
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nOrigin: ${gateway.origin}\r\nConnection: Upgrade\r\n` +
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await expect.poll(() => signal).toBeDefined();
  raw.resetAndDestroy();
  await expect.poll(() => signal?.aborted).toBe(true);
  gate.open();

  await expect.poll(() => gateway.app.counters.upgradesRefused).toBe(1);
  await using peer = await openSocket(gateway);
  expect(peer.ws.readyState).toBe(peer.ws.OPEN);
});

test('whom the handshake fails is counted, and the process goes on', async () => {
  const gateway = await start();
  const answer = await upgrade(gateway, { Origin: gateway.origin, 'Sec-WebSocket-Key': 'short' });
  expect(answer.status).toBe(400);
  await expect.poll(() => gateway.app.counters.upgradesRefused).toBe(1);
});

test('handleProtocols chooses', async () => {
  const gateway = await start({
    handleProtocols: (offered) => (offered.has('b.1') ? 'b.1' : false),
  });
  await using peer = startSocket(gateway, { headers: { 'Sec-WebSocket-Protocol': 'a.1, b.1' } });
  const [response] = await once(peer.ws, 'upgrade');
  expect(response.headers['sec-websocket-protocol']).toBe('b.1');
});
