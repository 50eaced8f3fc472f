/**
 * What can go wrong between us and EVE's sign-in. Switch on `code`; it never changes.
 *
 * @module
 */

/** Any failure to get something out of EVE's sign-in. */
export abstract class SsoError extends Error {
  abstract readonly code: `ERR_SSO_${string}`;
  /** Whether the same call may succeed later without anyone acting. */
  abstract readonly isRetryable: boolean;
}

/** The code or refresh token is not worth anything any more: final, the pilot must sign in again. */
export class SsoGrantError extends SsoError {
  override readonly name = 'SsoGrantError';
  readonly code = 'ERR_SSO_GRANT';
  readonly isRetryable = false;
  /** The `error` field as EVE spelled it, for the log. */
  readonly oauthError: string;

  constructor(oauthError: string, options?: ErrorOptions) {
    super(`EVE's sign-in refused the grant: ${oauthError}`, options);
    this.oauthError = oauthError;
  }
}

/**
 * EVE refused our application or the shape of the request. Says nothing about the grant: a token
 * must outlive a wrong client secret.
 */
export class SsoClientError extends SsoError {
  override readonly name = 'SsoClientError';
  readonly code = 'ERR_SSO_CLIENT';
  readonly isRetryable = false;
  readonly oauthError: string;
  readonly status: number;

  constructor(status: number, oauthError: string, options?: ErrorOptions) {
    super(`EVE's sign-in refused our application with ${status}: ${oauthError}`, options);
    this.status = status;
    this.oauthError = oauthError;
  }
}

/** No usable answer: outage, HTML error page, network, time-out, too many requests. Keep the token. */
export class SsoUnavailableError extends SsoError {
  override readonly name = 'SsoUnavailableError';
  readonly code = 'ERR_SSO_UNAVAILABLE';
  readonly isRetryable = true;
  readonly reason: 'timeout' | 'network' | 'answer';
  /** HTTP status, or null when there was no answer at all. */
  readonly status: number | null;
  /** False only when no connection came about, so that EVE cannot have seen the request. */
  readonly wasSent: boolean;

  constructor(
    reason: 'timeout' | 'network' | 'answer',
    status: number | null,
    { wasSent = true, ...options }: ErrorOptions & { readonly wasSent?: boolean } = {},
  ) {
    super(
      `EVE's sign-in is not available (${reason}${status === null ? '' : ` ${status}`})`,
      options,
    );
    this.reason = reason;
    this.status = status;
    this.wasSent = wasSent;
  }
}

/** The discovery document names another issuer or another host than the one configured. */
export class SsoMetadataError extends SsoError {
  override readonly name = 'SsoMetadataError';
  readonly code = 'ERR_SSO_METADATA';
  readonly isRetryable = false;
}

/** Why an access token was refused. */
export type TokenRefusal =
  | 'malformed'
  | 'algorithm'
  | 'key'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'authorized-party'
  | 'subject'
  | 'expired'
  | 'not-yet-valid'
  | 'claims';

/** The access token is not one that EVE made for us. */
export class SsoTokenError extends SsoError {
  override readonly name = 'SsoTokenError';
  readonly code = 'ERR_SSO_TOKEN';
  readonly isRetryable = false;
  readonly reason: TokenRefusal;

  constructor(reason: TokenRefusal, options?: ErrorOptions) {
    super(`The access token was refused: ${reason}`, options);
    this.reason = reason;
  }
}

/** Why a grant gives no access token any more. */
export type GrantEnding = 'missing' | 'grant-refused' | 'owner-changed' | 'other-character';

/**
 * A keeper of tokens has no living grant: the pilot must grant it (again). 'missing': the store has none.
 * 'grant-refused': EVE ended it. 'owner-changed': the character was sold, by its owner hash.
 * 'other-character': the tokens that came are of somebody else.
 */
export class SsoEndedError extends SsoError {
  override readonly name = 'SsoEndedError';
  readonly code = 'ERR_SSO_ENDED';
  readonly isRetryable = false;
  readonly reason: GrantEnding;

  constructor(reason: GrantEnding, options?: ErrorOptions) {
    super(`There is no living grant: ${reason}`, options);
    this.reason = reason;
  }
}

/**
 * The right to refresh a token could not be had now. EVE was not asked, the token is kept. 'away': the
 * lock's server does not answer. 'busy': others have held it for too long. 'lost': it ended before use.
 */
export class SsoLockError extends SsoError {
  override readonly name = 'SsoLockError';
  readonly code = 'ERR_SSO_LOCK';
  readonly isRetryable = true;
  readonly reason: 'away' | 'busy' | 'lost';

  constructor(reason: 'away' | 'busy' | 'lost', options?: ErrorOptions) {
    super(`The right to refresh a token could not be had: ${reason}`, options);
    this.reason = reason;
  }
}
