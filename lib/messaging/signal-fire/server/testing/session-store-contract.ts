import { expect, test } from 'vitest';
import type { Session, SessionStore } from '../sessions/session-store.ts';

export type StoreUnderTest = {
  readonly store: SessionStore;
  /** Let so much of the store's time pass. */
  pass(ms: number): Promise<void>;
};

const FORGET_MS = 60_000;
const LIMITS = { maxRinging: 2, maxSessions: 3 };

/** @param open With sessions that nobody keeps forgotten after a minute. */
export function testSessionStore(open: (forgetMs: number) => Promise<StoreUnderTest>): void {
  const make = () => open(FORGET_MS);
  const session = (name: string, caller = 'aiko', callee = 'bela'): Session => ({
    session: name.padEnd(22, '-'),
    caller,
    callee,
    state: 'ringing',
  });

  test('a session is found by its id and by both of its ends, until it ends', async () => {
    const { store } = await make();
    const one = session('one');
    expect(await store.start(one, LIMITS)).toBeNull();
    expect(await store.find(one.session)).toEqual(one);
    expect(await store.find('nothing')).toBeNull();
    expect(await store.list('aiko')).toEqual([one]);
    expect(await store.list('bela')).toEqual([one]);
    expect(await store.list('cara')).toEqual([]);
    expect(await store.end(one.session, 'bela')).toEqual(one);
    expect(await store.find(one.session)).toBeNull();
    expect(await store.list('aiko')).toEqual([]);
  });

  test('only who was called accepts, and once', async () => {
    const { store } = await make();
    const one = session('one');
    await store.start(one, LIMITS);
    expect(await store.accept(one.session, 'aiko')).toBeNull();
    expect(await store.accept(one.session, 'cara')).toBeNull();
    expect(await store.accept(one.session, 'bela')).toEqual({ ...one, state: 'accepted' });
    expect(await store.accept(one.session, 'bela')).toBeNull();
    expect(await store.find(one.session)).toEqual({ ...one, state: 'accepted' });
    expect(await store.accept('nothing', 'bela')).toBeNull();
  });

  test('a session ends once, by one of its own, and from the state that is asked for', async () => {
    const { store } = await make();
    const one = session('one');
    await store.start(one, LIMITS);
    expect(await store.end(one.session, 'cara')).toBeNull();
    expect(await store.end(one.session, 'aiko', 'accepted')).toBeNull();
    const ends = await Promise.all([
      store.end(one.session, 'aiko', 'ringing'),
      store.end(one.session, 'bela', 'ringing'),
      store.accept(one.session, 'bela'),
    ]);
    expect(ends.filter((each) => each !== null)).toHaveLength(1);
  });

  test('nobody has more than is allowed, and who ended one has room again', async () => {
    const { store } = await make();
    expect(await store.start(session('one'), LIMITS)).toBeNull();
    expect(await store.start(session('two', 'aiko', 'cara'), LIMITS)).toBeNull();
    expect(await store.start(session('three', 'aiko', 'dora'), LIMITS)).toBe('caller');
    await store.accept(session('one').session, 'bela');
    expect(await store.start(session('three', 'aiko', 'dora'), LIMITS)).toBeNull();
    expect(await store.start(session('four', 'emma', 'aiko'), LIMITS)).toBe('callee');
    expect(await store.start(session('four', 'emma', 'fred'), LIMITS)).toBeNull();
    await store.end(session('three').session, 'dora');
    expect(await store.start(session('five', 'emma', 'aiko'), LIMITS)).toBeNull();
  });

  test('a session of which nobody says anything is forgotten; one whose end is kept is not', async () => {
    const { store, pass } = await make();
    const [one, two] = [session('one'), session('two', 'cara', 'dora')];
    await store.start(one, LIMITS);
    await store.start(two, LIMITS);
    await pass(FORGET_MS * 0.6);
    const [kept] = await store.keep('aiko');
    expect(kept?.session).toEqual(one);
    expect(kept?.otherAwayMs).toBeGreaterThanOrEqual(FORGET_MS * 0.5);
    expect(await store.keep('nobody')).toEqual([]);
    await pass(FORGET_MS * 0.6);
    expect(await store.find(one.session)).toEqual(one);
    expect(await store.find(two.session)).toBeNull();
    expect(await store.list('cara')).toEqual([]);
    await store.keep('bela');
    const [again] = await store.keep('aiko');
    expect(again?.otherAwayMs).toBeLessThan(FORGET_MS * 0.5);
  });
}
