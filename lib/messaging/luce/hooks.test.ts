import { describe, expect, test } from 'vitest';
import { LuceChainError } from './errors.ts';
import { compose, type Hook, Hooks } from './hooks.ts';
import { isPending, SENT } from './settled.ts';

type Log = string[];

/** Read `'a'` as a synchronous hook, `'a~'` as one that waits. */
function hook(name: string): Hook<string, Log> {
  if (!name.endsWith('~')) {
    return (_, log, next) => {
      log.push(`${name}<`);
      const rest = next();
      log.push(`>${name}`);
      return rest;
    };
  }
  return async (_, log, next) => {
    log.push(`${name}<`);
    await Promise.resolve();
    await next();
    log.push(`>${name}`);
  };
}

async function run(...names: string[]): Promise<string> {
  const log: Log = [];
  await compose(names.map(hook))('m', log, () => log.push('.'));
  return log.join(' ');
}

test.each([
  { hooks: ['a'], order: 'a< . >a' },
  { hooks: ['a', 'b'], order: 'a< b< . >b >a' },
  { hooks: ['a~', 'b~'], order: 'a~< b~< . >b~ >a~' },
  { hooks: ['a~', 'b'], order: 'a~< b< . >b >a~' },
  { hooks: [], order: '.' },
])('hooks $hooks run as an onion: $order', async ({ hooks, order }) => {
  expect(await run(...hooks)).toBe(order);
});

test('synchronous hooks make no promise', () => {
  expect(isPending(compose([hook('a'), hook('b')])('m', [], () => {}))).toBe(false);
  expect(isPending(compose([() => SENT])('m', [], () => {}))).toBe(false);
});

test('a hook that does not wait for the next one is waited for all the same', async () => {
  const log: Log = [];
  const careless: Hook<string, Log> = (_, kept, next) => {
    next();
    kept.push('careless is over');
  };
  await compose([careless, hook('a~')])('m', log, () => log.push('.'));
  expect(log).toEqual(['a~<', 'careless is over', '.', '>a~']);
});

test.each([
  {
    how: 'at once',
    fail: () => {
      throw new Error('broken');
    },
  },
  {
    how: 'later',
    fail: async () => {
      await Promise.resolve();
      throw new Error('broken');
    },
  },
])(
  'the error of a hook that throws $how is not lost in one that does not wait',
  async ({ fail }) => {
    const careless: Hook<string, Log> = (_, _log, next) => void next();
    await expect((async () => compose([careless, fail])('m', [], () => {}))()).rejects.toThrow(
      'broken',
    );
  },
);

describe('a second next()', () => {
  test('throws, and runs nothing twice', () => {
    const log: Log = [];
    const twice: Hook<string, Log> = (_, _log, next) => {
      next();
      next();
    };
    expect(() => compose([twice, hook('a')])('m', log, () => {})).toThrow(LuceChainError);
    expect(log).toEqual(['a<', '>a']);
  });

  test('is told apart for each message', () => {
    const hooks = new Hooks<string, Log>().add(hook('a'));
    const log: Log = [];
    hooks.run('m', log);
    hooks.run('m', log);
    expect(log).toEqual(['a<', '>a', 'a<', '>a']);
  });
});

test('hooks added, taken away and cleared count from the next message on', () => {
  const a = hook('a');
  const hooks = new Hooks<string, Log>().add(a).add(hook('b'));
  const log: Log = [];
  hooks.run('m', log);
  hooks.delete(a);
  hooks.run('m', log);
  hooks.clear();
  hooks.run('m', log);
  expect(log.join(' ')).toBe('a< b< >b >a b< >b');
});
