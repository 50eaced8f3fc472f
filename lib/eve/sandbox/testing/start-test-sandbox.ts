/**
 * A sandbox for tests, and verbs to use it with.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { createStaticData, readSnapshot } from '#lib/eve/static-data/index.ts';
import { type CreateContractInput, type SandboxOptions, startSandbox } from '../index.ts';
import { sandboxScopes } from '../sso/scopes.ts';

export const CLIENT_ID = 'sandbox-client';
export const CLIENT_SECRET = 'sandbox-secret';
export const REDIRECT_URI = 'http://localhost:3000/api/auth/callback/eve';

/** The pilots of the presets, by what they do in tests. */
export const TRADER = 9000000000001;
export const MINER = 9000000000002;
export const SCAMMER = 9000000000004;
export const TRADER_CORPORATION = 9100000000001;
export const JITA = 60003760;
export const VELDSPAR = 1230;

const tokensSchema = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.number(),
  refresh_token: z.string().optional(),
});

type EsiInit = {
  readonly method?: 'GET' | 'POST';
  readonly token?: string;
  readonly headers?: Record<string, string>;
  /** Sent as JSON; not with GET. */
  readonly body?: unknown;
};

const staticData = createStaticData(await readSnapshot());

export async function startTestSandbox(options: Partial<SandboxOptions> = {}) {
  const sandbox = await startSandbox({
    staticData,
    port: 0,
    stateDir: null,
    clients: [
      {
        clientId: CLIENT_ID,
        clientSecret: CLIENT_SECRET,
        redirectUris: [REDIRECT_URI],
        scopes: sandboxScopes,
      },
    ],
    ...options,
  });

  const authorize = (parameters: Record<string, string>): Promise<Response> => {
    const url = new URL(`${sandbox.url}/sso/v2/oauth/authorize`);
    url.search = new URLSearchParams(parameters).toString();
    return fetch(url, { redirect: 'manual' });
  };
  const postToken = (form: Record<string, string>, headers = basic()): Promise<Response> =>
    fetch(`${sandbox.url}/sso/v2/oauth/token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(form),
    });

  return {
    ...sandbox,
    staticData,
    authorize,
    postToken,

    /** The whole dance, with PKCE. */
    async signIn(characterId: number, scopes: readonly string[]) {
      const verifier = randomBytes(32).toString('base64url');
      const answer = await authorize({
        ...authorizeParameters(scopes),
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        character: String(characterId),
      });
      const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
      const reply = await postToken({
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
      });
      return tokensSchema.parse(await reply.json());
    },

    esi(path: string, init: EsiInit = {}) {
      const { method = 'GET', body } = init;
      const hasBody = method !== 'GET' && body !== undefined;
      return fetch(`${sandbox.url}/esi${path}`, {
        method,
        headers: { ...esiHeaders(init), ...(hasBody && { 'Content-Type': 'application/json' }) },
        ...(hasBody && { body: JSON.stringify(body) }),
      });
    },

    postEsi(path: string, body: unknown, init: { token?: string } = {}) {
      return this.esi(path, { ...init, method: 'POST', body });
    },

    /** A command of the game or the control page; gives the reply's JSON and status. */
    async command(method: 'POST' | 'PUT', path: string, body: unknown) {
      const reply = await fetch(`${sandbox.url}${path}`, {
        method,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: reply.status, body: z.looseObject({}).parse(await reply.json()) };
    },

    /** Makes a contract of the miner's for the trader's corporation; gives its id. */
    async createContract(input: Partial<CreateContractInput> = {}): Promise<number> {
      const { status, body } = await this.command('POST', '/game/api/contracts', {
        issuerId: MINER,
        assigneeId: TRADER_CORPORATION,
        locationId: JITA,
        priceIsk: '125000000.00',
        title: 'AT-7K3M9QX2',
        items: [{ typeId: VELDSPAR, quantity: 10_000 }],
        ...input,
      });
      if (status !== 201) throw new Error(`No contract: ${JSON.stringify(body)}`);
      return z.int().parse(body.contractId);
    },

    act(contractId: number, verb: string, characterId: number) {
      return this.command('POST', `/game/api/contracts/${contractId}/${verb}`, { characterId });
    },
  };
}

export type TestSandbox = Awaited<ReturnType<typeof startTestSandbox>>;

export function authorizeParameters(scopes: readonly string[]): Record<string, string> {
  return {
    response_type: 'code',
    client_id: CLIENT_ID,
    redirect_uri: REDIRECT_URI,
    state: 'state-1',
    scope: scopes.join(' '),
  };
}

export function basic(secret = CLIENT_SECRET): Record<string, string> {
  const credentials = Buffer.from(`${CLIENT_ID}:${secret}`).toString('base64');
  return { Authorization: `Basic ${credentials}` };
}

function esiHeaders(init: EsiInit): Record<string, string> {
  return {
    'X-Compatibility-Date': '2026-08-04',
    ...(init.token !== undefined && { Authorization: `Bearer ${init.token}` }),
    ...init.headers,
  };
}
