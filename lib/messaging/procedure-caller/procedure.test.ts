import { describe, expect, expectTypeOf, test } from 'vitest';
import * as z from 'zod';
import { ProcedureInputError, ProcedureOutputError } from './errors.ts';
import { procedure } from './procedure.ts';
import { ProcedureCaller } from './procedure-caller.ts';
import { createProcedureClient } from './procedure-client.ts';

const bigint = z.codec(z.string().regex(/^\d{1,20}$/), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: String,
});

describe('a checked procedure', () => {
  const table = new ProcedureCaller().defineAll({
    double: procedure({ input: bigint, output: bigint, run: (value) => value * 2n }),
    rename: procedure({
      input: z.strictObject({ id: z.int(), name: z.string().min(1) }),
      output: z.object({ name: z.string() }),
      run: ({ name }) => ({ name, secret: 'kept' }),
    }),
    broken: procedure({ output: z.number(), run: () => 'text' as unknown as number }),
    brokenLater: procedure({ output: z.number(), run: async () => Number.NaN }),
    nothing: procedure({ run: () => 'done' }),
    optional: procedure({ input: z.string().optional(), run: (text) => text ?? 'none' }),
  });

  test('gets the types of the program, and its caller those that travel', () => {
    expect(table.call('double', '21')).toBe('42');
  });

  test('says of a wrong input what is wrong with it', () => {
    expect(() => table.call('rename', { id: 1.5, name: '', admin: true })).toThrow(
      ProcedureInputError,
    );
    try {
      table.call('rename', { id: 'x', name: 'a' });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        code: 'ERR_PROCEDURE_INPUT',
        issues: [{ path: ['id'], message: expect.any(String) }],
      });
    }
  });

  test.each([[[]], [[null]], [['1', '2']], [[{}]]])('refuses the arguments %j', (args) => {
    expect(() => table.call('double', ...args)).toThrow(ProcedureInputError);
  });

  test('lets out nothing that its schema does not name', () => {
    expect(table.call('rename', { id: 1, name: 'a' })).toEqual({ name: 'a' });
  });

  test('answers with a fault of its own where its answer is wrong, now or later', async () => {
    expect(() => table.call('broken')).toThrow(ProcedureOutputError);
    await expect(table.call('brokenLater')).rejects.toThrow(ProcedureOutputError);
  });

  test('without an input takes no argument', () => {
    expect(table.call('nothing')).toBe('done');
    expect(() => table.call('nothing', 1)).toThrow(ProcedureInputError);
    expect(table.call('optional')).toBe('none');
  });

  test('is not polluted by what a caller names', () => {
    const input = JSON.parse('{"id":1,"name":"a","__proto__":{"polluted":true}}');
    expect(() => table.call('rename', input)).toThrow(ProcedureInputError);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test.each([0, -1, Number.NaN])('has no limit of %s ms', (timeoutMs) => {
    expect(() => procedure({ timeoutMs, run: () => 1 })).toThrow(RangeError);
  });
});

describe('a client of a tree', () => {
  const tree = {
    add: (a: number, b: number) => a + b,
    worker: { pause: procedure({ input: z.string(), run: (name) => `${name} paused` }) },
    count: procedure({ output: z.number(), run: async () => 1 }),
  };
  const table = new ProcedureCaller().defineAll(tree);
  const client = createProcedureClient<typeof tree>((name, args) => table.call(name, ...args));

  test('has its names, and answers promises', async () => {
    expect(await client.add(1, 2)).toBe(3);
    expect(await client.worker.pause('market')).toBe('market paused');
    expect(await client.count()).toBe(1);
  });

  test('has its types', () => {
    expectTypeOf(client.add).toEqualTypeOf<(a: number, b: number) => Promise<number>>();
    expectTypeOf(client.worker.pause).toEqualTypeOf<(input: string) => Promise<string>>();
    expectTypeOf(client.count).returns.resolves.toEqualTypeOf<number>();
  });

  test('rejects where sending throws', async () => {
    const wrong = createProcedureClient<{ missing: () => void }>((name) => table.call(name));
    await expect(wrong.missing()).rejects.toMatchObject({ code: 'ERR_PROCEDURE_NOT_FOUND' });
  });

  test('is not taken for a promise, nor can it be changed', async () => {
    expect(await client).toBe(client);
    expect(await client.worker).toBe(client.worker);
    expect(() => Object.assign(client, { add: () => 0 })).toThrow(TypeError);
  });
});
