import { CLAIM_HEADER, hashClaimSecret } from '#lib/features/quotes/claim.ts';
import type { Looker } from '#lib/features/quotes/looker.ts';
import { type ApiScope, type KeyHolder, readKeyHolder } from '#lib/server/api-keys.ts';
import type { Container } from '#lib/server/container.ts';
import { HttpError } from '#lib/server/http.ts';
import { type Caller, clientAddress } from '#lib/server/request-limits.ts';

/** Who asks the API. No cookie counts here, so that no page of another site can ask in anybody's name. */
export type ApiCaller = {
  readonly address: string;
  /** Null: a guest. */
  readonly key: KeyHolder | null;
  /** Of a guest who keeps a secret for its quotes. */
  readonly claimHash: Uint8Array<ArrayBuffer> | null;
};

const BEARER = /^bearer +(\S+)$/i;

/**
 * Read who asks. A key that does not stand makes nobody a guest: a program would not notice.
 *
 * @throws {HttpError} 401 for such a key, 422 for a claim that is none.
 */
export async function readApiCaller(
  container: Pick<Container, 'pool' | 'clock'>,
  request: Request,
): Promise<ApiCaller> {
  const address = clientAddress(request.headers);
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const text = BEARER.exec(authorization.trim())?.[1] ?? '';
    const key = await readKeyHolder(container, text, container.clock());
    if (!key) throw badKey();
    return { address, key, claimHash: null };
  }
  const claim = request.headers.get(CLAIM_HEADER);
  const claimHash = hashClaimSecret(claim ?? undefined);
  if (claim !== null && !claimHash) throw badClaim();
  return { address, key: null, claimHash };
}

/** @throws {HttpError} 401 for a guest where a key is needed, 403 for a key that is not allowed this. */
export function demandScope({ key }: ApiCaller, scope: ApiScope | null, needsKey: boolean): void {
  if (!key && needsKey) {
    throw new HttpError({
      status: 401,
      title: 'Not without a key',
      detail: 'Send “Authorization: Bearer …” with a key. You make one on your account’s page.',
      headers: { 'WWW-Authenticate': 'Bearer' },
    });
  }
  if (!key || scope === null || key.scopes.includes(scope)) return;
  throw new HttpError({
    status: 403,
    title: 'Not allowed',
    detail: `This key is not allowed “${scope}”. Make one that is on your account’s page.`,
    extra: { reason: 'scope-missing' },
    headers: { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
  });
}

/** As limits of the site count it. */
export function toCaller({ address, key }: ApiCaller): Caller {
  return { address, accountId: key?.viewer.accountId };
}

/** As quotes see it: a key that may not read its account's quotes sees what everybody sees. */
export function toLooker({ key, claimHash }: ApiCaller, scope: ApiScope): Looker {
  return { viewer: key?.scopes.includes(scope) ? key.viewer : null, claimHash };
}

function badKey(): HttpError {
  return new HttpError({
    status: 401,
    title: 'No such key',
    detail: 'This key is none of this site, or was revoked. You make one on your account’s page.',
    extra: { reason: 'key-unknown' },
    headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
  });
}

function badClaim(): HttpError {
  return new HttpError({
    status: 422,
    title: 'Not a claim',
    detail: `${CLAIM_HEADER} takes 128 random bits as 22 characters of base64url.`,
    extra: { reason: 'claim-malformed' },
  });
}
