import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EsiUnauthorizedError } from '#lib/eve/esi/index.ts';
import { createTestRedis } from '#tests/support/services.ts';
import { createSignInSite, OWNER, PILOT, type SignInSite } from '#tests/support/sign-in-site.ts';
import { releaseCharacter } from './characters.ts';
import type { Container } from './container.ts';
import { open } from './crypto.ts';
import { eveTokenStore } from './eve-token-store.ts';
import { withAccessToken } from './eve-tokens.ts';
import { createRedis } from './redis.ts';
import { transact } from './transact.ts';

const MINUTE_MS = 60_000;
const owner = { characterId: OWNER, purpose: 'contracts' } as const;
const { signal } = new AbortController();
let site: SignInSite;

beforeEach(async () => {
  site = await createSignInSite();
  await site.createBrowser().signIn(OWNER, { purpose: 'contracts' });
});
afterEach(() => site[Symbol.asyncDispose]());

const take = (container: Container = site.container) =>
  withAccessToken(container, owner, async (accessToken) => accessToken, signal);
const readToken = () => site.container.db.eveToken.findFirstOrThrow();
const refreshToken = async () =>
  open(site.container, (await readToken()).sealedRefreshToken, String(OWNER));

describe('an access token', () => {
  test('is used as long as a minute of it is left', async () => {
    const first = await take();
    site.passTime(18 * MINUTE_MS);
    expect(await take()).toBe(first);
    site.passTime(2 * MINUTE_MS);
    expect(await take()).not.toBe(first);
  });

  test('refreshed leaves the new refresh token in the database', async () => {
    const before = await refreshToken();
    site.passTime(20 * MINUTE_MS);
    await take();
    expect(await refreshToken()).not.toBe(before);
    // The sandbox lets each refresh token be used once, so this would fail on the old one.
    site.passTime(20 * MINUTE_MS);
    await expect(take()).resolves.toMatch(/^eyJ/);
  });

  test('is refreshed once for all who ask at the same moment, in two processes', async () => {
    await using other = await site.createProcess();
    site.passTime(20 * MINUTE_MS);
    const tokens = await Promise.all(
      Array.from({ length: 10 }, (_, i) => take(i % 2 === 0 ? site.container : other)),
    );
    expect(new Set(tokens).size).toBe(1);
    expect((await readToken()).state).toBe('active');
  });

  test('that ESI does not know is refreshed and tried once more', async () => {
    const seen: string[] = [];
    const used = await withAccessToken(
      site.container,
      owner,
      async (accessToken) => {
        seen.push(accessToken);
        if (seen.length === 1) throw new EsiUnauthorizedError('no');
        return 'done';
      },
      signal,
    );
    expect(used).toBe('done');
    expect(new Set(seen).size).toBe(2);
  });

  test('that ESI refuses twice is given up', async () => {
    let uses = 0;
    const asked = withAccessToken(
      site.container,
      owner,
      () => {
        uses++;
        return Promise.reject(new EsiUnauthorizedError('no'));
      },
      signal,
    );
    await expect(asked).rejects.toBeInstanceOf(EsiUnauthorizedError);
    expect(uses).toBe(2);
  });

  test('is not given to a caller that has left, but is refreshed for the next', async () => {
    site.passTime(20 * MINUTE_MS);
    const leaving = new AbortController();
    const asked = withAccessToken(site.container, owner, async (token) => token, leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(asked).rejects.toThrow('gone');
    await expect(take()).resolves.toMatch(/^eyJ/);
  });
});

describe('while EVE answers', () => {
  let other: Container & AsyncDisposable;
  let answer: () => void;
  let isAsked: boolean;
  let slow: Container;
  let revoked: string[];
  beforeEach(async () => {
    other = await site.createProcess();
    isAsked = false;
    revoked = [];
    const gate = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const sso: Container['sso'] = {
      ...other.sso,
      async exchange(grant, waiting) {
        isAsked = true;
        await gate;
        return other.sso.exchange(grant, waiting);
      },
      async revoke(refreshToken, waiting) {
        revoked.push(refreshToken);
        await other.sso.revoke(refreshToken, waiting);
      },
    };
    slow = { ...other, sso };
    site.passTime(20 * MINUTE_MS);
  });
  afterEach(() => other[Symbol.asyncDispose]());

  test('no connection to the database is kept, and nobody waits for a lock of it', async () => {
    const asked = take(slow);
    await expect.poll(() => isAsked).toBe(true);
    const busy = await site.container.db.$queryRaw`
      select pid, query from pg_stat_activity
      where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()
      union all
      select pid, mode from pg_locks
      where locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())`;
    expect(busy).toEqual([]);
    answer();
    await expect(asked).resolves.toMatch(/^eyJ/);
    expect((await readToken()).refreshedAt).toEqual(site.now());
  });

  test('a grant made anew wins: what EVE gives for the old one is not put over it', async () => {
    const asked = take(slow);
    await expect.poll(() => isAsked).toBe(true);
    await site.createBrowser().signIn(OWNER, { purpose: 'contracts' });
    const anew = await readToken();
    answer();
    expect(open(site.container, anew.sealedAccessToken ?? '', String(OWNER))).toBe(await asked);
    expect(await readToken()).toEqual(anew);
  });

  test('a pilot who unlinks the character wins, and what EVE gives is revoked', async () => {
    const asked = take(slow);
    const ended = expect(asked).rejects.toMatchObject({ reason: 'unlinked' });
    await expect.poll(() => isAsked).toBe(true);
    const context = { at: site.now(), actorId: null };
    await transact(site.container, (tx) =>
      releaseCharacter(tx, { characterId: OWNER, reason: 'unlinked' }, context),
    );
    answer();
    await ended;
    expect(revoked).toHaveLength(1);
    expect(await readToken()).toMatchObject({ state: 'dead', sealedRefreshToken: '' });
  });

  test('a seller’s request is given nothing of the buyer’s', async () => {
    const seller = await site.createBrowser().signIn(PILOT, { purpose: 'check' });
    site.passTime(20 * MINUTE_MS);
    const sellerId = seller.ok ? seller.accountId : '';
    const asking = { characterId: PILOT, purpose: 'check' } as const;
    const ask = (accountId: string) =>
      withAccessToken(slow, { ...asking, accountId }, async (token) => token, signal);
    const refused = expect(ask(sellerId)).rejects.toMatchObject({ name: 'EveTokenError' });
    await expect.poll(() => isAsked).toBe(true);
    await site.control('sell-character', 'POST', { characterId: PILOT });
    const buyer = await site.createBrowser().signIn(PILOT, { purpose: 'check' });
    const buyerId = buyer.ok ? buyer.accountId : '';
    expect(buyerId).not.toBe(sellerId);
    answer();
    await refused;
    await expect(ask(buyerId)).resolves.toMatch(/^eyJ/);
    // What EVE gave the seller in the end.
    expect(revoked).toHaveLength(0);
  });

  test('the end of the process waits: what comes for a caller that has left is stored', async () => {
    const before = await refreshToken();
    const ending = await site.createProcess();
    const leaving = new AbortController();
    const asked = withAccessToken(
      { ...ending, sso: slow.sso },
      owner,
      async (token) => token,
      leaving.signal,
    );
    await expect.poll(() => isAsked).toBe(true);
    leaving.abort(new Error('gone'));
    await expect(asked).rejects.toThrow('gone');
    const ended = ending[Symbol.asyncDispose]();
    answer();
    await ended;
    expect(await refreshToken()).not.toBe(before);
    site.passTime(20 * MINUTE_MS);
    await expect(take()).resolves.toMatch(/^eyJ/);
  });
});

describe('a grant', () => {
  test('is neither refreshed nor lost while Redis is away', async () => {
    await using other = await site.createProcess();
    const redis = createRedis('redis://127.0.0.1:9', site.container.log);
    const cut = { ...other, redis };
    await expect(take(cut)).resolves.toMatch(/^eyJ/);
    site.passTime(20 * MINUTE_MS);
    await expect(take(cut)).rejects.toMatchObject({ code: 'ERR_SSO_LOCK', isRetryable: true });
    expect((await readToken()).state).toBe('active');
    redis.disconnect();
    await expect(take()).resolves.toMatch(/^eyJ/);
  });

  test('outlives two processes that do not see each other’s lock', async () => {
    await using other = await site.createProcess();
    await using elsewhere = await createTestRedis();
    const redis = createRedis(elsewhere.url, site.container.log);
    const stranger = { ...other, redis };
    for (let round = 0; round < 5; round += 1) {
      site.passTime(20 * MINUTE_MS);
      const asked = await Promise.allSettled([take(), take(stranger)]);
      // Whoever came second may have been told no.
      expect(asked.map(({ status }) => status)).toContain('fulfilled');
      expect((await readToken()).state).toBe('active');
      await expect(take()).resolves.toMatch(/^eyJ/);
    }
    redis.disconnect();
  });

  test('is not ended by a refusal that was there before another process had stored its answer', async () => {
    const { pool, db } = site.container;
    const place = { owner, parts: site.container };
    const held = await eveTokenStore.read(place);
    if (!held) throw new Error('The sign-in has left a grant');
    const isOneWaiting = async () => {
      const { rows } = await pool.query(
        `select 1 from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length > 0;
    };
    const another = await pool.connect();
    await another.query('begin');
    await another.query('update eve_token set sealed_refresh_token = $1', ['the next one']);
    const ended = eveTokenStore.end(place, held, { reason: 'grant-refused', said: null });
    await expect.poll(isOneWaiting).toBe(true);
    await another.query('commit');
    another.release();
    expect(await ended).toBe(false);
    expect(await db.eveToken.findFirstOrThrow()).toMatchObject({
      state: 'active',
      sealedRefreshToken: 'the next one',
    });
  });

  test('that nobody made is missing', async () => {
    const asked = withAccessToken(
      site.container,
      { characterId: PILOT, purpose: 'contracts' },
      async (token) => token,
      signal,
    );
    await expect(asked).rejects.toMatchObject({ name: 'EveTokenError', reason: 'missing' });
  });

  test('is given to no other account than that of who made it', async () => {
    await site.createBrowser().signIn(OWNER, { purpose: 'check' });
    const asked = withAccessToken(
      site.container,
      { characterId: OWNER, purpose: 'check', accountId: '01890000-0000-7000-8000-000000000009' },
      async (token) => token,
      signal,
    );
    await expect(asked).rejects.toMatchObject({ name: 'EveTokenError', reason: 'missing' });
  });

  test('is used for its own purpose only', async () => {
    const account = await site.container.db.account.findFirstOrThrow();
    const asked = withAccessToken(
      site.container,
      { characterId: OWNER, purpose: 'window', accountId: account.id },
      async (token) => token,
      signal,
    );
    await expect(asked).rejects.toMatchObject({ reason: 'missing' });
  });

  test('outlives an outage of EVE’s sign-in', async () => {
    site.passTime(20 * MINUTE_MS);
    for (const kind of ['500', '502', '503', '504', '429', 'html']) {
      await site.control('faults', 'PUT', [{ target: 'sso', kind, route: '/v2/oauth/token' }]);
      await expect(take()).rejects.toMatchObject({ code: 'ERR_SSO_UNAVAILABLE' });
      expect((await readToken()).state).toBe('active');
    }
    await site.control('faults', 'PUT', []);
    await expect(take()).resolves.toMatch(/^eyJ/);
  });

  test('that EVE ended dies with its reason, is erased, and is not asked for again', async () => {
    await site.control('sell-character', 'POST', { characterId: OWNER });
    site.passTime(20 * MINUTE_MS);
    await expect(take()).rejects.toMatchObject({ reason: 'grant-refused', isRetryable: false });
    expect(await readToken()).toMatchObject({
      state: 'dead',
      deadReason: 'grant-refused',
      sealedRefreshToken: '',
      sealedAccessToken: null,
    });
    const events = await site.container.db.auditEvent.findMany({ where: { entity: 'eve-token' } });
    expect(events.map(({ action }) => action)).toEqual(['granted', 'died']);

    await site.control('faults', 'PUT', [{ target: 'sso', kind: '500' }]);
    await expect(take()).rejects.toMatchObject({ reason: 'grant-refused' });
  });

  test('whose character has another owner now dies, and the character leaves the account', async () => {
    // As after a sale that EVE forgot to end the grant for.
    await site.container.db.eveToken.updateMany({ data: { ownerHash: 'of the seller' } });
    site.passTime(20 * MINUTE_MS);
    await expect(take()).rejects.toMatchObject({ reason: 'owner-changed' });
    expect((await readToken()).state).toBe('dead');
    const character = await site.container.db.character.findFirstOrThrow();
    expect(character.accountId).toBeNull();
    expect(await site.container.db.session.count()).toBe(0);
  });
});

test('a grant of an account that is blocked is not used, and works again afterwards', async () => {
  const { db } = site.container;
  await db.account.updateMany({ data: { blockedAt: site.now() } });
  await expect(take()).rejects.toMatchObject({ reason: 'account-closed' });
  await db.account.updateMany({ data: { blockedAt: null } });
  await expect(take()).resolves.toMatch(/^eyJ/);
});
