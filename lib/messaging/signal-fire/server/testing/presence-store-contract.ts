import { expect, test } from 'vitest';
import type { PresenceStore } from '../presence/presence-store.ts';

export type PresenceUnderTest = {
  readonly store: PresenceStore;
  /** Let so much of the store's time pass. */
  pass(ms: number): Promise<void>;
};

const PRESENT_MS = 60_000;

/** @param open With clients that nobody keeps gone after a minute. */
export function testPresenceStore(open: (presentMs: number) => Promise<PresenceUnderTest>): void {
  const make = () => open(PRESENT_MS);

  test('who joins is told who is there, and whether it is news', async () => {
    const { store } = await make();
    expect(await store.join('desk', 'aiko')).toEqual({ isNew: true, others: [] });
    expect(await store.join('desk', 'bela')).toEqual({ isNew: true, others: ['aiko'] });
    expect(await store.join('desk', 'bela')).toEqual({ isNew: false, others: ['aiko'] });
    expect((await store.members('desk')).toSorted()).toEqual(['aiko', 'bela']);
    expect(await store.members('other')).toEqual([]);
  });

  test('who leaves has left once', async () => {
    const { store } = await make();
    await store.join('desk', 'aiko');
    await store.join('desk', 'bela');
    expect(await store.leave('desk', 'bela')).toEqual(['aiko']);
    expect(await store.leave('desk', 'bela')).toBeNull();
    expect(await store.leave('other', 'aiko')).toBeNull();
    expect(await store.leave('desk', 'aiko')).toEqual([]);
  });

  test('whom nobody keeps is gone, and said to be so once', async () => {
    const { store, pass } = await make();
    await store.join('desk', 'aiko');
    await store.join('desk', 'bela');
    await pass(PRESENT_MS * 0.6);
    expect(await store.keep('desk', ['aiko', 'never there'])).toEqual([]);
    await pass(PRESENT_MS * 0.6);
    const gone = await Promise.all([store.keep('desk', ['aiko']), store.keep('desk', [])]);
    expect(gone.flat()).toEqual(['bela']);
    expect(await store.members('desk')).toEqual(['aiko']);
    expect(await store.join('desk', 'bela')).toMatchObject({ isNew: true });
  });
}
