import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { findBrowser } from './browser.ts';
import { build, TEST_BUILD } from './build.ts';
import { describeSandbox } from './environment.ts';
import { findFreePort } from './ports.ts';
import { createSecrets, type Secrets } from './secrets.ts';
import { startSite } from './site.ts';
import type { TestServices } from './test-services.ts';

/** A whole sandbox site for the browser stories, with two of each worker. */
export type StorySite = {
  /** Tell Playwright where everything is. */
  readonly variables: Record<string, string>;
} & AsyncDisposable;

const DATABASE = 'stories';
/** EVE's window is minutes, the sandbox's ten seconds: each wait of a story for a contract is one. */
const CONTRACTS_WINDOW_MS = 3_000;

/** Start the site as `npm start` does, on the test run's services and on free ports. */
export async function startStorySite(
  root: string,
  {
    services,
    signal,
    say,
  }: { services: TestServices; signal: AbortSignal; say: (text: string) => void },
): Promise<StorySite> {
  const browserPath = await findBrowser(say);
  await build(root, { folder: TEST_BUILD, signal, guard: services.guard });

  const stateFolder = join(root, '.data', 'test', 'sandbox');
  rmSync(stateFolder, { recursive: true, force: true });
  mkdirSync(stateFolder, { recursive: true });
  const secrets = createSecrets();
  const metricsToken = randomBytes(32).toString('hex');
  const settings = describeSandbox(
    {
      PORT: String(await findFreePort()),
      REALTIME_PORT: String(await findFreePort()),
      SANDBOX_PORT: String(await findFreePort()),
      DATABASE_URL: await createDatabase(services.databaseUrl),
      REDIS_URL: services.redisUrl,
      LOG_LEVEL: 'debug',
      METRICS_TOKEN: metricsToken,
      // Each person of a story comes from an address of their own.
      TRUSTED_PROXIES: '127.0.0.1,::1',
    },
    { secrets, stateFolder },
  );
  const site = await startSite(
    {
      root,
      settings,
      buildFolder: TEST_BUILD,
      logFolder: services.logFolder,
      guard: services.guard,
      isDev: false,
      supervisors: 2,
      say,
      onGivenUp: say,
    },
    signal,
  );
  await shortenContractsWindow(settings.SANDBOX_PORT);
  return {
    variables: {
      STORY_SITE_URL: settings.PUBLIC_URL ?? '',
      STORY_GAME_URL: `http://localhost:${settings.SANDBOX_PORT}`,
      STORY_DATABASE_URL: settings.DATABASE_URL ?? '',
      STORY_REDIS_URL: services.redisUrl,
      STORY_BUILD_FOLDER: TEST_BUILD,
      STORY_BROWSER: browserPath,
      STORY_LOG_FOLDER: services.logFolder,
      STORY_STATE_FOLDER: stateFolder,
      // A story looks for them where they must not be.
      STORY_TOKEN_KEY: secrets.tokenKeys,
      STORY_SECRETS: JSON.stringify([...listSecrets(secrets), metricsToken]),
      STORY_METRICS_TOKEN: metricsToken,
    },
    [Symbol.asyncDispose]: () => site.stop(),
  };
}

async function shortenContractsWindow(sandboxPort = ''): Promise<void> {
  const answer = await fetch(`http://localhost:${sandboxPort}/control/api/cache-windows`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ contractsMs: CONTRACTS_WINDOW_MS }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`The sandbox keeps its windows: ${await answer.text()}`);
}

/** Each as it could be written down; the key of a pair without its number. */
function listSecrets({ authSecret, eveClientSecret, tokenKeys }: Secrets): string[] {
  const basic = Buffer.from(`ageira-trade-sandbox:${eveClientSecret}`).toString('base64');
  return [authSecret, eveClientSecret, basic, tokenKeys.slice(tokenKeys.indexOf(':') + 1)];
}

async function createDatabase(migratedUrl: string): Promise<string> {
  const url = new URL(migratedUrl);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
  url.pathname = `/${DATABASE}`;
  return url.href;
}
