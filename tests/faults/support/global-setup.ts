import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { type Child, signalProcess } from '#bin/setup/child.ts';
import { startGuard } from '#bin/setup/guard.ts';
import { findFreePort } from '#bin/setup/ports.ts';
import { startPostgres } from '#bin/setup/postgres.ts';
import { startRedis } from '#bin/setup/redis.ts';
import { createTemporaryServicePlace } from '#bin/setup/service-place.ts';
import { deploy } from '#prisma/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    nemesisUrl: string;
    seed: number;
  }
}

type Service = { child: Child; start(): Promise<Child>; folder: string };

/**
 * A PostgreSQL and a Redis that keep their data over a kill, and a nemesis that tests ask, by HTTP, to
 * kill, freeze, wake, empty and start them.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const guard = startGuard();
  const place = createTemporaryServicePlace();
  guard.removeAtEnd(place.folder);
  const log = (name: string) => join(root, '.data', 'test', 'logs', `faults-${name}.log`);
  const secret = () => randomBytes(18).toString('base64url');
  const common = { place, guard, isDurable: true };
  const postgres = {
    ...common,
    port: await findFreePort(),
    password: secret(),
    logPath: log('postgres'),
  };
  const redis = {
    ...common,
    port: await findFreePort(),
    password: secret(),
    logPath: log('redis'),
    cacheFolder: join(root, '.data', 'cache'),
    say: () => {},
  };
  const [database, queue] = [await startPostgres(postgres), await startRedis(redis)];
  await spareTheDisk(database.url);
  await deploy(database.url);

  const services: Record<string, Service> = {
    postgres: {
      child: database.child,
      start: async () => (await startPostgres(postgres)).child,
      folder: join(place.folder, 'postgres'),
    },
    redis: {
      child: queue.child,
      start: async () => (await startRedis(redis)).child,
      folder: join(place.folder, 'redis'),
    },
  };
  const seed = Number(process.env.FAULT_SEED ?? 20_261_122);
  process.stdout.write(`Faults: FAULT_SEED=${seed}\n`);

  const nemesis = createServer((request, response) => {
    const [, name = '', act = ''] = (request.url ?? '').split('/');
    const service = services[name];
    const done = service ? strike(service, act) : Promise.reject(new Error(`No such: ${name}`));
    done.then(
      () => response.end('done'),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => nemesis.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port always has such an address.
  const { port } = nemesis.address() as AddressInfo;
  project.provide('nemesisUrl', `http://127.0.0.1:${port}`);
  project.provide('seed', seed);
  project.provide('databaseUrl', database.url);
  project.provide('redisUrl', queue.url);

  return async () => {
    nemesis.closeAllConnections();
    nemesis.close();
    for (const { child } of Object.values(services)) {
      signalTree(child.pid, 'SIGCONT');
      await child.stop(10_000);
    }
    await guard.release();
  };
}

/** Servers are killed here, machines are not: what was written is read again without being on the disk. */
async function spareTheDisk(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('alter system set fsync = off');
    await client.query('alter system set full_page_writes = off');
    await client.query('select pg_reload_conf()');
  } finally {
    await client.end();
  }
}

async function strike(service: Service, act: string): Promise<void> {
  switch (act) {
    case 'kill':
      signalProcess(service.child.pid, 'SIGKILL');
      await service.child.ended;
      return;
    case 'quit':
      // What "pg_ctl stop -m immediate" sends: every connection is cut where it is.
      signalProcess(service.child.pid, 'SIGQUIT');
      await service.child.ended;
      return;
    case 'empty':
      rmSync(service.folder, { recursive: true, force: true });
      return;
    case 'start':
      service.child = await service.start();
      return;
    case 'freeze':
      signalTree(service.child.pid, 'SIGSTOP');
      return;
    case 'wake':
      signalTree(service.child.pid, 'SIGCONT');
      return;
    default:
      throw new Error(`Unknown: ${act}`);
  }
}

/** PostgreSQL gives each connection a process, in a session of its own. */
function signalTree(pid: number, signal: NodeJS.Signals): void {
  signalProcess(pid, signal);
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    if (parentOf(name) === pid) signalProcess(Number(name), signal);
  }
}

function parentOf(pid: string): number {
  try {
    return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return 0;
  }
}
