import { expect, test } from 'vitest';
import type { OutboxEvent } from '#lib/server/outbox.ts';
import { createTeller } from './tell-quotes.ts';

const CODE = 'AT-7K3M9QX2';
const ROOM = `quote/${CODE}`;
const eventOf = (event: Partial<OutboxEvent>): OutboxEvent => ({
  id: 1,
  topic: 'quote',
  entity: 'quote',
  entityId: 'a',
  version: 1,
  payload: {},
  codes: [CODE],
  at: '2026-11-20T10:00:00.000Z',
  ...event,
});

function listen() {
  const told: unknown[] = [];
  const tell = createTeller({
    quote: (...news) => told.push(news),
    inbox: () => told.push('inbox'),
  });
  return { told, tell };
}

test('what was read at once is told once a room, with the last id and the newest state', async () => {
  const { told, tell } = listen();
  tell(eventOf({ entity: 'contract', payload: { verdict: 'valid' } }), '1-0');
  tell(eventOf({ version: 2, payload: { state: 'contracted' } }), '1-1');
  tell(eventOf({ entity: 'settlement' }), '1-2');
  tell(eventOf({ codes: ['AT-OTHER000'], version: 7 }), '1-3');
  expect(told).toEqual([]);
  await null;
  expect(told).toEqual([
    [ROOM, { version: 2, state: 'contracted' }, '1-2'],
    'inbox',
    ['quote/AT-OTHER000', { version: 7 }, '1-3'],
  ]);
});

test('what comes later is told anew, and what nobody watches not at all', async () => {
  const { told, tell } = listen();
  tell(eventOf({ entity: 'account', codes: [] }), '1-0');
  await null;
  expect(told).toEqual([]);
  for (const version of [1, 2]) {
    tell(eventOf({ version }), `2-${version}`);
    await null;
  }
  expect(told).toEqual([
    [ROOM, { version: 1 }, '2-1'],
    'inbox',
    [ROOM, { version: 2 }, '2-2'],
    'inbox',
  ]);
});
