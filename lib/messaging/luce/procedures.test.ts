import { expect, onTestFinished, test, vi } from 'vitest';
import * as z from 'zod';
import { ProcedureCaller, procedure } from '../procedure-caller/index.ts';
import { Commands } from './commands.ts';
import type { Context } from './context.ts';
import { LuceAnswerError } from './errors.ts';
import { serveProcedures } from './serve-procedures.ts';
import { openSocket } from './testing/open-socket.ts';
import { startGateway } from './testing/start-gateway.ts';

type State = { name: string };

async function start() {
  const gateway = await startGateway<State>({ defaultState: { name: 'Aiko' } });
  onTestFinished(() => gateway[Symbol.asyncDispose]());
  return gateway;
}

function createTable() {
  const table = new ProcedureCaller<Context<State>>();
  table.define(
    'greet',
    procedure({
      input: z.strictObject({ times: z.int().positive() }),
      output: z.object({ text: z.string() }),
      run: ({ times }, { context }) => ({
        text: `hello ${(context as Context<State>).state.name} `.repeat(times).trim(),
      }),
    }),
  );
  table.define('later', async () => 'later');
  table.define('fail', () => {
    throw new Error('secret');
  });
  table.define('fail-later', async () => {
    throw new Error('secret');
  });
  table.define('refuse', () => {
    throw new LuceAnswerError('not-yours', 'This quote is not yours', { owner: 'Bob' });
  });
  table.define('slow', procedure({ timeoutMs: 5, run: () => new Promise(() => {}) }));
  table.define('nothing', () => undefined);
  table.define('big', () => 1n);
  table.define('big-later', async () => 1n);
  table.define('missing-inside', () => table.callWith({ context: {} as never }, 'secret'));
  table.define('wrong-inside', async () => table.callWith({ context: {} as never }, 'greet'));
  return table;
}

test.each([
  {
    asks: { cmd: 'greet', data: { times: 2 } },
    answer: { ok: true, data: { text: 'hello Aiko hello Aiko' } },
  },
  { asks: { cmd: 'later' }, answer: { ok: true, data: 'later' } },
  { asks: { cmd: 'nothing' }, answer: { ok: true } },
  {
    asks: { cmd: 'refuse' },
    answer: {
      ok: false,
      data: {
        code: 'not-yours',
        message: 'This quote is not yours',
        details: { owner: 'Bob' },
      },
    },
  },
  {
    asks: { cmd: 'fail' },
    answer: { ok: false, data: { code: 'ERR_INTERNAL', message: 'Internal error' } },
  },
  ...['big', 'big-later', 'missing-inside', 'wrong-inside'].map((cmd) => ({
    asks: { cmd },
    answer: { ok: false, data: { code: 'ERR_INTERNAL', message: 'Internal error' } },
  })),
  {
    asks: { cmd: 'fail-later' },
    answer: { ok: false, data: { code: 'ERR_INTERNAL', message: 'Internal error' } },
  },
])('$asks is answered with $answer', async ({ asks, answer }) => {
  const gateway = await start();
  gateway.app.useMessage(serveProcedures(createTable()));
  await using peer = await openSocket(gateway);
  peer.send({ ...asks, id: 1 });
  await expect.poll(() => peer.messages).toEqual([{ id: 1, ...answer }]);
});

