/**
 * A seeded sandbox site on a database of its own, for figures that need one.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startAppProcess } from '#bin/setup/app-process.ts';
import { build, TEST_BUILD } from '#bin/setup/build.ts';
import { describeSandbox, type Variables } from '#bin/setup/environment.ts';
import { findFreePort } from '#bin/setup/ports.ts';
import { createSecrets } from '#bin/setup/secrets.ts';
import { startTestServices, type TestServices } from '#bin/setup/test-services.ts';
import { type Container, createContainer } from '#lib/server/container.ts';
import { readEnv } from '#lib/server/env.ts';
import { createLog } from '#lib/server/log.ts';
import { seed } from '#prisma/seed.ts';

export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url));

export type BenchSite = AsyncDisposable & {
  readonly container: Container;
  /** Everything that a process of this site is told by its environment. */
  readonly settings: Variables;
  /** Where a sandbox may keep its universe. */
  readonly stateFolder: string;
};

export type BenchServices = AsyncDisposable & {
  /** A new site on a new database; the ones before stay as they are. */
  openSite(): Promise<BenchSite>;
  /** Serve a site's production build, in a process of its own and without any worker. */
  startWeb(site: BenchSite): Promise<BenchWeb>;
};

/** The site's one origin; it takes this machine for its proxy. */
export type BenchWeb = AsyncDisposable & { readonly url: string };

const STOP_TIMEOUT_MS = 10_000;

/** PostgreSQL and Redis of this run alone, in a temporary place; removed at the end. */
export async function startBenchServices(say: (text: string) => void): Promise<BenchServices> {
  const services = await startTestServices(ROOT, say);
  return {
    openSite: () => openSite(services.databaseUrl, services.redisUrl),
    startWeb: (site) => startWeb(services, site),
    [Symbol.asyncDispose]: () => services[Symbol.asyncDispose](),
  };
}

async function openSite(migratedUrl: string, redisUrl: string): Promise<BenchSite> {
  const databaseUrl = await copyDatabase(migratedUrl);
  const stateFolder = fileURLToPath(new URL(`../../.data/bench/${randomUUID()}`, import.meta.url));
  const settings = describeSandbox(
    {
      PORT: String(await findFreePort()),
      REALTIME_PORT: String(await findFreePort()),
      SANDBOX_PORT: String(await findFreePort()),
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      LOG_LEVEL: 'warn',
    },
    { secrets: createSecrets(), stateFolder },
  );
  const log = createLog({ name: 'bench', level: 'warn' });
  const container = await createContainer(readEnv(settings), 'bench', { log });
  await seed(container);
  return {
    container,
    settings,
    stateFolder,
    async [Symbol.asyncDispose]() {
      await container[Symbol.asyncDispose]();
      rmSync(stateFolder, { recursive: true, force: true });
    },
  };
}

async function startWeb(
  { guard, logFolder }: TestServices,
  { settings }: BenchSite,
): Promise<BenchWeb> {
  await build(ROOT, { folder: TEST_BUILD, guard });
  const env = {
    ...process.env,
    ...settings,
    TRUSTED_PROXIES: '127.0.0.1,::1',
    NODE_ENV: 'production',
    NEXT_DIST_DIR: TEST_BUILD,
  } as const;
  const script = 'bin/web.ts';
  const child = await startAppProcess({ name: 'web', script, root: ROOT, env, logFolder, guard });
  return {
    url: settings.PUBLIC_URL ?? '',
    [Symbol.asyncDispose]: () => child.stop(STOP_TIMEOUT_MS),
  };
}

async function copyDatabase(migratedUrl: string): Promise<string> {
  const url = new URL(migratedUrl);
  const source = url.pathname.slice(1);
  const name = `bench_${randomUUID().replaceAll('-', '')}`;
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${source}`);
  } finally {
    await client.end();
  }
  url.pathname = `/${name}`;
  return url.href;
}
