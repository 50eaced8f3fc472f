/**
 * The server side of signing in, on a database of its own and against a sandbox of its own, with browsers
 * that keep cookies. Time stands still until a test moves it.
 *
 * @module
 */
import { sandboxScopes, startSandbox } from '#lib/eve/sandbox/index.ts';
import { createStaticData, readSnapshot } from '#lib/eve/static-data/index.ts';
import { type FinishOutcome, finishSignIn } from '#lib/features/accounts/finish-sign-in.ts';
import { type StartSignIn, startSignInSchema } from '#lib/features/accounts/schema.ts';
import { startSignIn } from '#lib/features/accounts/start-sign-in.ts';
import { type Container, createContainer } from '#lib/server/container.ts';
import { readEnv } from '#lib/server/env.ts';
import type { Logger } from '#lib/server/log.ts';
import { readViewer, SESSION_COOKIE } from '#lib/server/sessions.ts';
import type { Viewer } from '#lib/server/viewer.ts';
import { createTestDatabase, createTestRedis } from './services.ts';

export const OWNER = 9000000000001;
export const PILOT = 9000000000002;
export const OTHER_PILOT = 9000000000003;

const PUBLIC_URL = 'http://localhost:3000';
const staticData = createStaticData(await readSnapshot());
let browsers = 0;

export type SignInSite = AsyncDisposable & {
  readonly container: Container;
  readonly now: () => Date;
  passTime(ms: number): void;
  createBrowser(): Browser;
  /** A command of the sandbox's control page. */
  control(path: string, method: 'POST' | 'PUT', body: unknown): Promise<void>;
  /** What the trail says was done to all of a kind, in its order. */
  audit(entity: string): Promise<string[]>;
  /** The same site as a second process sees it. */
  createProcess(): Promise<Container & AsyncDisposable>;
};

export type Browser = {
  readonly cookies: Map<string, string>;
  /** Press the button, choose a character at EVE, come back. */
  signIn(characterId: number, asked?: Partial<StartSignIn>): Promise<FinishOutcome>;
  /** Press the button and choose; gives the address that EVE sends the browser back to. */
  goToEve(characterId: number, asked?: Partial<StartSignIn>): Promise<URL>;
  comeBack(address: URL): Promise<FinishOutcome>;
  viewer(): Promise<Viewer | null>;
};

export async function createSignInSite({
  ownerCharacterIds = [OWNER],
  log,
}: {
  ownerCharacterIds?: readonly number[];
  /** Where its log goes; nowhere by default. */
  log?: Logger;
} = {}): Promise<SignInSite> {
  let now = new Date('2026-11-20T10:00:00.000Z');
  const clock = () => now;
  const database = await createTestDatabase();
  const redis = await createTestRedis();
  const client = { clientId: 'site', clientSecret: 'secret of the site' };
  const sandbox = await startSandbox({
    staticData,
    port: 0,
    stateDir: null,
    clock,
    clients: [
      { ...client, redirectUris: [`${PUBLIC_URL}/api/auth/callback/eve`], scopes: sandboxScopes },
    ],
  });
  const env = readEnv({
    AGEIRA_MODE: 'sandbox',
    NODE_ENV: 'test',
    PUBLIC_URL,
    DATABASE_URL: database.url,
    DATABASE_POOL_SIZE: '8',
    REDIS_URL: redis.url,
    EVE_CLIENT_ID: client.clientId,
    EVE_CLIENT_SECRET: client.clientSecret,
    EVE_SSO_URL: `${sandbox.url}/sso`,
    EVE_ESI_URL: `${sandbox.url}/esi`,
    EVE_IMAGES_URL: `${sandbox.url}/images`,
    ESI_CONTACT: 'test@example.invalid',
    TOKEN_KEYS: `1:${Buffer.alloc(32, 7).toString('base64')}`,
    AUTH_SECRET: 'only for tests, only for tests, only',
    OWNER_CHARACTER_IDS: ownerCharacterIds.join(','),
    LOG_LEVEL: 'silent',
  });
  const container = await createContainer(env, 'test', { clock, ...(log && { log }) });

  return {
    container,
    now: clock,
    passTime(ms) {
      now = new Date(now.getTime() + ms);
    },
    createBrowser: () => createBrowser(container),
    async control(path, method, body) {
      const answer = await fetch(`${sandbox.url}/control/api/${path}`, {
        method,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`The sandbox refused ${path}: ${await answer.text()}`);
    },
    async audit(entity) {
      const rows = await container.db.auditEvent.findMany({
        where: { entity },
        orderBy: [{ at: 'asc' }, { version: 'asc' }],
      });
      return rows.map(({ action }) => action);
    },
    createProcess: () => createContainer(env, 'test-2', { clock }),
    async [Symbol.asyncDispose]() {
      await container[Symbol.asyncDispose]();
      await sandbox[Symbol.asyncDispose]();
      await redis[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

function createBrowser(container: Container): Browser {
  const cookies = new Map<string, string>();
  const address = `192.0.2.${++browsers}`;
  const { signal } = new AbortController();

  const keep = (headers: readonly string[]): void => {
    for (const header of headers) {
      const [pair = ''] = header.split(';');
      const at = pair.indexOf('=');
      const value = decodeURIComponent(pair.slice(at + 1));
      if (value === '') cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), value);
    }
  };

  return {
    cookies,
    async goToEve(characterId, asked = {}) {
      const started = await startSignIn(container, startSignInSchema.parse(asked), {
        caller: { address },
        signal,
      });
      if (!started.ok) throw new Error(`The sign-in did not begin: ${started.reason}`);
      keep(started.setCookies);
      const answer = await fetch(`${started.location}&character=${characterId}`, {
        redirect: 'manual',
      });
      return new URL(answer.headers.get('location') ?? '');
    },
    async comeBack(url) {
      const outcome = await finishSignIn(
        container,
        { query: url.searchParams, cookies: new Map(cookies) },
        signal,
      );
      keep(outcome.setCookies);
      return outcome;
    },
    async signIn(characterId, asked) {
      return this.comeBack(await this.goToEve(characterId, asked));
    },
    viewer: () => readViewer(container, cookies.get(SESSION_COOKIE), container.clock()),
  };
}
