import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { createCached } from './cached.ts';
import { SsoMetadataError, SsoUnavailableError } from './errors.ts';
import { send } from './http.ts';
import { jwksSchema, metadataSchema, type SsoMetadata } from './schema.ts';
import { isOutage, withRetries } from './with-retries.ts';

const METADATA_MAX_AGE_MS = 3_600_000;
const KEYS_MAX_AGE_MS = 3_600_000;
/** Tokens with invented key ids must not make us fetch the keys once each. */
const UNKNOWN_KEY_COOL_DOWN_MS = 30_000;

export type Discovery = {
  getMetadata(signal?: AbortSignal): Promise<SsoMetadata>;
  getKey(signal?: AbortSignal): Promise<JWTVerifyGetKey>;
};

/** Discovery document and signing keys of one sign-in server, both kept for an hour. */
export function createDiscovery({
  baseUrl,
  timeoutMs,
  clock,
}: {
  baseUrl: string;
  timeoutMs: number;
  clock: () => Date;
}): Discovery {
  const metadata = createCached(
    async () => {
      const url = `${baseUrl}/.well-known/oauth-authorization-server`;
      return checkMetadata(await getJson(url, timeoutMs, metadataSchema), baseUrl);
    },
    { maxAgeMs: METADATA_MAX_AGE_MS, clock },
  );
  const keys = createCached(
    async () => {
      const { jwks_uri } = await metadata.get();
      // jose checks each key when it is used.
      return createLocalJWKSet((await getJson(jwks_uri, timeoutMs, jwksSchema)) as JSONWebKeySet);
    },
    { maxAgeMs: KEYS_MAX_AGE_MS, clock },
  );
  let lastForcedAt = Number.NEGATIVE_INFINITY;

  /** The keys for whoever has met an unknown one. Others may have met it before, and fetched them meanwhile. */
  async function findNewer(signal: AbortSignal | undefined): Promise<JWTVerifyGetKey> {
    const nowMs = clock().getTime();
    // Either way: a clock that was set back must not make the wait longer.
    const isTooSoon = Math.abs(nowMs - lastForcedAt) < UNKNOWN_KEY_COOL_DOWN_MS;
    if (isTooSoon) return keys.getNewest(signal);
    lastForcedAt = nowMs;
    try {
      return await keys.reload(signal);
    } catch (error) {
      // Nothing is known of the key yet: whoever comes next asks for themselves.
      lastForcedAt = Number.NEGATIVE_INFINITY;
      throw error;
    }
  }

  return {
    getMetadata: (signal) => metadata.get(signal),
    async getKey(signal) {
      const known = await keys.get(signal);
      return async (header, token) => {
        // jose would take the only key of that algorithm.
        if (header.kid === undefined) throw new errors.JWKSNoMatchingKey();
        try {
          return await known(header, token);
        } catch (error) {
          if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
          return (await findNewer(signal))(header, token);
        }
      };
    },
  };
}

/** The three spellings of an issuer that EVE has used: as a URL, with a slash, as a bare host. */
export function issuerSpellings(baseUrl: string): string[] {
  return [baseUrl, `${baseUrl}/`, baseUrl.replace(/^https?:\/\//, '')];
}

/**
 * Our client secret goes to these addresses, so they must be of the server that was configured.
 *
 * @throws {SsoMetadataError} When the document is of another server, or points to one.
 */
export function checkMetadata(metadata: SsoMetadata, baseUrl: string): SsoMetadata {
  if (!issuerSpellings(baseUrl).includes(metadata.issuer)) {
    throw new SsoMetadataError(`${baseUrl} calls itself ${metadata.issuer}`);
  }
  const { origin } = new URL(baseUrl);
  for (const url of [
    metadata.authorization_endpoint,
    metadata.token_endpoint,
    metadata.revocation_endpoint,
    metadata.jwks_uri,
  ]) {
    if (new URL(url).origin !== origin) {
      throw new SsoMetadataError(`${baseUrl} points to another server: ${url}`);
    }
  }
  return metadata;
}

async function getJson<T>(
  url: string,
  timeoutMs: number,
  schema: {
    safeParse(value: unknown): { success: true; data: T } | { success: false; error: Error };
  },
): Promise<T> {
  return withRetries(
    async (remainingMs) => {
      const { status, json } = await send(url, { method: 'GET' }, { timeoutMs: remainingMs });
      if (status !== 200) throw new SsoUnavailableError('answer', status);
      const parsed = schema.safeParse(json);
      if (!parsed.success) throw new SsoUnavailableError('answer', status, { cause: parsed.error });
      return parsed.data;
    },
    { deadlineMs: timeoutMs, isWorthRetrying: isOutage },
  );
}
