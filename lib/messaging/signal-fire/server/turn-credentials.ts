import { createHmac } from 'node:crypto';

export type TurnOptions = {
  /** coturn's `static-auth-secret`. */
  readonly secret: string;
  /** e.g. `['turn:turn.example:3478?transport=udp']`. */
  readonly urls: readonly string[];
  /** Default 12 h: coturn ends an allocation whose credentials cannot be renewed. */
  readonly lifetimeMs?: number | undefined;
  readonly clock?: (() => Date) | undefined;
};

/** An entry of `iceServers`. */
export type TurnServer = {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
};

const LIFETIME_MS = 12 * 3_600_000;

/**
 * Credentials that last for a while, as coturn's `use-auth-secret` checks them: the name is when they end, in
 * seconds, and whose they are; the password is the Base64 of its HMAC-SHA-1 ("TURN REST API",
 * draft-uberti-behave-turn-rest-00 § 2.2).
 */
export function createTurnCredentials(options: TurnOptions): (user: string) => TurnServer {
  const { secret, urls, lifetimeMs = LIFETIME_MS, clock = () => new Date() } = options;
  return (user) => {
    const endsAtS = Math.floor((clock().getTime() + lifetimeMs) / 1_000);
    const username = `${endsAtS}:${user}`;
    const credential = createHmac('sha1', secret).update(username).digest('base64');
    return { urls, username, credential };
  };
}
