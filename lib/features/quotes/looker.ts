import type { ViewerRole } from './schema.ts';

/** Who looks at a quote: an account, a guest's browser, both, or nobody known. */
export type Looker = {
  readonly viewer: {
    readonly accountId: string;
    readonly role: 'owner' | 'manager' | 'trader' | 'viewer' | 'member';
    readonly characters: readonly { readonly characterId: number }[];
  } | null;
  /** Hash of the browser's claim secret. */
  readonly claimHash: Uint8Array | null;
};

/** What decides who is who for one quote. */
export type QuoteTies = {
  readonly accountId: string | null;
  /** While there is one, an account has the quote only by a contract of its own. */
  readonly claimHash: Uint8Array | null;
  /** Issuers of the contracts that are for this quote. */
  readonly issuerIds: readonly number[];
};

/** The widest role that a looker has for a quote. */
export function roleFor({ viewer, claimHash }: Looker, quote: QuoteTies): ViewerRole {
  if (viewer && viewer.role !== 'member') return 'staff';
  if (claimHash && quote.claimHash && equals(claimHash, quote.claimHash)) return 'owner';
  const isHolder = viewer !== null && viewer.accountId === quote.accountId;
  // Whoever has the code can deliver: that must not tell who else did, the guest's own pilot among them.
  if (isHolder) return quote.claimHash === null ? 'owner' : 'issuer';
  const isIssuer = viewer?.characters.some(({ characterId }) =>
    quote.issuerIds.includes(characterId),
  );
  return isIssuer ? 'issuer' : 'public';
}

// Both are SHA-256 of a secret, so the time this takes tells nothing about the secret.
function equals(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