test.each([
  { asks: { cmd: 'greet', data: { times: 'two' } }, code: 'ERR_PROCEDURE_INPUT' },
  { asks: { cmd: 'greet' }, code: 'ERR_PROCEDURE_INPUT' },
  { asks: { cmd: 'greet', data: { times: 1, more: 1 } }, code: 'ERR_PROCEDURE_INPUT' },
  { asks: { cmd: 'slow' }, code: 'ERR_PROCEDURE_TIMEOUT' },
  { asks: { cmd: 'unknown' }, code: 'ERR_PROCEDURE_NOT_FOUND' },
  { asks: { cmd: 'constructor' }, code: 'ERR_PROCEDURE_NOT_FOUND' },
  { asks: { cmd: '' }, code: 'ERR_PROCEDURE_NOT_FOUND' },
  { asks: { cmd: 'x'.repeat(10_000) }, code: 'ERR_PROCEDURE_NOT_FOUND' },
])('$asks.cmd is refused with $code, and the socket stays open', async ({ asks, code }) => {
  const gateway = await start();
  gateway.app.useMessage(serveProcedures(createTable()));
  await using peer = await openSocket(gateway);
  peer.send({ ...asks, id: 'a' });
  await expect
    .poll(() => peer.messages)
    .toEqual([{ id: 'a', ok: false, data: expect.objectContaining({ code }) }]);
  expect(peer.ws.readyState).toBe(peer.ws.OPEN);
});

test('what is ours to mend is told to us, and not to the peer', async () => {
  const gateway = await start();
  const onFault = vi.fn();
  gateway.app.useMessage(serveProcedures(createTable(), { onFault }));
  await using peer = await openSocket(gateway);
  peer.send({ cmd: 'fail' });
  peer.send({ cmd: 'refuse' });
  peer.send({ cmd: 'later', id: 1 });
  await expect.poll(() => peer.messages).toEqual([{ id: 1, ok: true, data: 'later' }]);
  expect(onFault).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ message: 'secret' }),
    expect.objectContaining({ state: { name: 'Aiko' } }),
  );
});

test('unknown names may be left to the hooks that follow', async () => {
  const gateway = await start();
  gateway.app.useMessage(serveProcedures(createTable(), { passesUnknown: true }), (message, ctx) =>
    ctx.send({ passed: message.cmd ?? null }),
  );
  await using peer = await openSocket(gateway);
  peer.send({ cmd: 'unknown', id: 1 });
  peer.send({ text: 'no command' });
  await expect.poll(() => peer.messages).toEqual([{ passed: 'unknown' }, { passed: null }]);
});

test('procedures may be given another context than the socket’s', async () => {
  const gateway = await start();
  const table = new ProcedureCaller<{ who: string }>();
  table.use((call, next) => {
    if (call.context.who !== 'Aiko') throw new LuceAnswerError('forbidden', 'Not you');
    return next();
  });
  table.define('hi', () => 'hi');
  gateway.app.useMessage(
    serveProcedures<State, { who: string }>(table, {
      toContext: (ctx) => ({ who: ctx.state.name }),
    }),
  );
  await using peer = await openSocket(gateway);
  peer.send({ cmd: 'hi', id: 1 });
  await expect.poll(() => peer.messages).toEqual([{ id: 1, ok: true, data: 'hi' }]);
});

test('the server may ask, too: answers overtake the messages that wait', async () => {
  const gateway = await start();
  gateway.app.useMessage(async (message, ctx) => {
    const answer = await ctx.request('how-are-you', { to: message.name });
    await ctx.send({ answer });
  });
  await using peer = await openSocket(gateway);
  peer.ws.on('message', (data) => {
    const { cmd, id } = JSON.parse(String(data));
    if (cmd !== 'how-are-you') return;
    peer.send({ name: 'waits' });
    peer.send({ id, ok: true, data: `fine ${id}` });
  });
  peer.send({ name: 'first' });
  await expect
    .poll(() => peer.messages.slice(0, 2))
    .toEqual([{ cmd: 'how-are-you', id: 1, data: { to: 'first' } }, { answer: 'fine 1' }]);
});

