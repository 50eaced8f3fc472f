/**
 * The sub-protocol that both ends offer and choose. It is Signal-Fire@4; on the wire it has a dot, since `@` may
 * not be in a sub-protocol's name (RFC 6455 § 4.1, RFC 2616 § 2.2): browsers refuse it before they connect.
 */
export const PROTOCOL = 'Signal-Fire.4';
/** Before a join token, among the sub-protocols offered. */
export const TOKEN_PREFIX = 'token.';
/** Before what `welcome` gave as `resume`. */
export const RESUME_PREFIX = 'resume.';

/** With which sockets are closed, beside those of luce. */
export const CLOSE_CODES = {
  /** Another connection of the same client has taken its place. Coming back would be a quarrel. */
  TAKEN: 4409,
} as const;
