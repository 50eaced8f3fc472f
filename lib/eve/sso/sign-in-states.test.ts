import { beforeEach, expect, test } from 'vitest';
import {
  createMemoryStateStore,
  createSignInStates,
  type StateStore,
  toCodeChallenge,
} from './index.ts';

const parse = (value: unknown): string => {
  if (typeof value !== 'string') throw new TypeError(`Not what was attached: ${value}`);
  return value;
};
let store: StateStore;
beforeEach(() => {
  store = createMemoryStateStore();
});

const begin = async (attached = 'quote AT-1') => {
  const states = createSignInStates({ store, parse });
  return { states, ...(await states.begin(attached)) };
};

test('a state brings back its code verifier and what was attached, once', async () => {
  const { states, state, codeChallenge } = await begin();
  const taken = await states.take(state, state);
  expect(taken?.attached).toBe('quote AT-1');
  expect(toCodeChallenge(taken?.codeVerifier ?? '')).toBe(codeChallenge);
  expect(await states.take(state, state)).toBeNull();
});

test('of two callbacks at the same moment with one state, one is taken', async () => {
  const { states, state } = await begin();
  const taken = await Promise.all([1, 2, 3].map(() => states.take(state, state)));
  expect(taken.filter((each) => each !== null)).toHaveLength(1);
});

test('another browser’s callback is not taken, and does not use the state up', async () => {
  const { states, state } = await begin();
  const victim = await states.begin('their own');
  expect(await states.take(state, undefined)).toBeNull();
  expect(await states.take(state, victim.state)).toBeNull();
  expect(await states.take(state, '')).toBeNull();
  expect(await states.take(state, state)).not.toBeNull();
});

test('a state that nobody gave out is unknown', async () => {
  const { states } = await begin();
  expect(await states.take('invented', 'invented')).toBeNull();
});

test('a state is kept for ten minutes at most, under a key that does not tell it', async () => {
  const put: { key: string; forMs: number }[] = [];
  const watched: StateStore = {
    take: (key) => store.take(key),
    put: async (key, _value, forMs) => void put.push({ key, forMs }),
  };
  const { state } = await createSignInStates({ store: watched, parse }).begin('x');
  expect(put).toHaveLength(1);
  expect(put[0]?.forMs).toBe(600_000);
  expect(put[0]?.key).not.toContain(state);
  for (const lifetimeMs of [600_001, 0, -1, Number.NaN]) {
    expect(() => createSignInStates({ store, parse, lifetimeMs })).toThrow(RangeError);
  }
});

test('what does not parse when it comes back is refused, not handed on', async () => {
  const numbers = createSignInStates<unknown>({ store, parse: (value) => value });
  const { state } = await numbers.begin(7);
  await expect(createSignInStates({ store, parse }).take(state, state)).rejects.toThrow(TypeError);
});

test('without the store nobody signs in: what it throws passes through', async () => {
  const away: StateStore = {
    put: () => Promise.reject(new Error('away')),
    take: () => Promise.reject(new Error('away')),
  };
  const states = createSignInStates({ store: away, parse });
  await expect(states.begin('x')).rejects.toThrow('away');
  await expect(states.take('a', 'a')).rejects.toThrow('away');
});