test('a request fails by its time, its signal, a refusal, and the end of the peer', async () => {
  const gateway = await start();
  const outcomes: unknown[] = [];
  gateway.app.useMessage(async (message, ctx) => {
    const controller = new AbortController();
    const note = (error: unknown) => outcomes.push(error);
    await ctx.request('a', null, { timeoutMs: 5 }).catch(note);
    const aborted = ctx.request('b', null, { signal: controller.signal }).catch(note);
    controller.abort(new Error('enough'));
    await aborted;
    await ctx.request('c', null, { signal: controller.signal }).catch(note);
    await ctx.request('refuse').catch(note);
    await ctx.request(`leave ${message.cmd}`).catch(note);
    // Nobody waits for this one: that must not matter.
    void ctx.request('gone');
    await ctx.request('gone').catch(note);
  });
  await using peer = await openSocket(gateway);
  peer.ws.on('message', (data) => {
    const { cmd, id } = JSON.parse(String(data));
    if (cmd === 'refuse')
      peer.send({ id, ok: false, data: { code: 'no', message: 'No', details: 1 } });
    if (cmd === 'leave x') peer.ws.terminate();
    // None of these is an answer that anybody waits for.
    if (cmd === 'a') for (const bad of [99, 'a', null, {}]) peer.send({ id: bad, ok: true });
  });
  peer.send({ cmd: 'x' });
  await expect
    .poll(() => outcomes)
    .toEqual([
      expect.objectContaining({ code: 'ERR_LUCE_TIMEOUT' }),
      expect.objectContaining({ message: 'enough' }),
      expect.objectContaining({ message: 'enough' }),
      expect.objectContaining({
        code: 'ERR_LUCE_ANSWER',
        answerCode: 'no',
        message: 'No',
        details: 1,
      }),
      expect.objectContaining({ code: 'ERR_LUCE_CLOSED', wasSent: true }),
      expect.objectContaining({ code: 'ERR_LUCE_CLOSED', wasSent: false }),
    ]);
  expect(gateway.app.counters.failures).toBe(0);
});

test.each([
  { data: undefined, message: 'The request failed', answerCode: '' },
  { data: null, message: 'The request failed', answerCode: '' },
  { data: 'text', message: 'The request failed', answerCode: '' },
  { data: { code: 7, message: {} }, message: 'The request failed', answerCode: '' },
])('a refusal of $data is an error all the same', async ({ data, message, answerCode }) => {
  const gateway = await start();
  const outcome = vi.fn();
  gateway.app.useMessage((_, ctx) => ctx.request('x').catch(outcome));
  await using peer = await openSocket(gateway);
  peer.ws.on('message', (text) => peer.send({ id: JSON.parse(String(text)).id, ok: false, data }));
  peer.send({});
  await expect
    .poll(() => outcome.mock.calls)
    .toEqual([[expect.objectContaining({ message, answerCode })]]);
});

test('defect: composed commands keep what they belong to, and fall back to *', async () => {
  const gateway = await start();
  const commands = new Commands<State>({ key: 'type' })
    .use('a', (_, ctx, next) => {
      void ctx.send({ a: 1 });
      return next();
    })
    .use('*', (message, ctx) => ctx.send({ any: message.type ?? null }));
  const composed = commands.compose();
  const after = vi.fn();
  gateway.app.useMessage(composed, after);
  commands.use('a', (_, ctx) => ctx.send({ a: 2 }));
  await using peer = await openSocket(gateway);
  for (const type of ['a', 'b', '*', 'constructor', 5]) peer.send({ type });
  peer.send({});
  await expect
    .poll(() => peer.messages)
    .toEqual([
      { a: 1 },
      { a: 2 },
      { any: 'b' },
      { any: '*' },
      { any: 'constructor' },
      { any: 5 },
      { any: null },
    ]);
  expect(after).not.toHaveBeenCalled();
});

test('without a fallback, other messages go on', async () => {
  const gateway = await start();
  gateway.app.useMessage(new Commands<State>().use('a', () => {}).compose(), (message, ctx) =>
    ctx.send({ passed: message.cmd }),
  );
  await using peer = await openSocket(gateway);
  peer.send({ cmd: 'a' });
  peer.send({ cmd: 'b' });
  await expect.poll(() => peer.messages).toEqual([{ passed: 'b' }]);
});
