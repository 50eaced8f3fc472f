/**
 * The composition root: what a use case needs to reach the outside, made once per process.
 *
 * @module
 */
import type { Redis } from 'ioredis';
import type pg from 'pg';
import { createEsiClient, type EsiClient } from '#lib/eve/esi/index.ts';
import { createSso, type Sso } from '#lib/eve/sso/index.ts';
import { createDatabase } from './db.ts';
import { createFullNotice } from './disk-full.ts';
import { type Env, readEnv } from './env.ts';
import type { PrismaClient } from './generated/prisma/client.ts';
import { createLog, type Logger } from './log.ts';
import { createRedis } from './redis.ts';

export type Container = {
  readonly env: Env;
  readonly log: Logger;
  readonly db: PrismaClient;
  /** The same connections as `db`, for prepared statements. */
  readonly pool: pg.Pool;
  readonly redis: Redis;
  readonly esi: EsiClient;
  readonly sso: Sso;
  readonly clock: () => Date;
  /** Told where a job stands. Nobody listens but tests that end a process there. */
  readonly checkpoint: Checkpoint;
};

export type Checkpoint = (name: string) => Promise<void>;

export type ContainerOptions = {
  readonly clock?: () => Date;
  readonly log?: Logger;
  readonly checkpoint?: Checkpoint;
};

const VERSION = '0.1.0';

/**
 * Make everything a process needs. Nothing is connected before its first use.
 *
 * @param name Of the process, for the log and for `pg_stat_activity`: 'web', 'contracts'.
 */
export async function createContainer(
  env: Env,
  name: string,
  options: ContainerOptions = {},
): Promise<Container & AsyncDisposable> {
  return buildContainer(env, name, options);
}

// Next loads the modules of pages and those of routes apart, so a variable of this module would make
// several pools in one process.
const CONTAINER_KEY = Symbol.for('ageira.container');
const shared: typeof globalThis & { [CONTAINER_KEY]?: Container & AsyncDisposable } = globalThis;
let own: { readonly of: Container; readonly container: Container & AsyncDisposable } | undefined;

/**
 * The container of this process, for pages, routes and actions. The connections are the process's. The
 * clients of EVE are made by the modules that ask: code knows an error by its class, and a class of
 * the pages' modules is another one than the routes' of the same name.
 */
export function getContainer(): Container & AsyncDisposable {
  shared[CONTAINER_KEY] ??= buildContainer(readEnv(process.env), 'web', {});
  const of = shared[CONTAINER_KEY];
  // Tests give a process one after another: clients of EVE go with the container that they are for.
  if (own?.of !== of) own = { of, container: { ...of, ...createEveClients(of) } };
  return own.container;
}

function buildContainer(
  env: Env,
  name: string,
  {
    clock = () => new Date(),
    log = createLog({ name, level: env.LOG_LEVEL }),
    checkpoint = async () => {},
  }: ContainerOptions,
): Container & AsyncDisposable {
  const redis = createRedis(env.REDIS_URL, log);
  const { db, pool } = createDatabase({
    url: env.DATABASE_URL,
    poolSize: env.DATABASE_POOL_SIZE,
    name,
    log,
    onFull: createFullNotice({ redis, log }),
  });
  const { esi, sso } = createEveClients({ env, clock });

  return {
    env,
    log,
    db,
    pool,
    redis,
    esi,
    sso,
    clock,
    checkpoint,
    async [Symbol.asyncDispose]() {
      redis.disconnect();
      await db.$disconnect();
      await pool.end();
    },
  };
}

function createEveClients({
  env,
  clock,
}: Pick<Container, 'env' | 'clock'>): Pick<Container, 'esi' | 'sso'> {
  const esi = createEsiClient({
    baseUrl: env.EVE_ESI_URL,
    userAgent: `AgeiraTrade/${VERSION} (${env.ESI_CONTACT})`,
    clock,
    pacesContractItems: env.SANDBOX_ITEM_PACE === 'on',
  });
  const sso = createSso({
    baseUrl: env.EVE_SSO_URL,
    clientId: env.EVE_CLIENT_ID,
    clientSecret: env.EVE_CLIENT_SECRET,
    redirectUri: `${env.PUBLIC_URL}/api/auth/callback/eve`,
    clock,
  });
  return { esi, sso };
}
