import { expect, test } from 'vitest';
import { createJoinTokens } from './join-tokens.ts';
import { introduce, openClient } from './testing/open-client.ts';
import { startNode } from './testing/start-node.ts';
import { createMemoryUsedTokens } from './used-tokens.ts';

const SECRET = 's'.repeat(32);
const keys = [{ id: '1', secret: 'k'.repeat(32) }];

test('whoever does not speak the protocol is refused', async () => {
  await using node = await startNode();
  await expect(openClient(node.url, [], 'Signal-Fire.3')).rejects.toThrow('400');
});

test('a client without a token gets an id, and proves with what it was given that it is its own', async () => {
  await using node = await startNode({ secret: SECRET });
  const first = await openClient(node.url);
  await using other = await openClient(node.url);
  expect(first.id).toMatch(/^[\w-]{22}$/);
  expect(first.id).not.toBe(other.id);
  const session = await introduce(first, other);

  await using again = await openClient(node.url, [first.resume]);
  expect(again.id).toBe(first.id);
  expect(await first.closed).toEqual({ code: 4409, reason: 'Connected elsewhere' });
  expect(again.welcome.sessions).toEqual([
    { session, origin: other.id, role: 'caller', state: 'accepted' },
  ]);
  expect((await other.ask('relay', { session, data: 1 })).ok).toBe(true);
  expect((await again.next('relay')).data).toMatchObject({ data: 1 });
  // The old connection's end must not take the new one with it.
  await expect.poll(async () => (await node.registry.info(first.id)).status).toBe('online');
  expect(other.told.map(({ cmd }) => cmd)).not.toContain('session-away');
  expect(node.faults).toEqual([]);
});

test.each([
  'resume.{id}',
  'resume.{id}.',
  'resume.{id}.AAAA',
  'resume..{proof}',
  'resume.{id}x.{proof}',
])('%s takes nobody’s id', async (shape) => {
  await using node = await startNode({ secret: SECRET });
  await using owner = await openClient(node.url);
  await using stranger = await openClient(node.url);
  const [, , proof = ''] = stranger.resume.split('.');
  const claim = shape.replace('{id}', owner.id).replace('{proof}', proof);
  await expect(openClient(node.url, [claim])).rejects.toThrow('401');
  expect(await owner.ask('session-start', { target: stranger.id })).toMatchObject({ ok: true });
});

test('a token is for one client, one server, one use, and a minute', async () => {
  let nowMs = Date.UTC(2026, 0, 1);
  const clock = () => new Date(nowMs);
  const tokens = createJoinTokens({ keys, audience: 'desk', clock });
  const elsewhere = createJoinTokens({ keys, audience: 'other', clock });
  const forged = createJoinTokens({
    keys: [{ id: '1', secret: 'x'.repeat(32) }],
    audience: 'desk',
    clock,
  });
  const usedTokens = createMemoryUsedTokens(clock);
  await using node = await startNode({ joinTokens: tokens, usedTokens, secret: SECRET });
  const token = tokens.issue({ client: 'pilot-1', account: 'a', subject: 'AT-7K3M-9QX2' });
  await using pilot = await openClient(node.url, [`token.${token}`]);
  expect(pilot.id).toBe('pilot-1');

  const [id = '', body = '', mac = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'trader-1', jti: 'A'.repeat(22) }));
  const bad = {
    'none at all': [],
    'used before': [`token.${token}`],
    'of another server': [`token.${elsewhere.issue({ client: 'pilot-1' })}`],
    'signed by somebody else': [`token.${forged.issue({ client: 'pilot-1' })}`],
    changed: [`token.${id}.${changed.toString('base64url')}.${mac}`],
    'without a signature': [`token.${id}.${body}.`],
    'of no key': [`token.2.${body}.${mac}`],
    'with more parts': [`token.${token}.x`],
    'of no JSON': ['token.1.AAAA.AAAA'],
    'a proof instead': [pilot.resume],
  };
  for (const [what, offered] of Object.entries(bad)) {
    await expect(openClient(node.url, offered), what).rejects.toThrow('401');
  }
  const old = tokens.issue({ client: 'pilot-1' });
  nowMs += 66_000;
  await expect(openClient(node.url, [`token.${old}`])).rejects.toThrow('401');
  const early = tokens.issue({ client: 'pilot-1' });
  nowMs -= 66_000;
  await expect(openClient(node.url, [`token.${early}`])).rejects.toThrow('401');
});

test('one with a token for an id takes it over from an older connection', async () => {
  const tokens = createJoinTokens({ keys, audience: 'desk' });
  await using node = await startNode({ joinTokens: tokens, secret: SECRET });
  const open = () => openClient(node.url, [`token.${tokens.issue({ client: 'pilot-1' })}`]);
  const first = await open();
  await using second = await open();
  expect((await first.closed).code).toBe(4409);
  expect(second.id).toBe('pilot-1');
});

test('tokens of an older key are good until it is gone', async () => {
  const older = createJoinTokens({ keys, audience: 'desk' });
  const newer = createJoinTokens({
    keys: [{ id: '2', secret: 'n'.repeat(32) }, ...keys],
    audience: 'desk',
  });
  expect(newer.verify(older.issue({ client: 'pilot-1' })).client).toBe('pilot-1');
  expect(newer.issue({ client: 'pilot-1' })).toMatch(/^2\./);
  expect(() => older.verify(newer.issue({ client: 'pilot-1' }))).toThrow('No key of ours');
});

test.each([
  { keys: [], says: 'need a key' },
  { keys: [{ id: 'a b', secret: 'k'.repeat(32) }], says: 'no id of a key' },
  { keys: [{ id: '1', secret: 'short' }], says: 'fewer than 32 bytes' },
  { keys, lifetimeMs: 60_001, says: 'lives from 1' },
  { keys, lifetimeMs: Number.NaN, says: 'lives from 1' },
])('tokens that would be weak are not made: $says', ({ says, ...options }) => {
  expect(() => createJoinTokens({ audience: 'desk', ...options })).toThrow(says);
});

test('a short secret is none', async () => {
  await expect(startNode({ secret: 'short' })).rejects.toThrow('fewer than 32 bytes');
});
