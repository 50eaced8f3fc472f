import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { ProcedureExistsError, ProcedureNotFoundError } from './errors.ts';
import { procedure } from './procedure.ts';
import { ProcedureCaller } from './procedure-caller.ts';

/** Names that an object would answer to by itself. */
const STRANGE_NAMES = ['__proto__', 'constructor', 'toString', 'then', 'hasOwnProperty', 'valueOf'];

describe('the calls of the old module', () => {
  test('define, call, delete', () => {
    const table = new ProcedureCaller();
    table.define('add', (a: number, b: number) => a + b);

    expect(table.call('add', 1, 2)).toBe(3);
    expect(table.delete('add')).toBe(true);
    expect(() => table.call('add', 1, 2)).toThrow(ProcedureNotFoundError);
  });

  test('a bad name or no function is a TypeError', () => {
    const table = new ProcedureCaller();
    for (const name of ['', 'x'.repeat(201), 1, null, undefined, {}]) {
      expect(() => table.define(name as string, () => 1)).toThrow(TypeError);
    }
    for (const definition of [1, null, undefined, {}, 'text']) {
      expect(() => table.define('name', definition as never)).toThrow(TypeError);
    }
    expect(table.size).toBe(0);
  });

  test('a name that is taken is replaced only where that is said', () => {
    const table = new ProcedureCaller();
    table.define('name', () => 'old');

    expect(() => table.define('name', () => 'new')).toThrow(ProcedureExistsError);
    expect(table.call('name')).toBe('old');
    expect(table.define('name', () => 'new', true).call('name')).toBe('new');
  });

  test('deleting what is not there fails only where that is said', () => {
    const table = new ProcedureCaller();
    expect(table.delete('name')).toBe(false);
    expect(() => table.delete('name', false)).toThrow(ProcedureNotFoundError);
  });

  test('this is null in a procedure', () => {
    const table = new ProcedureCaller();
    table.define('self', function (this: unknown) {
      return this;
    });
    expect(table.call('self')).toBeNull();
  });

  test('an error passes through as it was thrown', () => {
    const table = new ProcedureCaller();
    const fault = new Error('broken');
    table.define('fail', () => {
      throw fault;
    });
    expect(() => table.call('fail')).toThrow(fault);
  });
});

test('an answer is a promise only where the procedure gives one', async () => {
  const table = new ProcedureCaller();
  table.define('now', () => 0);
  table.define('later', async () => 0);
  table.define('checked', procedure({ output: z.number(), run: () => 0 }));

  expect(table.call('now')).toBe(0);
  expect(table.call('checked')).toBe(0);
  expect(table.callWith({ timeoutMs: 10 }, 'checked')).toBe(0);
  const later = table.call('later');
  expect(later).toBeInstanceOf(Promise);
  expect(await later).toBe(0);
});

test.each(STRANGE_NAMES)('nothing inherited can be called: %s', (name) => {
  const table = new ProcedureCaller();
  expect(table.has(name)).toBe(false);
  expect(() => table.call(name)).toThrow(ProcedureNotFoundError);

  table.define(name, () => 'mine');
  expect(table.call(name)).toBe('mine');
  expect(table.list()).toEqual([name]);
});

test('a name of a million characters makes no long message', () => {
  const table = new ProcedureCaller();
  expect(() => table.call('x'.repeat(1_000_000))).toThrow(/^Unknown procedure .{0,100}$/);
});

describe('namespaces', () => {
  const table = new ProcedureCaller().defineAll({
    worker: { pause: () => 'paused', resume: () => 'resumed' },
    workers: () => 2,
    worker2: { pause: () => 'other' },
  });

  test('a record in a record is one', () => {
    expect(table.call('worker.pause')).toBe('paused');
    expect(table.call('workers')).toBe(2);
    expect(() => table.call('worker')).toThrow(ProcedureNotFoundError);
  });

  test('one is listed without its neighbours of nearly the same name', () => {
    expect(table.list('worker')).toEqual(['worker.pause', 'worker.resume']);
    expect(table.list()).toHaveLength(4);
    expect(table.size).toBe(4);
  });
});

describe('describe', () => {
  const table = new ProcedureCaller();
  table.define('plain', () => 1);
  table.define('nothing', procedure({ run: () => 1 }));
  table.define(
    'pause',
    procedure({
      summary: 'Stop taking jobs',
      timeoutMs: 5_000,
      input: z.strictObject({ worker: z.string() }),
      output: z.boolean(),
      run: () => true,
    }),
  );

  test('says what a procedure takes and gives', () => {
    expect(table.describe('pause')).toMatchObject({
      name: 'pause',
      summary: 'Stop taking jobs',
      timeoutMs: 5_000,
      input: { type: 'object', required: ['worker'], additionalProperties: false },
      output: { type: 'boolean' },
    });
  });

  test('tells a procedure that takes nothing from one of which nothing is known', () => {
    expect(table.describe('nothing')).toEqual({ name: 'nothing', input: null });
    expect(table.describe('plain')).toEqual({ name: 'plain' });
    expect(() => table.describe('missing')).toThrow(ProcedureNotFoundError);
  });
});
