import type { ViewerRole } from './schema.ts';

/** Who looks at a quote: an account, a guest's browser, both, or nobody known. */
export type Looker = {
  readonly viewer: {
    readonly accountId: string;
    readonly role: 'owner' | 'manager' | 'trader' | 'viewer' | 'member';
    readonly characters: readonly OwnCharacter[];
  } | null;
  /** Hash of the browser's claim secret. */
  readonly claimHash: Uint8Array | null;
};

export type OwnCharacter = {
  readonly characterId: number;
  /** What it made before was another owner's. Null: no other one is known. */
  readonly ownerChangedAt: Date | null;
};

/** Who made a contract, and when: a character may have been sold since. */
export type Issue = { readonly issuerId: number; readonly issuedAt: Date };

/** What decides who is who for one quote. */
export type QuoteTies = {
  readonly accountId: string | null;
  /** While there is one, an account has the quote only by a contract of its own. */
  readonly claimHash: Uint8Array | null;
  /** Of the contracts that are for this quote. */
  readonly issues: readonly Issue[];
};

/** The widest role that a looker has for a quote. */
export function roleFor({ viewer, claimHash }: Looker, quote: QuoteTies): ViewerRole {
  if (viewer && viewer.role !== 'member') return 'staff';
  if (claimHash && quote.claimHash && equals(claimHash, quote.claimHash)) return 'owner';
  const isHolder = viewer !== null && viewer.accountId === quote.accountId;
  // Whoever has the code can deliver: that must not tell who else did, the guest's own pilot among them.
  if (isHolder) return quote.claimHash === null ? 'owner' : 'issuer';
  return quote.issues.some((issue) => isOwn(viewer, issue)) ? 'issuer' : 'public';
}

/** Whether a contract is of the viewer's making. */
export function isOwn(viewer: Looker['viewer'], { issuerId, issuedAt }: Issue): boolean {
  const issuer = viewer?.characters.find(({ characterId }) => characterId === issuerId);
  if (!issuer) return false;
  return issuer.ownerChangedAt === null || issuedAt > issuer.ownerChangedAt;
}

// Both are SHA-256 of a secret, so the time this takes tells nothing about the secret.
function equals(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
