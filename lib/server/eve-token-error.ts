import type { TokenDeath } from './characters.ts';

/** What a pilot granted a token for. It is used for nothing else. */
export type TokenPurpose = 'contracts' | 'window' | 'check' | 'wallet';

/** Which grant. The site's own work takes that of whoever has the character. */
export type TokenOwner = { readonly characterId: number } & (
  | { readonly purpose: 'contracts' | 'wallet' }
  | {
      readonly purpose: 'window' | 'check';
      /** Who asks: the character may be sold at any moment, and the buyer's grant is none of theirs. */
      readonly accountId: string;
    }
);

/**
 * Why there is no token to use. 'unreadable': no key of ours opens it any more; it is kept, since a key
 * may come back. 'account-closed': it lives, but whoever granted it is blocked here.
 */
export type TokenLack = TokenDeath | 'missing' | 'unreadable' | 'account-closed';

/** There is no grant that can be used: the pilot must grant it (again). */
export class EveTokenError extends Error {
  override readonly name = 'EveTokenError';
  readonly code = 'ERR_EVE_TOKEN';
  readonly isRetryable = false;
  readonly reason: TokenLack;

  constructor({ characterId, purpose }: TokenOwner, reason: TokenLack, options?: ErrorOptions) {
    super(`Character ${characterId} has no token for ${purpose}: ${reason}`, options);
    this.reason = reason;
  }
}
