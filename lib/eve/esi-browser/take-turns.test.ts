import { expect, test } from 'vitest';
import { createTurns } from './take-turns.ts';
import { createFakeStorage } from './testing/fake-storage.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const signal = new AbortController().signal;

// Waiting for a live note, and for a lock, is proved in a browser: tests/eve/esi-browser.spec.ts.
test.each([
  ['has run out', `${NOON - 1} x`],
  ['says nothing', 'x'],
])('the note of a closed tab that %s keeps nobody from working', async (_, note) => {
  const storage = createFakeStorage();
  storage.setItem('turn/a', note);
  const inTurn = createTurns(
    'turn/',
    () => storage,
    () => NOON,
  );
  const seen = await inTurn('a', signal, async () => storage.getItem('turn/a'));
  expect(seen).not.toBe(note);
  expect(Object.keys(storage)).toEqual([]);
});

test('where no note can be written, the work is done all the same', async () => {
  for (const find of [() => undefined, () => createFakeStorage(0)]) {
    expect(await createTurns('turn/', find, () => NOON)('a', signal, async () => 'done')).toBe(
      'done',
    );
  }
});

test('work that fails leaves no note behind', async () => {
  const storage = createFakeStorage();
  const inTurn = createTurns(
    'turn/',
    () => storage,
    () => NOON,
  );
  const failing = inTurn('a', signal, () => Promise.reject(new Error('lost')));
  await expect(failing).rejects.toThrow('lost');
  expect(Object.keys(storage)).toEqual([]);
});
