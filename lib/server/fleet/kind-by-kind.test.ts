import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { kindByKind } from './kind-by-kind.ts';

const named = (...names: string[]) => names.map((name) => ({ name }));

test('those of one kind wait for each other, those of others do not', async () => {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const all = kindByKind(named('realtime-1', 'realtime-2', 'relay'), async ({ name }) => {
    begun.push(name);
    await new Promise<void>((resolve) => ends.set(name, resolve));
    return name;
  });
  await nextTurn();
  expect(begun).toEqual(['realtime-1', 'relay']);
  ends.get('relay')?.();
  ends.get('realtime-1')?.();
  await nextTurn();
  expect(begun).toEqual(['realtime-1', 'relay', 'realtime-2']);
  ends.get('realtime-2')?.();
  expect(await all).toEqual(['realtime-1', 'realtime-2', 'relay']);
});

test('one that fails keeps the next of its kind from nothing', async () => {
  const begun: string[] = [];
  const all = kindByKind(named('realtime-1', 'realtime-2'), async ({ name }) => {
    begun.push(name);
    if (name === 'realtime-1') throw new Error('away');
  });
  await expect(all).rejects.toThrow('away');
  await nextTurn();
  expect(begun).toEqual(['realtime-1', 'realtime-2']);
});
