import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { createJsonRpc } from './json-rpc.ts';
import { procedure } from './procedure.ts';
import { ProcedureCaller } from './procedure-caller.ts';

function createRpc(options: Parameters<typeof createJsonRpc>[1] = {}) {
  const notified = vi.fn();
  const table = new ProcedureCaller<unknown>().defineAll({
    subtract: (a: number, b: number) => a - b,
    half: procedure({ input: z.strictObject({ of: z.number() }), run: ({ of }) => of / 2 }),
    later: async (value: unknown) => value,
    fail: () => {
      throw Object.assign(new Error('secret /srv/app'), { code: 'E' });
    },
    failLater: async () => {
      throw new Error('secret');
    },
    nothing: () => undefined,
    big: () => 1n,
    notified,
    hang: procedure({ timeoutMs: 5, run: () => new Promise<never>(() => {}) }),
  });
  const rpc = createJsonRpc(table, options);
  const ask = async (value: unknown) => {
    const answer = await rpc.handleText(JSON.stringify(value), {});
    return answer === undefined ? undefined : JSON.parse(answer);
  };
  return { rpc, ask, notified };
}

const request = (method: string, params?: unknown, id: unknown = 1) => ({
  jsonrpc: '2.0',
  method,
  params,
  id,
});
const result = (value: unknown, id: unknown = 1) => ({ jsonrpc: '2.0', id, result: value });
const failure = (code: number, id: unknown = null) => ({
  jsonrpc: '2.0',
  id,
  error: expect.objectContaining({ code, message: expect.any(String) }),
});

describe('the examples of the specification', () => {
  test.each([
    { name: 'positional params', ask: request('subtract', [42, 23]), answer: result(19) },
    { name: 'named params', ask: request('half', { of: 3 }), answer: result(1.5) },
    { name: 'no params', ask: request('nothing'), answer: result(null) },
    { name: 'a text as id', ask: request('subtract', [1, 1], 'a'), answer: result(0, 'a') },
    { name: 'null as id', ask: request('subtract', [1, 1], null), answer: result(0, null) },
    { name: 'an unknown method', ask: request('foobar'), answer: failure(-32601, 1) },
    { name: 'an inherited name', ask: request('__proto__'), answer: failure(-32601, 1) },
    { name: 'wrong params', ask: request('half', { of: 'x' }), answer: failure(-32602, 1) },
    { name: 'a method of a wrong type', ask: request(1 as never), answer: failure(-32600, 1) },
    { name: 'params of a wrong type', ask: request('half', 'bar'), answer: failure(-32600, 1) },
    { name: 'an id of a wrong type', ask: request('half', [], {}), answer: failure(-32600) },
    { name: 'an id too large', ask: request('half', [], 2 ** 53), answer: failure(-32600) },
    { name: 'another version', ask: { method: 'half', id: 1 }, answer: failure(-32600, 1) },
    { name: 'an empty batch', ask: [], answer: failure(-32600) },
    { name: 'a batch of nonsense', ask: [1, 2], answer: [failure(-32600), failure(-32600)] },
    { name: 'no object', ask: null, answer: failure(-32600) },
  ])('$name', async ({ ask, answer }) => {
    expect(await createRpc().ask(ask)).toEqual(answer);
  });

  test('a text that is no JSON', async () => {
    const answer = await createRpc().rpc.handleText('{"jsonrpc": "2.0", "method', {});
    expect(JSON.parse(answer ?? '')).toEqual(failure(-32700));
  });

  test('a notification is run and not answered, nor is a batch of them', async () => {
    const { ask, notified } = createRpc();
    const notification = { jsonrpc: '2.0', method: 'notified', params: [1] };

    expect(await ask(notification)).toBeUndefined();
    expect(await ask([notification, notification])).toBeUndefined();
    expect(notified).toHaveBeenCalledTimes(3);
  });

  test('a batch answers those that asked, in their order', async () => {
    const answer = await createRpc().ask([
      request('later', ['slow'], 'a'),
      { jsonrpc: '2.0', method: 'notified' },
      request('subtract', [3, 1], 'b'),
      { foo: 'boo' },
    ]);
    expect(answer).toEqual([result('slow', 'a'), result(2, 'b'), failure(-32600)]);
  });
});

