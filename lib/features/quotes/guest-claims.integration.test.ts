import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appraise } from '#lib/features/appraisal/appraise.ts';
import {
  createTradeSite,
  type Pilot,
  type TradeSite,
  VELDSPAR,
} from '#tests/support/trade-site.ts';
import { createClaimSecret, hashClaimSecret } from './claim.ts';
import { claimGuestQuotes } from './claim-guest-quotes.ts';
import { createQuote } from './create-quote.ts';
import { getQuoteView } from './get-quote-view.ts';
import { listQuotes } from './list-quotes.ts';

let site: TradeSite;
let thief: Pilot;
let pilot: Pilot;

beforeAll(async () => {
  site = await createTradeSite();
  await site.setPrice(VELDSPAR, 1_600n, 2_000n);
  thief = await site.addPilot(9000000000011, 'Thief');
  pilot = await site.addPilot(9000000000012, 'Pilot');
});
afterAll(() => site[Symbol.asyncDispose]());

const hashOf = (secret: string): Uint8Array<ArrayBuffer> => {
  const hash = hashClaimSecret(secret);
  if (!hash) throw new TypeError('Not a secret');
  return hash;
};

/** A guest's quote; gives its code. */
async function quote(secret: string): Promise<string> {
  const text = 'Veldspar\t1000';
  const appraised = await appraise(site.container, { text }, site.now());
  if (!appraised.ok) throw new Error(appraised.sentence);
  const made = await createQuote(
    site.container,
    { appraisal: appraised.appraisal, text, idempotencyKey: randomUUID() },
    { kind: 'guest', claimHash: hashOf(secret) },
    site.now(),
  );
  if (!made.ok) throw new Error(made.sentence);
  return made.code;
}

const claim = ({ accountId }: Pilot, secret: string) => {
  const claimHash = hashClaimSecret(secret);
  return claimHash ? claimGuestQuotes(site.container, { accountId, claimHash }, site.now()) : 0;
};
const ownerOf = async (code: string) =>
  (await site.container.db.quote.findUniqueOrThrow({ where: { code } })).accountId;
const changesOf = async (code: string) => {
  const { id } = await site.container.db.quote.findUniqueOrThrow({ where: { code } });
  const rows = await site.container.db.auditEvent.findMany({
    where: { entityId: id },
    orderBy: { version: 'asc' },
  });
  return rows.map(({ action, actorId }) => `${action} by ${actorId ?? 'nobody'}`);
};

describe('a guest’s quote is not claimed', () => {
  test('by a guessed secret', async () => {
    const code = await quote(createClaimSecret());
    const guesses = Array.from({ length: 50 }, () => claim(thief, createClaimSecret()));
    expect(new Set(await Promise.all(guesses))).toEqual(new Set([0]));
    expect(await ownerOf(code)).toBeNull();
  });

  test('by a cookie that was changed in any way', async () => {
    const secret = createClaimSecret();
    const code = await quote(secret);
    const flipped = [...secret].map((letter, at) => {
      const other = letter === 'A' ? 'B' : 'A';
      return secret.slice(0, at) + other + secret.slice(at + 1);
    });
    const { claimHash } = await site.container.db.quote.findUniqueOrThrow({ where: { code } });
    const cookies = [
      ...flipped,
      '',
      secret.slice(1),
      `${secret}A`,
      `${secret}=`,
      ` ${secret}`,
      `"${secret}"`,
      `${secret}\0`,
      `${secret}\r\n`,
      secret.toLowerCase(),
      `${secret};${secret}`,
      `${secret},${secret}`,
      encodeURIComponent(`${secret}%`),
      "' or 1=1 --",
      '__proto__',
      'a'.repeat(10_240),
      secret.repeat(500),
      // What somebody finds who has read the database.
      Buffer.from(claimHash ?? []).toString('base64url'),
      Buffer.from(claimHash ?? []).toString('hex'),
      Buffer.from(claimHash ?? [])
        .toString('base64url')
        .slice(0, 22),
    ];
    for (const cookie of cookies.filter((text) => text !== secret)) {
      expect(await claim(thief, cookie), JSON.stringify(cookie.slice(0, 40))).toBe(0);
    }
    expect(await ownerOf(code)).toBeNull();
    expect(await claim(pilot, secret)).toBe(1);
  });

  test('by its code, however it is hashed', async () => {
    const code = await quote(createClaimSecret());
    const viewer = { ...thief, role: 'member' as const };
    const found = await getQuoteView(site.container, code, { viewer, claimHash: null });
    expect(found?.view).toMatchObject({ role: 'public', canCancel: false });
    for (const text of [code, code.replaceAll('-', ''), code.toLowerCase()]) {
      const claimHash = new Uint8Array(createHash('sha256').update(text).digest());
      const byCode = { accountId: thief.accountId, claimHash };
      expect(await claimGuestQuotes(site.container, byCode, site.now())).toBe(0);
      const listed = await listQuotes(site.container, { viewer, claimHash });
      expect(listed.map((each) => each.code)).not.toContain(code);
    }
    expect(await changesOf(code)).toEqual(['created by nobody']);
  });

  test('by a secret that was stolen, once its own pilot has claimed', async () => {
    const secret = createClaimSecret();
    const code = await quote(secret);
    expect(await claim(pilot, secret)).toBe(1);
    expect(await claim(thief, secret)).toBe(0);
    expect(await claim(pilot, secret)).toBe(0);
    const viewer = { ...thief, role: 'member' as const };
    const found = await getQuoteView(site.container, code, { viewer, claimHash: hashOf(secret) });
    expect(found?.view.role).toBe('public');
    expect(await listQuotes(site.container, { viewer: null, claimHash: hashOf(secret) })).toEqual(
      [],
    );
    expect(await changesOf(code)).toEqual(['created by nobody', `claimed by ${pilot.accountId}`]);
  });

  test('by an empty hash, which no quote has', async () => {
    const code = await quote(createClaimSecret());
    await claim(pilot, createClaimSecret());
    for (const claimHash of [new Uint8Array(0), new Uint8Array(32), randomBytes(32)]) {
      const empty = { accountId: thief.accountId, claimHash: new Uint8Array(claimHash) };
      expect(await claimGuestQuotes(site.container, empty, site.now())).toBe(0);
    }
    expect(await ownerOf(code)).toBeNull();
  });
});

test('of two accounts that claim one browser’s quotes at the same moment, one gets them all', async () => {
  for (let round = 0; round < 10; round++) {
    const secret = createClaimSecret();
    const codes = [await quote(secret), await quote(secret), await quote(secret)];
    const counts = await Promise.all([thief, pilot].map((who) => claim(who, secret)));
    expect(counts.toSorted()).toEqual([0, codes.length]);
    const owners = new Set(await Promise.all(codes.map(ownerOf)));
    const winner = counts[0] === 0 ? pilot : thief;
    expect([...owners]).toEqual([winner.accountId]);
    for (const code of codes) {
      expect(await changesOf(code)).toEqual([
        'created by nobody',
        `claimed by ${winner.accountId}`,
      ]);
    }
  }
});

test('a guest who quotes while the claim runs loses nothing: what came later is claimed later', async () => {
  for (let round = 0; round < 10; round++) {
    const secret = createClaimSecret();
    const first = await quote(secret);
    const [, second] = await Promise.all([claim(pilot, secret), quote(secret)]);
    await claim(pilot, secret);
    expect([await ownerOf(first), await ownerOf(second)]).toEqual([
      pilot.accountId,
      pilot.accountId,
    ]);
  }
});
