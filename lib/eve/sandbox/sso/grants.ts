/**
 * Authorization codes and refresh tokens: who was granted what, once.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import type { SandboxContext } from '../context.ts';
import type { RefreshToken } from '../store/world.ts';
import type { AccessTokenOwner } from './access-token.ts';
import { ownerHash } from './owner-hash.ts';

const KEPT_TOKENS = 1_000;
const CODE_LIFETIME_MS = 5 * 60_000;

export type CodeGrant = AccessTokenOwner & {
  readonly redirectUri: string;
  /** Base64url of SHA-256 of the verifier; null when the caller did not use PKCE. */
  readonly codeChallenge: string | null;
  readonly expiresAtMs: number;
};

export type Grants = {
  createCode(grant: Omit<CodeGrant, 'expiresAtMs'>): string;
  /** Gives a code's grant and burns the code, whatever comes of it. */
  takeCode(code: string): CodeGrant | null;
  createRefreshToken(owner: AccessTokenOwner): string;
  /** Finds a living grant: known, this client's, its character not sold since. */
  findRefreshToken(token: string, clientId: string): RefreshToken | null;
  removeRefreshToken(token: string): void;
};

/** Codes live in memory for five minutes; refresh tokens live in the world, so callers `save()`. */
export function createGrants({ store, clock }: Pick<SandboxContext, 'store' | 'clock'>): Grants {
  const codes = new Map<string, CodeGrant>();
  const { world } = store;

  return {
    createCode: (grant) => {
      const nowMs = clock().getTime();
      for (const [code, { expiresAtMs }] of codes) if (expiresAtMs <= nowMs) codes.delete(code);
      const code = randomBytes(16).toString('base64url');
      codes.set(code, { ...grant, expiresAtMs: nowMs + CODE_LIFETIME_MS });
      return code;
    },
    takeCode: (code) => {
      const grant = codes.get(code);
      codes.delete(code);
      return grant && grant.expiresAtMs > clock().getTime() ? grant : null;
    },
    createRefreshToken: ({ characterId, clientId, scopes }) => {
      // EVE's tokens of version 2 are 24 characters of base64.
      const token = randomBytes(18).toString('base64');
      world.refreshTokens.push({
        token,
        clientId,
        characterId,
        scopes: [...scopes],
        ownerHash: ownerHash(world, characterId),
        issuedAt: clock().toISOString(),
      });
      // Each sign-in leaves one; those that nobody has used for longest are let go.
      world.refreshTokens = world.refreshTokens.slice(-KEPT_TOKENS);
      return token;
    },
    findRefreshToken: (token, clientId) =>
      world.refreshTokens.find(
        (grant) =>
          grant.token === token &&
          grant.clientId === clientId &&
          grant.ownerHash === ownerHash(world, grant.characterId),
      ) ?? null,
    removeRefreshToken: (token) => {
      world.refreshTokens = world.refreshTokens.filter((grant) => grant.token !== token);
    },
  };
}

/** Whether a PKCE verifier is the one that the challenge was made from. */
export function isRightVerifier(verifier: string, codeChallenge: string): boolean {
  return createHash('sha256').update(verifier).digest('base64url') === codeChallenge;
}
