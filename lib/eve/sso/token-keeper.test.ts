import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TokenKeeper } from './index.ts';
import { createGate } from './testing/create-gate.ts';
import { type KeeperStage, NOW, PILOT, stageKeeper } from './testing/stage-keeper.ts';

const { signal } = new AbortController();
let stage: KeeperStage;
let keeper: TokenKeeper<number>;
beforeEach(async () => {
  stage = await stageKeeper();
  keeper = stage.createKeeper();
});
afterEach(() => stage[Symbol.asyncDispose]());

const take = (from = keeper, refused: string | null = null) =>
  from.getAccessToken(PILOT, { signal, refused });

describe('an access token', () => {
  test('is given out without EVE as long as enough of it is left', async () => {
    const row = stage.grants.rows.get(PILOT);
    if (row) row.accessExpiresAt = new Date(NOW.getTime() + 60_000);
    expect(await take()).toBe('ended');
    if (row) row.accessExpiresAt = new Date(NOW.getTime() + 59_999);
    expect(await take()).not.toBe('ended');
    expect(stage.asked()).toBe(1);
  });

  test('is refreshed once for fifty who ask at once', async () => {
    const tokens = await Promise.all(Array.from({ length: 50 }, () => take()));
    expect(new Set(tokens).size).toBe(1);
    expect(stage.asked()).toBe(1);
    expect(stage.row()).toMatchObject({ refreshToken: 'r2', accessToken: tokens[0] });
  });

  test('that ESI refused is not given again, to nobody who knows', async () => {
    const first = await take();
    const [same, other] = await Promise.all([take(), take(keeper, first)]);
    expect(same).toBe(first);
    expect(other).not.toBe(first);
    // Somebody else has had it refreshed: that one is good for us, too.
    expect(await take(keeper, first)).toBe(other);
    expect(stage.asked()).toBe(2);
  });

  test('that ESI refused is not taken from a refresh that began for others', async () => {
    const gate = stage.holdAnswers();
    const refused = await stage.server.sign();
    const others = take();
    const ours = take(keeper, refused);
    await expect.poll(() => stage.asked()).toBe(1);
    stage.server.answerTokens(async () => ({
      status: 200,
      body: JSON.stringify({
        access_token: await stage.server.sign({ jti: 'another' }),
        expires_in: 1_199,
      }),
    }));
    gate.open();
    expect(await others).toBe(refused);
    expect(await ours).not.toBe(refused);
  });
});

describe('the refresh token that comes back', () => {
  test('is stored when its caller has gone', async () => {
    const gate = stage.holdAnswers();
    const leaving = new AbortController();
    const asked = keeper.getAccessToken(PILOT, { signal: leaving.signal });
    await expect.poll(() => stage.asked()).toBe(1);
    leaving.abort(new Error('gone'));
    await expect(asked).rejects.toThrow('gone');
    gate.open();
    await keeper.settle();
    expect(stage.row().refreshToken).toBe('r1-next');
  });

  test('is stored though the access token with it cannot be checked', async () => {
    // Signed by a key that is not published (yet).
    const access_token = await stage.server.sign({}, { kid: 'tomorrow' });
    const body = { access_token, expires_in: 1_199, refresh_token: 'r2' };
    stage.server.answerTokens({ status: 200, body: JSON.stringify(body) });
    await expect(take()).rejects.toMatchObject({ code: 'ERR_SSO_TOKEN', reason: 'key' });
    expect(stage.row()).toMatchObject({ refreshToken: 'r2', accessToken: 'ended', ended: null });
  });

  test('leaves the one before in place where there is none', async () => {
    const access_token = await stage.server.sign();
    const body = JSON.stringify({ access_token, expires_in: 1_199 });
    stage.server.answerTokens({ status: 200, body });
    expect(await take()).toBe(access_token);
    expect(stage.row()).toMatchObject({ refreshToken: 'r1', accessToken: access_token });
  });

  test('waits for a store that was away, and is stored before EVE is asked again', async () => {
    const gate = stage.holdAnswers();
    const asked = take();
    const refused = expect(asked).rejects.toThrow('database away');
    await expect.poll(() => stage.asked()).toBe(1);
    stage.grants.failWith(new Error('database away'));
    gate.open();
    await refused;
    stage.grants.failWith(null);

    expect(await take()).toBe(await stage.server.sign());
    expect(stage.asked()).toBe(1);
    expect(stage.row().refreshToken).toBe('r1-next');
  });

  test('is stored though the store fails once: nobody notices', async () => {
    const { store } = stage.grants;
    let failures = 1;
    const flaky = stage.createKeeper({
      store: {
        ...store,
        async replace(...args) {
          if (failures-- > 0) throw new Error('deadlock');
          return store.replace(...args);
        },
      },
    });
    expect(await take(flaky)).toMatch(/^eyJ/);
    expect(stage.row().refreshToken).toBe('r2');
  });

  describe('that the store could not take', () => {
    const failToStore = async (from: TokenKeeper<number>) => {
      const gate = stage.holdAnswers();
      const refused = expect(take(from)).rejects.toThrow('database away');
      await expect.poll(() => stage.asked()).toBe(1);
      stage.grants.failWith(new Error('database away'));
      gate.open();
      await refused;
      stage.grants.failWith(null);
    };

    test('is stored once it can be, though nobody asks any more', async () => {
      await failToStore(stage.createKeeper({ leftPauseMs: 10 }));
      await expect.poll(() => stage.row().refreshToken).toBe('r1-next');
    });

    test('is not forgotten for an older one whose write ends late', async () => {
      const { store } = stage.grants;
      const gate = createGate();
      let writes: 'fail' | 'hang' | 'pass' = 'fail';
      let hanging = 0;
      const slow = stage.createKeeper({
        leftPauseMs: 10,
        leastLeftMs: 3_600_000,
        store: {
          ...store,
          async replace(...args) {
            if (writes === 'fail') throw new Error('database away');
            if (writes === 'hang') {
              hanging += 1;
              await gate.promise;
            }
            return store.replace(...args);
          },
        },
      });
      await expect(take(slow)).rejects.toThrow('database away');
      writes = 'hang';
      await expect.poll(() => hanging).toBe(1);
      // The next caller stores it, is given another one by EVE, and the store is away for that.
      writes = 'pass';
      stage.server.answerTokens(async () => {
        writes = 'fail';
        const body = {
          access_token: await stage.server.sign(),
          refresh_token: 'r3',
          expires_in: 1,
        };
        return { status: 200, body: JSON.stringify(body) };
      });
      await expect(take(slow)).rejects.toThrow('database away');
      expect(stage.row().refreshToken).toBe('r2');
      writes = 'pass';
      gate.open();
      await expect.poll(() => stage.row().refreshToken).toBe('r3');
    });

    test('brings a grant back that was refused to another process meanwhile', async () => {
      await failToStore(keeper);
      const body = JSON.stringify({ error: 'invalid_grant' });
      stage.server.answerTokens({ status: 400, body });
      const other = stage.createKeeper();
      await expect(take(other)).rejects.toMatchObject({ reason: 'grant-refused' });
      expect(stage.row().ended).toBe('grant-refused');
      expect(await take()).toMatch(/^eyJ/);
      expect(stage.row()).toMatchObject({ refreshToken: 'r1-next', ended: null });
      expect(await take(other)).toMatch(/^eyJ/);
    });
  });

  test('is stored at an orderly end, though the store was away when it came', async () => {
    const gate = stage.holdAnswers();
    const refused = expect(take()).rejects.toThrow('database away');
    await expect.poll(() => stage.asked()).toBe(1);
    stage.grants.failWith(new Error('database away'));
    gate.open();
    await refused;
    stage.grants.failWith(null);
    await keeper.settle();
    expect(stage.row().refreshToken).toBe('r1-next');
  });
});

