import { expect, test } from 'vitest';
import { createJoinTokens } from '../join-tokens.ts';
import { openClient } from '../testing/open-client.ts';
import { startNode } from '../testing/start-node.ts';

test('who is in a room is told to all who are, and to nobody else', async () => {
  await using node = await startNode();
  await using aiko = await openClient(node.url);
  const bela = await openClient(node.url);
  await using outside = await openClient(node.url);
  expect(await aiko.ask('room-join', { room: 'desk' })).toMatchObject({ data: { members: [] } });
  expect(await bela.ask('room-join', { room: 'desk' })).toMatchObject({
    data: { members: [aiko.id] },
  });
  expect((await aiko.next('room-present')).data).toEqual({ room: 'desk', id: bela.id });
  // Again is no news.
  expect(await bela.ask('room-join', { room: 'desk' })).toMatchObject({
    data: { members: [aiko.id] },
  });
  await bela[Symbol.asyncDispose]();
  expect((await aiko.next('room-absent')).data).toEqual({ room: 'desk', id: bela.id });
  expect(aiko.told.map(({ cmd }) => cmd)).toEqual(['welcome', 'room-present', 'room-absent']);
  expect(outside.told).toHaveLength(1);
  expect((await aiko.ask('room-leave', { room: 'desk' })).ok).toBe(true);
  expect((await aiko.ask('room-leave', { room: 'never in it' })).ok).toBe(false);
  expect((await aiko.ask('room-leave', { room: 'never-in-it' })).ok).toBe(true);
});

test('a token says which rooms', async () => {
  const tokens = createJoinTokens({
    keys: [{ id: '1', secret: 'k'.repeat(32) }],
    audience: 'desk',
  });
  await using node = await startNode({ joinTokens: tokens, limits: { maxRooms: 1 } });
  const token = tokens.issue({ client: 'trader-1', rooms: ['desk', 'back'] });
  await using trader = await openClient(node.url, [`token.${token}`]);
  expect(await trader.ask('room-join', { room: 'other' })).toMatchObject({
    data: { code: 'ERR_SIGNAL_FORBIDDEN' },
  });
  expect((await trader.ask('room-join', { room: 'desk' })).ok).toBe(true);
  expect(await trader.ask('room-join', { room: 'back' })).toMatchObject({
    data: { code: 'ERR_SIGNAL_BUSY' },
  });
  await using none = await openClient(node.url, [`token.${tokens.issue({ client: 'pilot-1' })}`]);
  expect((await none.ask('room-join', { room: 'desk' })).ok).toBe(false);
});
