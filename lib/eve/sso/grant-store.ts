import type { GrantEnding } from './errors.ts';
import type { EveClaims } from './verify-access-token.ts';

/** A living grant as its store has it. A store adds what it needs to know the row again. */
export type StoredGrant = {
  readonly characterId: number;
  /** Of the day that it was granted. */
  readonly ownerHash: string;
  /** Null where there is none, or none that can be read. */
  readonly accessToken: string | null;
  readonly accessExpiresAt: Date | null;
  /** Called only to be used: a store that seals opens it here. What it throws passes through. */
  readonly readRefreshToken: () => string;
};

/** What EVE gave for a refresh token. */
export type Renewal = {
  /** Null: the one that was sent is still good. */
  readonly refreshToken: string | null;
  /** Null when the access token was not taken: the refresh token that came with it is stored all the same. */
  readonly access: {
    readonly token: string;
    readonly expiresAt: Date;
    readonly claims: EveClaims;
  } | null;
};

/**
 * Where the caller keeps its grants. `replace` and `end` are compare-and-set: they change the grant only
 * while its refresh token is the one of `held`, and say whether they did. Correctness rests on this
 * alone; the lock only spares EVE the second question.
 */
export type GrantStore<Id, Held extends StoredGrant> = {
  /** One name a grant, the same in all processes. It is the lock's, and no secret. */
  nameOf(id: Id): string;
  /** @returns Null when there is no living grant. */
  read(id: Id): Promise<Held | null>;
  /**
   * A grant that was ended as 'grant-refused' with the refresh token of `held` counts as unchanged and
   * lives again: EVE refused another asker because we were faster, and this is what we got.
   */
  replace(id: Id, held: Held, renewal: Renewal): Promise<boolean>;
  /** @param said EVE's words, for the log; null where it was us who ended it. */
  end(
    id: Id,
    held: Held,
    ending: { readonly reason: Exclude<GrantEnding, 'missing'>; readonly said: string | null },
  ): Promise<boolean>;
};
