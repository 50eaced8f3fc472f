import { describe, expect, test, vi } from 'vitest';
import { ProcedureChainError } from './errors.ts';
import { procedure } from './procedure.ts';
import { ProcedureCaller } from './procedure-caller.ts';

type Session = { readonly userId: string };

function createTable() {
  return new ProcedureCaller<Session>().defineAll({
    whoami: procedure({ run: (_input, { context }: { context: Session }) => context.userId }),
    admin: { stop: () => 'stopped' },
    later: async () => 'later',
  });
}

describe('middleware', () => {
  test('lies around the procedure like an onion, and leaves it synchronous', () => {
    const seen: string[] = [];
    const table = createTable();
    for (const name of ['outer', 'inner']) {
      table.use((_call, next) => {
        seen.push(`${name} in`);
        const answer = next();
        seen.push(`${name} out`);
        return answer;
      });
    }

    expect(table.callWith({ context: { userId: 'a' } }, 'whoami')).toBe('a');
    expect(seen).toEqual(['outer in', 'inner in', 'inner out', 'outer out']);
  });

  test('stands around a namespace alone', () => {
    const table = createTable().use('admin', ({ context }, next) => {
      if (context.userId !== 'owner') throw new Error('Only the owner may');
      return next();
    });

    expect(() => table.callWith({ context: { userId: 'a' } }, 'admin.stop')).toThrow(/owner/);
    expect(table.callWith({ context: { userId: 'owner' } }, 'admin.stop')).toBe('stopped');
    expect(table.callWith({ context: { userId: 'a' } }, 'whoami')).toBe('a');
  });

  test('added after a call stands around the next one, whether defined before or after', () => {
    const table = createTable();
    expect(table.call('admin.stop')).toBe('stopped');
    table.use((_call, next) => `not ${next()}`);
    table.define('admin.start', () => 'started');

    expect(table.call('admin.stop')).toBe('not stopped');
    expect(table.call('admin.start')).toBe('not started');
  });

  test('may answer in place of the procedure, and see its promise', async () => {
    const run = vi.fn(() => 'ran');
    const table = new ProcedureCaller().define('run', run).define('later', async () => 1);
    table.use(({ name }, next) => (name === 'run' ? 'cached' : next()));
    table.use(async (_call, next) => Number(await next()) + 1);

    expect(table.call('run')).toBe('cached');
    expect(run).not.toHaveBeenCalled();
    expect(await table.call('later')).toBe(2);
  });

  test('that calls next() twice runs nothing twice', () => {
    const run = vi.fn(() => 'ran');
    const table = new ProcedureCaller().define('run', run).use((_call, next) => {
      next();
      return next();
    });

    expect(() => table.call('run')).toThrow(ProcedureChainError);
    expect(run).toHaveBeenCalledTimes(1);
  });

  test('must be a function', () => {
    expect(() => createTable().use('admin', undefined as never)).toThrow(TypeError);
  });
});
