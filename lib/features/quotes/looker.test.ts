import { describe, expect, test } from 'vitest';
import { createClaimSecret, hashClaimSecret } from './claim.ts';
import { type Looker, roleFor } from './looker.ts';

const ISSUED_AT = new Date('2026-11-20T10:00:00Z');
const HASH = hashClaimSecret(createClaimSecret());
const OTHER_HASH = hashClaimSecret(createClaimSecret());
const MINE = { accountId: 'me', claimHash: null, issues: [{ issuerId: 7, issuedAt: ISSUED_AT }] };
const GUESTS = { accountId: null, claimHash: HASH, issues: [] };

describe('roleFor', () => {
  test.each([
    {
      name: 'nobody is the public',
      looker: { viewer: null, claimHash: null },
      quote: MINE,
      role: 'public',
    },
    {
      name: 'the account that made it owns it',
      looker: member('me', 1),
      quote: MINE,
      role: 'owner',
    },
    {
      name: 'another account is the public',
      looker: member('you', 1),
      quote: MINE,
      role: 'public',
    },
    {
      name: 'who issued a contract for it is its issuer',
      looker: member('you', 7),
      quote: MINE,
      role: 'issuer',
    },
    {
      name: 'who has bought the issuer since is the public',
      looker: member('you', 7, ISSUED_AT),
      quote: MINE,
      role: 'public',
    },
    {
      name: 'who had bought the issuer before is its issuer',
      looker: member('you', 7, new Date(ISSUED_AT.getTime() - 1)),
      quote: MINE,
      role: 'issuer',
    },
    {
      name: "the guest's browser owns what it made",
      looker: { viewer: null, claimHash: HASH },
      quote: GUESTS,
      role: 'owner',
    },
    {
      name: 'who has a guest’s quote by a contract is its issuer, and no more',
      looker: member('me', 1),
      quote: { ...GUESTS, accountId: 'me' },
      role: 'issuer',
    },
    {
      name: 'the guest’s browser owns it still, whoever has a contract for it',
      looker: { viewer: null, claimHash: HASH },
      quote: { ...GUESTS, accountId: 'me' },
      role: 'owner',
    },
    {
      name: 'another browser does not',
      looker: { viewer: null, claimHash: OTHER_HASH },
      quote: GUESTS,
      role: 'public',
    },
    {
      name: 'a browser without a secret never matches a quote without one',
      looker: { viewer: null, claimHash: null },
      quote: { ...GUESTS, claimHash: null },
      role: 'public',
    },
    {
      name: 'staff see all',
      looker: {
        ...member('boss', 9),
        viewer: { accountId: 'boss', role: 'viewer', characters: [] },
      },
      quote: MINE,
      role: 'staff',
    },
  ] as const)('$name', ({ looker, quote, role }) => {
    expect(roleFor(looker, quote)).toBe(role);
  });
});

describe('the claim secret', () => {
  test('every browser gets its own, of 128 bits', () => {
    const secrets = Array.from({ length: 50 }, createClaimSecret);

    expect(new Set(secrets).size).toBe(50);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(16);
  });

  test.each([undefined, '', 'short', `${'a'.repeat(22)}=`, 'a'.repeat(4_000), "' or 1=1 --"])(
    'what is no secret of ours hashes to nothing: %j',
    (text) => {
      expect(hashClaimSecret(text)).toBeNull();
    },
  );
});

function member(accountId: string, characterId: number, ownerChangedAt?: Date): Looker {
  const characters = [{ characterId, ownerChangedAt: ownerChangedAt ?? null }];
  return { viewer: { accountId, role: 'member', characters }, claimHash: null };
}
