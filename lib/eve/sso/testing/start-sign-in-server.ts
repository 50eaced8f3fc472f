/**
 * A small sign-in server on loopback whose keys, tokens and answers a test decides.
 *
 * @module
 */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, exportSPKI, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

/** `cut` breaks the connection in the middle of the body. */
export type Answer =
  | { readonly status: number; readonly body: string; readonly type?: string }
  | 'hang'
  | 'cut';
type AnswerTo = (form: URLSearchParams) => Answer | Promise<Answer>;
type Form = {
  form: URLSearchParams;
  authorization: string | undefined;
  headers: IncomingHttpHeaders;
};

export const CLIENT_ID = 'trader-app';
export const CLIENT_SECRET = 'se+cr:et';

export type SignInServer = AsyncDisposable & {
  readonly baseUrl: string;
  /** How often each path was asked for. */
  readonly hits: Map<string, number>;
  readonly forms: Form[];
  /** What the token endpoint answers next, and from then on. */
  answerTokens(answer: Answer | AnswerTo): void;
  /** How the next requests for a path fail, one each, before it answers as ever. */
  failNext(path: string, answers: readonly Answer[]): void;
  answerMetadata(change: Record<string, unknown>): void;
  /** Sign claims as EVE would, `change` applied; undefined takes a claim away. */
  sign(
    change?: Record<string, unknown>,
    /** `kid` null leaves it out. */
    header?: { alg?: 'RS256' | 'ES256'; kid?: string | null },
  ): Promise<string>;
  /** The RS256 public key, as the attacker of the HS256 trick knows it. */
  readonly publicPem: string;
  /** From now on another key signs; JWKS serves it as well. */
  rotateKey(kid: string): Promise<void>;
};

export async function startSignInServer(now: () => Date): Promise<SignInServer> {
  const { rsa, ec } = await firstKeys();
  const keys: JWK[] = [
    { ...(await exportJWK(rsa.publicKey)), kid: 'JWT-Signature-Key', alg: 'RS256', use: 'sig' },
    { ...(await exportJWK(ec.publicKey)), kid: 'ec', alg: 'ES256', use: 'sig' },
  ];
  let signing = { key: rsa.privateKey, kid: 'JWT-Signature-Key' };
  let answerTokens: AnswerTo = () => ({ status: 500, body: 'unset' });
  const failures = new Map<string, Answer[]>();
  let metadataChange: Record<string, unknown> = {};
  const hits = new Map<string, number>();
  const forms: Form[] = [];

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '';
    hits.set(path, (hits.get(path) ?? 0) + 1);
    const json = (value: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const form = new URLSearchParams(await text(request));
    if (request.method === 'POST') {
      const { headers } = request;
      forms.push({ form, authorization: headers.authorization, headers });
    }
    const failure = failures.get(path)?.shift();
    if (failure) {
      send(response, failure, now());
      return;
    }
    if (path === '/sso/.well-known/oauth-authorization-server') {
      json({
        issuer: baseUrl,
        authorization_endpoint: `${baseUrl}/v2/oauth/authorize`,
        token_endpoint: `${baseUrl}/v2/oauth/token`,
        revocation_endpoint: `${baseUrl}/v2/oauth/revoke`,
        jwks_uri: `${baseUrl}/oauth/jwks`,
        ...metadataChange,
      });
      return;
    }
    if (path === '/sso/oauth/jwks') {
      json({ keys });
      return;
    }
    if (path === '/sso/v2/oauth/revoke') response.writeHead(200).end();
    else send(response, await answerTokens(form), now());
  };
  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is never a string.
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sso`;

  return {
    baseUrl,
    hits,
    forms,
    publicPem: await exportSPKI(rsa.publicKey),
    answerTokens: (answer) => {
      answerTokens = typeof answer === 'function' ? answer : () => answer;
    },
    failNext: (path, answers) => {
      failures.set(path, [...answers]);
    },
    answerMetadata: (change) => {
      metadataChange = change;
    },
    async sign(change = {}, { alg = 'RS256', kid } = {}) {
      const nowS = Math.floor(now().getTime() / 1_000);
      const claims: JWTPayload = {
        sub: 'CHARACTER:EVE:90000001',
        name: 'Aiko Sen',
        owner: 'owner-hash',
        azp: CLIENT_ID,
        aud: [CLIENT_ID, 'EVE Online'],
        iss: baseUrl,
        iat: nowS,
        exp: nowS + 1_200,
        scp: ['publicData', 'esi-ui.open_window.v1'],
        ...change,
      };
      const key = alg === 'ES256' ? ec.privateKey : signing.key;
      const usual = alg === 'ES256' ? 'ec' : signing.kid;
      return new SignJWT(claims)
        .setProtectedHeader({ alg, typ: 'JWT', ...(kid !== null && { kid: kid ?? usual }) })
        .sign(key);
    },
    async rotateKey(kid) {
      const next = await createPair('RS256');
      keys.push({ ...(await exportJWK(next.publicKey)), kid, alg: 'RS256', use: 'sig' });
      signing = { key: next.privateKey, kid };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, answer: Answer, now: Date): void {
  if (answer === 'hang') return;
  const {
    status,
    body,
    type = 'application/json',
  } = answer === 'cut' ? { status: 200, body: '{"access_token":' } : answer;
  response.writeHead(status, {
    'content-type': type,
    date: now.toUTCString(),
    // Longer than what comes where it is to be cut.
    ...(answer === 'cut' && { 'content-length': body.length + 10 }),
  });
  if (answer === 'cut') response.write(body, () => response.destroy());
  else response.end(body);
}

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

// Making a pair takes a tenth of a second, which each test with its own server should not pay again.
let kept: Promise<{ rsa: KeyPair; ec: KeyPair }> | undefined;
function firstKeys(): Promise<{ rsa: KeyPair; ec: KeyPair }> {
  kept ??= Promise.all([createPair('RS256'), createPair('ES256')]).then(([rsa, ec]) => ({
    rsa,
    ec,
  }));
  return kept;
}

function createPair(algorithm: 'RS256' | 'ES256'): Promise<KeyPair> {
  return generateKeyPair(algorithm, { extractable: true });
}
