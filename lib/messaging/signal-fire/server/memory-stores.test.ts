import { describe, expect, test } from 'vitest';
import { createMemoryPresenceStore } from './presence/memory-store.ts';
import { createMemorySessionStore } from './sessions/memory-store.ts';
import { testPresenceStore } from './testing/presence-store-contract.ts';
import { testSessionStore } from './testing/session-store-contract.ts';
import { testUsedTokens } from './testing/used-tokens-contract.ts';
import { createMemoryUsedTokens } from './used-tokens.ts';

function createTime() {
  let nowMs = 0;
  return {
    clock: () => nowMs,
    async pass(ms: number) {
      nowMs += ms;
    },
  };
}

describe('sessions', () => {
  testSessionStore(async (forgetMs) => {
    const { clock, pass } = createTime();
    return { store: createMemorySessionStore({ forgetMs, clock }), pass };
  });
});

describe('presence', () => {
  testPresenceStore(async (presentMs) => {
    const { clock, pass } = createTime();
    return { store: createMemoryPresenceStore({ presentMs, clock }), pass };
  });
});

describe('used tokens', () => {
  testUsedTokens(async () => createMemoryUsedTokens());

  test('are forgotten once they are too old to let anybody in', async () => {
    let now = new Date(0);
    const used = createMemoryUsedTokens(() => now);
    expect(await used.use('one', 1_000)).toBe(true);
    now = new Date(1_000);
    expect(await used.use('one', 1_000)).toBe(true);
  });
});
