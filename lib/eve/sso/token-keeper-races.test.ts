import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RefreshLock, TokenKeeper } from './index.ts';
import { createGate } from './testing/create-gate.ts';
import { type KeeperStage, NOW, PILOT, REVOKE_PATH, stageKeeper } from './testing/stage-keeper.ts';

const { signal } = new AbortController();
let stage: KeeperStage;
let keeper: TokenKeeper<number>;
beforeEach(async () => {
  stage = await stageKeeper();
  keeper = stage.createKeeper();
});
afterEach(() => stage[Symbol.asyncDispose]());

const take = (from = keeper) => from.getAccessToken(PILOT, { signal });

describe('the lock', () => {
  const lockOf = (change: Partial<RefreshLock>): RefreshLock => ({ ...stage.lock, ...change });
  const expectLack = async (asked: Promise<string>, reason: string) => {
    await expect(asked).rejects.toMatchObject({ code: 'ERR_SSO_LOCK', reason, isRetryable: true });
    expect(stage.asked()).toBe(0);
    expect(stage.row()).toMatchObject({ refreshToken: 'r1', ended: null });
  };

  test('that cannot be reached is a transient error, and EVE is not asked', async () => {
    const cause = new Error('connection lost');
    const lock = lockOf({ take: () => Promise.reject(cause) });
    await expectLack(take(stage.createKeeper({ lock })), 'away');
    await expect(take(stage.createKeeper({ lock }))).rejects.toMatchObject({ cause });
  });

  test('that others hold for too long is a transient error', async () => {
    await stage.lock.take(`${PILOT}`, 'somebody', 60_000);
    await expectLack(take(stage.createKeeper({ waitMs: 60 })), 'busy');
  });

  test('that was lost before EVE is asked is a transient error', async () => {
    const lock = lockOf({ renew: async () => false });
    await expectLack(take(stage.createKeeper({ lock })), 'lost');
  });

  test('that cannot be asked about before EVE is, is a transient error', async () => {
    const lock = lockOf({ renew: () => Promise.reject(new Error('connection lost')) });
    await expectLack(take(stage.createKeeper({ lock })), 'away');
  });

  test('of a holder that died is free after its time', async () => {
    await stage.lock.take(`${PILOT}`, 'the dead', 80);
    expect(await take()).toMatch(/^eyJ/);
  });

  test('is renewed while EVE answers, and given back then', async () => {
    const leaseMs = 60;
    const renewedFor: number[] = [];
    const lock = lockOf({
      // What is taken lasts: a machine that stands still must not lose it to the test.
      take: (name, owner) => stage.lock.take(name, owner, 60_000),
      async renew(name, owner, forMs) {
        renewedFor.push(forMs);
        // One that fails is made up for by the next.
        if (renewedFor.length === 2) throw new Error('connection lost');
        return stage.lock.renew(name, owner, 60_000);
      },
    });
    const gate = stage.holdAnswers();
    const asked = take(stage.createKeeper({ lock, leaseMs }));
    await expect.poll(() => renewedFor.length).toBeGreaterThan(4);
    expect(new Set(renewedFor)).toEqual(new Set([leaseMs]));
    expect(await stage.lock.take(`${PILOT}`, 'another', 1)).toBe(false);
    gate.open();
    await asked;
    expect(await stage.lock.take(`${PILOT}`, 'another', 60_000)).toBe(true);
  });
});

describe('a change while EVE answers', () => {
  test('of the grant itself wins: what was granted anew is neither overwritten nor revoked', async () => {
    const gate = stage.holdAnswers();
    const asked = take();
    await expect.poll(() => stage.asked()).toBe(1);
    stage.grants.rows.set(PILOT, {
      refreshToken: 'granted anew',
      accessToken: 'new',
      accessExpiresAt: new Date(NOW.getTime() + 1_000_000),
      ownerHash: 'owner-hash',
      ended: null,
    });
    gate.open();
    expect(await asked).toBe('new');
    expect(stage.row().refreshToken).toBe('granted anew');
    expect(stage.server.hits.get(REVOKE_PATH)).toBeUndefined();
  });

  test('of the grant wins over a sale that only the old one knows of', async () => {
    const { promise, open } = createGate();
    const access_token = await stage.server.sign({ owner: 'the buyer' });
    const body = { access_token, expires_in: 1_199, refresh_token: 'r2' };
    stage.server.answerTokens(async () => {
      await promise;
      return { status: 200, body: JSON.stringify(body) };
    });
    const asked = take();
    await expect.poll(() => stage.asked()).toBe(1);
    Object.assign(stage.row(), {
      refreshToken: 'granted anew',
      accessToken: 'new',
      accessExpiresAt: new Date(NOW.getTime() + 1_000_000),
      ownerHash: 'the buyer',
    });
    open();
    expect(await asked).toBe('new');
    expect(stage.row()).toMatchObject({ refreshToken: 'granted anew', ended: null });
  });

  test('that ends the grant wins: what EVE gave is revoked', async () => {
    const gate = stage.holdAnswers();
    const asked = take();
    const ended = expect(asked).rejects.toMatchObject({ reason: 'missing' });
    await expect.poll(() => stage.asked()).toBe(1);
    stage.row().ended = 'missing';
    gate.open();
    await ended;
    expect(stage.server.forms.at(-1)?.form.get('token')).toBe('r1-next');
    expect(stage.row().refreshToken).toBe('r1');
  });

  describe('by a holder who lost the lock unseen', () => {
    // As a process that was stopped for longer than its lock lasts: both ask with 'r1'.
    const none: RefreshLock = {
      take: async () => true,
      renew: async () => true,
      release: async () => {},
    };
    const refusal = { status: 400, body: '{"error":"invalid_grant"}' };
    /** The first to ask gets 'r2', the second is refused; each when the test says so. */
    const race = async () => {
      const [gift, blow] = [createGate(), createGate()];
      const access_token = await stage.server.sign();
      const body = { access_token, expires_in: 1_199, refresh_token: 'r2' };
      let asked = 0;
      stage.server.answerTokens(async () => {
        asked += 1;
        const isFirst = asked === 1;
        await (isFirst ? gift : blow).promise;
        return isFirst ? { status: 200, body: JSON.stringify(body) } : refusal;
      });
      const first = take(stage.createKeeper({ lock: none }));
      await expect.poll(() => stage.asked()).toBe(1);
      const second = take(stage.createKeeper({ lock: none }));
      await expect.poll(() => stage.asked()).toBe(2);
      return { gift, blow, first, second, access_token };
    };

    test('changes nothing: who is refused afterwards gets the new token', async () => {
      const { gift, blow, first, second, access_token } = await race();
      gift.open();
      expect(await first).toBe(access_token);
      blow.open();
      expect(await second).toBe(access_token);
      expect(stage.grants.writes).toEqual(['tokens r2']);
    });

    test('that was refused before lets the grant live again with what was given', async () => {
      const { gift, blow, first, second, access_token } = await race();
      blow.open();
      await expect(second).rejects.toMatchObject({ reason: 'grant-refused' });
      gift.open();
      expect(await first).toBe(access_token);
      expect(stage.row()).toMatchObject({ refreshToken: 'r2', ended: null });
      expect(await take()).toBe(access_token);
    });
  });
});
