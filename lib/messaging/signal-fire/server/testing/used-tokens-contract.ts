import { expect, test } from 'vitest';
import type { UsedTokens } from '../used-tokens.ts';

export function testUsedTokens(open: () => Promise<UsedTokens>): void {
  test('a token is used once, however many try at once', async () => {
    const used = await open();
    const soon = Date.now() + 60_000;
    const tries = await Promise.all([1, 2, 3].map(() => used.use('one', soon)));
    expect(tries.filter(Boolean)).toHaveLength(1);
    expect(await used.use('one', soon)).toBe(false);
    expect(await used.use('two', soon)).toBe(true);
  });
}
