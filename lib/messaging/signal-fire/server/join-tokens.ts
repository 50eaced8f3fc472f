import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { clientId, roomName } from '../protocol/index.ts';
import { JoinTokenError } from './errors.ts';

/** What the application that made a token says of whoever shows it. */
export type Grant = {
  /** Who the client will be; whoever may be it may take its place. */
  readonly client: string;
  /** Whose it is, for the application's own questions. */
  readonly account?: string | undefined;
  /** What it is about, e.g. one quote. */
  readonly subject?: string | undefined;
  /** Rooms it may join. */
  readonly rooms?: readonly string[] | undefined;
};

export type JoinTokensOptions = {
  /** The first one signs, all of them verify. At least 32 bytes each; the id is of letters, digits, `_` and `-`. */
  readonly keys: readonly { readonly id: string; readonly secret: string | Uint8Array }[];
  /** Which server they are for. */
  readonly audience: string;
  /** From 1 to 60,000 ms. Default 60,000. */
  readonly lifetimeMs?: number | undefined;
  readonly clock?: (() => Date) | undefined;
};

export type VerifiedGrant = Grant & {
  /** For the one use that a token has. */
  readonly tokenId: string;
  readonly expiresAtMs: number;
};

export type JoinTokens = {
  /** @returns A token for the sub-protocol header. */
  issue(grant: Grant): string;
  /** @throws {JoinTokenError} Not of ours, changed, for another server, or too old. */
  verify(token: string): VerifiedGrant;
};

const MOST_LIFETIME_MS = 60_000;
/** Clocks of two machines differ by so much. */
const SKEW_MS = 5_000;
const LEAST_SECRET_BYTES = 32;
/** No header holds more. */
const MOST_LENGTH = 2_048;

const payload = z.object({
  aud: z.string(),
  sub: clientId,
  acc: z.string().max(200).optional(),
  abt: z.string().max(200).optional(),
  rms: z.array(roomName).max(16).optional(),
  iat: z.int(),
  exp: z.int(),
  jti: z.string().min(16).max(64),
});

/**
 * Short-lived passes for the signaling server, made by whoever knows the person: HMAC-SHA-256 (RFC 2104) over
 * what they say. Whether one was used already, {@link UsedTokens} knows.
 *
 * @throws {TypeError} For a key that is too short, or a lifetime that is too long.
 */
export function createJoinTokens(options: JoinTokensOptions): JoinTokens {
  const { keys, audience, lifetimeMs = MOST_LIFETIME_MS, clock = () => new Date() } = options;
  const [signing] = keys;
  if (!signing) throw new TypeError('Join tokens need a key');
  for (const { id, secret } of keys) {
    if (!/^[\w-]{1,32}$/.test(id)) throw new TypeError(`${JSON.stringify(id)} is no id of a key`);
    if (Buffer.byteLength(secret) < LEAST_SECRET_BYTES) {
      throw new TypeError(`The key ${id} has fewer than ${LEAST_SECRET_BYTES} bytes`);
    }
  }
  if (!(lifetimeMs >= 1 && lifetimeMs <= MOST_LIFETIME_MS)) {
    throw new TypeError(`A join token lives from 1 to ${MOST_LIFETIME_MS} ms`);
  }

  return {
    issue({ client, account, subject, rooms }) {
      const nowMs = clock().getTime();
      const claims = payload.parse({
        aud: audience,
        sub: client,
        acc: account,
        abt: subject,
        rms: rooms,
        iat: nowMs,
        exp: nowMs + lifetimeMs,
        jti: randomBytes(16).toString('base64url'),
      });
      const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
      return `${signing.id}.${body}.${sign(signing.secret, `${signing.id}.${body}`)}`;
    },
    verify(token) {
      if (token.length > MOST_LENGTH) throw new JoinTokenError('It is too long');
      const [id = '', body = '', mac = '', ...rest] = token.split('.');
      const key = keys.find((each) => each.id === id);
      if (!key || rest.length > 0) throw new JoinTokenError('No key of ours made it');
      if (!isSame(mac, sign(key.secret, `${id}.${body}`))) {
        throw new JoinTokenError('Its signature is wrong');
      }
      const claims = payload.safeParse(parse(body));
      if (!claims.success) throw new JoinTokenError('It does not say what it must');
      const { aud, sub, acc, abt, rms, iat, exp, jti } = claims.data;
      const nowMs = clock().getTime();
      if (aud !== audience) throw new JoinTokenError('It is for another server');
      if (exp - iat > MOST_LIFETIME_MS) throw new JoinTokenError('It lives too long');
      if (iat > nowMs + SKEW_MS) throw new JoinTokenError('It is of the future');
      if (exp + SKEW_MS <= nowMs) throw new JoinTokenError('It is too old');
      return {
        client: sub,
        account: acc,
        subject: abt,
        rooms: rms,
        tokenId: jti,
        expiresAtMs: exp + SKEW_MS,
      };
    },
  };
}

/** Whether two texts are the same, in a time that says nothing of where they differ. */
export function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export function sign(secret: string | Uint8Array, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

function parse(body: string): unknown {
  try {
    return JSON.parse(Buffer.from(body, 'base64url').toString());
  } catch {
    return undefined;
  }
}
