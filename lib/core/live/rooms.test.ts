import { expect, test } from 'vitest';
import { INBOX_ROOM, listRoom, PRICES_ROOM, quoteRoom } from './room-names.ts';
import { readRoom } from './rooms.ts';

test.each([
  [quoteRoom('AT-7K3M9QX2'), { kind: 'quote', code: 'AT-7K3M9QX2' }],
  [listRoom(98_000_001), { kind: 'list', ownerId: 98_000_001 }],
  [INBOX_ROOM, { kind: 'inbox' }],
  [PRICES_ROOM, { kind: 'prices' }],
  ['', null],
  ['quote/', null],
  ['quote/at-7k3m9qx2', null],
  ['quote/AT-7K3M-9QX2', null],
  ['quote/AT-7K3M9QX2/', null],
  ['list/1e3', null],
  ['list/99999999999999999', null],
  ['Inbox', null],
  ['constructor', null],
])('%j is %j', (name, room) => {
  expect(readRoom(name)).toEqual(room);
});