describe('what a peer must not learn or do', () => {
  test('an error of a procedure says nothing but that there was one, and is told to us', async () => {
    const onError = vi.fn();
    const { ask } = createRpc({ onError });

    expect(await ask(request('fail'))).toEqual({
      jsonrpc: '2.0',
      id: 1,
      error: { code: -32603, message: 'Internal error' },
    });
    expect(await ask(request('failLater'))).toEqual(failure(-32603, 1));
    expect(await ask({ jsonrpc: '2.0', method: 'fail' })).toBeUndefined();
    expect(onError).toHaveBeenCalledTimes(3);
  });

  test('unless it is said what of it may be known', async () => {
    const describeError = () => ({ code: 7, message: 'Out of ore' });
    expect(await createRpc({ describeError }).ask(request('fail'))).toEqual(failure(7, 1));
  });

  test('a describeError that throws costs the peer nothing but the words', async () => {
    const describeError = () => {
      throw new Error('broken');
    };
    expect(await createRpc({ describeError }).ask(request('fail'))).toEqual(failure(-32603, 1));
  });

  test('a result that JSON cannot hold costs only its own answer', async () => {
    const { ask } = createRpc();
    expect(await ask(request('big'))).toEqual(failure(-32603, 1));
    expect(await ask([request('big'), request('subtract', [2, 1], 2)])).toEqual([
      failure(-32603, 1),
      result(1, 2),
    ]);
  });

  test('time that runs out has a code', async () => {
    expect(await createRpc().ask(request('hang'))).toEqual(failure(-32001, 1));
  });

  test('a text or a batch that is too long is refused and nothing of it run', async () => {
    const { rpc, ask, notified } = createRpc({ maxBatch: 2, maxTextLength: 400 });
    const notification = { jsonrpc: '2.0', method: 'notified' };

    expect(await ask([notification, notification, notification])).toEqual(failure(-32600));
    const long = await rpc.handleText(`${JSON.stringify(notification)}${' '.repeat(400)}`, {});
    expect(JSON.parse(long ?? '')).toEqual(failure(-32600));
    expect(notified).not.toHaveBeenCalled();
  });

  test('a text nested a hundred thousand deep is answered', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const text = `{"jsonrpc":"2.0","id":1,"method":"half","params":[${deep}]}`;
    const answer = await createRpc().rpc.handleText(text, {});
    expect(JSON.parse(answer ?? '')).toEqual(failure(-32602, 1));
  });

  test('more arguments than a stack holds are refused', async () => {
    const { ask } = createRpc();
    expect(await ask(request('subtract', new Array(200_000).fill(1)))).toEqual(failure(-32600, 1));
  });
});

describe('whatever comes', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const anyRequest = fc.record(
    {
      jsonrpc: fc.oneof(fc.constant('2.0'), json),
      id: fc.oneof(fc.integer(), json),
      method: fc.oneof(
        fc.constantFrom('subtract', 'half', 'later', 'fail', 'big', '__proto__', 'constructor'),
        json,
      ),
      params: fc.oneof(
        json,
        fc.constant(
          JSON.parse('{"of":1,"__proto__":{"polluted":1},"constructor":{"prototype":{}}}'),
        ),
      ),
    },
    { requiredKeys: [] },
  );

  test('is answered as the specification says, and pollutes nothing', async () => {
    const { rpc } = createRpc();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(anyRequest, fc.array(anyRequest, { maxLength: 4 }), json),
        async (value) => {
          const answer = await rpc.handleText(JSON.stringify(value), {});
          for (const one of answer === undefined ? [] : [JSON.parse(answer)].flat()) {
            expect(one.jsonrpc).toBe('2.0');
            expect('result' in one).not.toBe('error' in one);
            expect('id' in one).toBe(true);
          }
          expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('as text, too', async () => {
    const { rpc } = createRpc();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        await rpc.handleText(text, {});
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('an answer', () => {
  test.each([
    { what: 'a function', run: () => () => 1 },
    { what: 'a symbol', run: () => Symbol('x') },
    { what: 'what writes itself as nothing', run: () => ({ toJSON: () => undefined }) },
    { what: 'a function, later', run: async () => () => 1 },
  ])('has a result or an error, whatever was answered: $what', async ({ run }) => {
    const onError = vi.fn();
    const rpc = createJsonRpc(new ProcedureCaller<unknown>().define('odd', run), { onError });
    expect(await rpc.handle(request('odd'), {})).toEqual(failure(-32603, 1));
    expect(onError).toHaveBeenCalledExactlyOnceWith(expect.any(TypeError), 'odd');
  });

  test.each([
    {
      how: 'at once',
      onError: () => {
        throw new Error('log away');
      },
    },
    { how: 'later', onError: () => Promise.reject(new Error('log away')) },
  ])('comes to all of a batch where who is told of errors fails $how', async ({ onError }) => {
    const { rpc } = createRpc({ onError });
    const batch = [request('fail'), request('subtract', [3, 2], 2)];
    expect(await rpc.handle(batch, {})).toEqual([failure(-32603, 1), result(1, 2)]);
    expect(await rpc.handleText(JSON.stringify(request('big')), {})).toContain('-32603');
  });

  test('tells nothing of what the procedure has called itself', async () => {
    const onError = vi.fn();
    const table = new ProcedureCaller<unknown>();
    table.define('inner', procedure({ input: z.strictObject({ key: z.string() }), run: () => 1 }));
    table.define('missing', () => table.call('inner.secret'));
    table.define('wrong', async () => table.call('inner', { secret: 1 }));
    const rpc = createJsonRpc(table, { onError });
    for (const method of ['missing', 'wrong']) {
      const answer = await rpc.handleText(JSON.stringify(request(method)), {});
      expect(JSON.parse(answer ?? '')).toEqual(failure(-32603, 1));
      expect(answer).not.toContain('secret');
    }
    expect(onError).toHaveBeenCalledTimes(2);
    expect(await rpc.handle(request('inner', { key: 1 }), {})).toEqual(failure(-32602, 1));
  });
});
