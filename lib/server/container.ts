/**
 * The composition root: what a use case needs to reach the outside, made once per process.
 *
 * @module
 */
import type { Redis } from 'ioredis';
import type pg from 'pg';
import {
  createEsiClient,
  createRedisAnswers,
  createRedisBudgets,
  type EsiClient,
} from '#lib/eve/esi/index.ts';
import { createSso, type Sso } from '#lib/eve/sso/index.ts';
import { createDatabase } from './db.ts';
import { createFullNotice } from './disk-full.ts';
import { type Env, readEnv } from './env.ts';
import type { PrismaClient } from './generated/prisma/client.ts';
import { createLog, type Logger } from './log.ts';
import { createMetrics, type Metrics, measureProcess } from './metrics.ts';
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
  readonly metrics: Metrics;
  readonly clock: () => Date;
  /** By which calls to ESI are counted. Undefined: Redis's own, which is the same for all processes. */
  readonly redisClock: (() => Date) | undefined;
  /** Waited for before the connections end: what EVE gives for a refresh must be stored. */
  readonly lastWork: Set<() => Promise<void>>;
  /** Told where a job stands. Nobody listens but tests that end a process there. */
  readonly checkpoint: Checkpoint;
};

export type Checkpoint = (name: string) => Promise<void>;

export type ContainerOptions = {
  /** Of a test that moves the time: Redis's, too. */
  readonly clock?: () => Date;
  readonly log?: Logger;
  readonly checkpoint?: Checkpoint;
};

/** Who asks EVE. */
export const USER_AGENT = 'AgeiraTrade/0.1.0';

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
  shared[CONTAINER_KEY] ??= buildWebContainer();
  const of = shared[CONTAINER_KEY];
  // Tests give a process one after another: clients of EVE go with the container that they are for.
  if (own?.of !== of) own = { of, container: { ...of, ...createEveClients(of) } };
  return own.container;
}

function buildWebContainer(): Container & AsyncDisposable {
  const container = buildContainer(readEnv(process.env), 'web', {});
  measureProcess(container.metrics);
  return container;
}

/**
 * End the container that pages and routes have used, where there is one: what EVE gave for a refresh must be
 * stored. For the process that serves them.
 */
export async function disposeContainer(): Promise<void> {
  await shared[CONTAINER_KEY]?.[Symbol.asyncDispose]();
}

function buildContainer(
  env: Env,
  name: string,
  {
    clock: redisClock,
    log = createLog({ name, level: env.LOG_LEVEL }),
    checkpoint = async () => {},
  }: ContainerOptions,
): Container & AsyncDisposable {
  const clock = redisClock ?? (() => new Date());
  const redis = createRedis(env.REDIS_URL, log);
  const { db, pool } = createDatabase({
    url: env.DATABASE_URL,
    poolSize: env.DATABASE_POOL_SIZE,
    name,
    log,
    onFull: createFullNotice({ redis, log }),
  });
  const metrics = createMetrics(name);
  const { esi, sso } = createEveClients({ env, clock, redis, metrics, redisClock });
  const lastWork: Container['lastWork'] = new Set();

  return {
    env,
    log,
    db,
    pool,
    redis,
    esi,
    sso,
    metrics,
    clock,
    redisClock,
    lastWork,
    checkpoint,
    async [Symbol.asyncDispose]() {
      await Promise.allSettled([...lastWork].map((finish) => finish()));
      redis.disconnect();
      await db.$disconnect();
      await pool.end();
    },
  };
}

function createEveClients({
  env,
  clock,
  redis,
  metrics,
  redisClock,
}: Pick<Container, 'env' | 'clock' | 'redis' | 'metrics' | 'redisClock'>): Pick<
  Container,
  'esi' | 'sso'
> {
  const esi = createEsiClient({
    baseUrl: env.EVE_ESI_URL,
    userAgent: `${USER_AGENT} (${env.ESI_CONTACT})`,
    clock,
    hooks: metrics.esiHooks,
    pacesContractItems: env.SANDBOX_ITEM_PACE === 'on',
    // ESI counts for all processes together, and so do we.
    budgets: createRedisBudgets({ redis, ...(redisClock && { clock: redisClock }) }),
    answers: createRedisAnswers({ redis, clock, ...(redisClock && { redisClock }) }),
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