describe('a grant', () => {
  test('that is not in the store is missing', async () => {
    const asked = keeper.getAccessToken(1, { signal });
    await expect(asked).rejects.toMatchObject({ code: 'ERR_SSO_ENDED', reason: 'missing' });
  });

  test('that EVE refuses is ended, for good, and for all who asked', async () => {
    stage.server.answerTokens({ status: 400, body: '{"error":"invalid_grant: expired"}' });
    const asked = await Promise.allSettled([take(), take(), take()]);
    for (const { status, ...rest } of asked) {
      expect(status).toBe('rejected');
      expect(rest).toMatchObject({ reason: { reason: 'grant-refused', isRetryable: false } });
    }
    expect(stage.row().ended).toBe('grant-refused');
    await expect(take()).rejects.toMatchObject({ reason: 'missing' });
    expect(stage.asked()).toBe(1);
  });

  test.each([
    { name: 'a 500', answer: { status: 500, body: '{"error":"invalid_grant"}' } },
    { name: 'HTML', answer: { status: 200, body: '<html>' } },
    { name: '429', answer: { status: 429, body: '{"error":"slow_down"}' } },
    { name: 'a wrong secret', answer: { status: 401, body: '{"error":"invalid_client"}' } },
    { name: 'a cut answer', answer: 'cut' as const },
  ])('outlives $name', async ({ answer }) => {
    stage.server.answerTokens(answer);
    await expect(take()).rejects.toMatchObject({
      code: expect.stringMatching(/^ERR_SSO_(?:UNAVAILABLE|CLIENT)$/),
    });
    expect(stage.row()).toMatchObject({ refreshToken: 'r1', ended: null });
    expect(stage.grants.writes).toEqual([]);
  });

  test.each([
    { reason: 'owner-changed', change: { owner: 'the buyer' } },
    { reason: 'other-character', change: { sub: 'CHARACTER:EVE:90000002' } },
  ])('ends with $reason, and what EVE gave is revoked', async ({ reason, change }) => {
    const access_token = await stage.server.sign(change);
    const body = { access_token, expires_in: 1_199, refresh_token: 'r2' };
    stage.server.answerTokens({ status: 200, body: JSON.stringify(body) });
    await expect(take()).rejects.toMatchObject({ code: 'ERR_SSO_ENDED', reason });
    expect(stage.row()).toMatchObject({ ended: reason, accessToken: 'ended' });
    expect(stage.server.forms.at(-1)?.form.get('token')).toBe('r2');
  });

  test('whose refresh token cannot be opened is not asked for', async () => {
    const { store } = stage.grants;
    const readRefreshToken = () => {
      throw new Error('no key');
    };
    const sealed = stage.createKeeper({
      store: {
        ...store,
        async read(id) {
          const held = await store.read(id);
          return held && { ...held, readRefreshToken };
        },
      },
    });
    await expect(take(sealed)).rejects.toThrow('no key');
    expect(stage.asked()).toBe(0);
    const row = stage.grants.rows.get(PILOT);
    if (row) row.accessExpiresAt = new Date(NOW.getTime() + 600_000);
    expect(await take(sealed)).toBe('ended');
  });
});
