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

test('a message is answered', async () => {
  const gateway = await start();
  gateway.app.useMessage((message, ctx) => ctx.send({ echo: message.text }));
  await using peer = await openSocket(gateway);

  peer.send({ text: 'hello' });

  await expect.poll(() => peer.messages).toEqual([{ echo: 'hello' }]);
});

test('a hook is needed, and must be a function', async () => {
  const { app } = await start();
  expect(() => app.useMessage()).toThrow(TypeError);
  expect(() => app.useUpgrade('pre')).toThrow(TypeError);
  expect(() => app.useBinary('no' as never)).toThrow(TypeError);
});

test('state is of one socket alone, nested parts included', async () => {
  const gateway = await start();
  gateway.app.useMessage((_, ctx) => {
    ctx.state.visits.count += 1;
    return ctx.send(ctx.state);
  });
  await using a = await openSocket(gateway);
  await using b = await openSocket(gateway);
  for (const peer of [a, a, b]) peer.send({});

  await expect.poll(() => a.messages.at(-1)).toEqual({ visits: { count: 2 } });
  await expect.poll(() => b.messages).toEqual([{ visits: { count: 1 } }]);
});

test('a default state that cannot be copied is refused at once', async () => {
  await expect(
    start({ defaultState: { visits: { count: 0 }, name: (() => {}) as never } }),
  ).rejects.toThrow(TypeError);
});

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

test('defect: an invalid frame while a post hook waits closes that socket, and nothing else', async () => {
  const gateway = await start();
  const gate = createGate();
  gateway.app.useUpgrade('post', (_, next) => gate.promise.then(next));
  const broken = vi.fn();
  gateway.app.on('peer-error', broken);
  await using bad = await openSocket(gateway);
  // Reserved bits, and no mask.
  (bad.ws as unknown as { _socket: NodeJS.WritableStream })._socket.write(
    Buffer.from([0xf1, 0x01, 0x61]),
  );

  expect(await bad.closed).toMatchObject({ code: 1002 });
  gate.open();
  expect(broken).toHaveBeenCalledOnce();
  await using good = await openSocket(gateway);
  expect(good.ws.readyState).toBe(good.ws.OPEN);
});

test.each([
  {
    how: 'at once',
    fail: () => {
      throw new Error('secret');
    },
  },
  { how: 'later', fail: () => Promise.reject(new Error('secret')) },
])(
  'defect: a hook that throws $how, with no listener for errors, harms nobody else',
  async ({ fail }) => {
    const gateway = await start();
    gateway.app.useMessage((message, ctx) => (message.bad ? fail() : ctx.send({ ok: 1 })));
    await using bad = await openSocket(gateway);
    await using good = await openSocket(gateway);
    bad.send({ bad: 1 });
    expect(await bad.closed).toEqual({ code: 4500, reason: 'Internal Server Error' });
    good.send({});
    await expect.poll(() => good.messages).toEqual([{ ok: 1 }]);
    expect(gateway.app.counters.failures).toBe(1);
  },
);

test('a listener for errors that throws harms nobody, and the others hear', async () => {
  const gateway = await start();
  const heard = vi.fn();
  gateway.app.on('error', () => {
    throw new Error('listener');
  });
  gateway.app.on('error', async () => {
    throw new Error('listener, later');
  });
  gateway.app.on('error', heard);
  gateway.app.useMessage(() => {
    throw new Error('hook');
  });
  await using peer = await openSocket(gateway);
  peer.send({});
  expect(await peer.closed).toMatchObject({ code: 4500 });
  expect(heard).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ message: 'hook' }),
    expect.anything(),
  );
});

test('what a listener of another event throws is told as an error', async () => {
  const gateway = await start();
  const heard = vi.fn();
  gateway.app.on('error', heard);
  gateway.app.on('connection', () => {
    throw new Error('listener');
  });
  await using _peer = await openSocket(gateway);
  await expect
    .poll(() => heard.mock.calls)
    .toEqual([[expect.objectContaining({ message: 'listener' }), undefined]]);
});

test('an error of the peer is none of ours, one of 4500 and more is', async () => {
  const gateway = await start();
  const heard = vi.fn();
  gateway.app.on('error', heard);
  gateway.app.useMessage((message) => {
    throw new WebSocketError(Number(message.code));
  });
  for (const code of [4400, 4499, 4500, 4510]) {
    await using peer = await openSocket(gateway);
    peer.send({ code });
    expect(await peer.closed).toMatchObject({ code });
  }
  expect(heard.mock.calls.map(([error]) => error.code)).toEqual([4500, 4510]);
});

test('defect: an error text of more than 123 bytes still closes the socket', async () => {
  const gateway = await start();
  gateway.app.useMessage(() => {
    throw new WebSocketError(4400, 'é'.repeat(200));
  });
  await using peer = await openSocket(gateway);
  peer.send({});
  expect(await peer.closed).toEqual({ code: 4400, reason: 'é'.repeat(61) });
});

test('an error with a code that cannot be sent still closes the socket', async () => {
  const gateway = await start();
  gateway.app.useMessage(() => {
    throw new WebSocketError(12);
  });
  await using peer = await openSocket(gateway);
  peer.send({});
  expect(await peer.closed).toMatchObject({ code: 4500 });
});

test('a hook that sends after its peer has gone has done nothing wrong', async () => {
  const gateway = await start();
  const gate = createGate();
  const sent = createGate<unknown>();
  gateway.app.useMessage(async (_, ctx) => {
    await gate.promise;
    const attempt = ctx.send({ late: true });
    attempt.catch(sent.open);
    await attempt;
  });
  const peer = await openSocket(gateway);
  peer.send({});
  await expect.poll(() => gateway.app.counters.received).toBe(1);
  await peer[Symbol.asyncDispose]();
  await expect.poll(() => gateway.app.counters.connections).toBe(0);
  gate.open();
  expect(await sent.promise).toMatchObject({ code: 'ERR_LUCE_CLOSED', wasSent: false });
  expect(gateway.app.counters.failures).toBe(0);
});

test('what JSON cannot hold is refused at once', async () => {
  const gateway = await start();
  const thrown: unknown[] = [];
  gateway.app.useMessage((_, ctx) => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    for (const bad of [circle, { big: 1n }, { toJSON: () => undefined }]) {
      try {
        void ctx.send(bad);
      } catch (error) {
        thrown.push(error);
      }
    }
  });
  await using peer = await openSocket(gateway);
  peer.send({});
  await expect.poll(() => thrown.length).toBe(3);
  expect(thrown.every((error) => error instanceof TypeError)).toBe(true);
});

test('a close resolves once the socket is closed, with the reason cut and bad codes refused', async () => {
  const gateway = await start();
  const closed = createGate<unknown>();
  gateway.app.useMessage((_, ctx) => {
    expect(() => ctx.close(1006)).toThrow(RangeError);
    void ctx.close(4000, 'x'.repeat(500)).then(() => closed.open(ctx.socket?.readyState));
  });
  await using peer = await openSocket(gateway);
  peer.send({});
  expect(await peer.closed).toEqual({ code: 4000, reason: 'x'.repeat(123) });
  expect(await closed.promise).toBe(3);
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
