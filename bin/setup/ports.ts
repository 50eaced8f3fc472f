/**
 * Ports on this machine.
 *
 * @module
 */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { poll } from './poll.ts';
import { findPortHolder } from './port-holder.ts';
import { SetupError } from './setup-error.ts';

const LOOPBACK = '127.0.0.1';
const LARGEST_PORT = 65_535;
/** Every way by which "localhost" is reached; undefined is all interfaces. */
const LOCAL_HOSTS = [LOOPBACK, '::1', undefined];

/** Below those that systems give to outgoing connections: such a one would take it before it is used. */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;
const TRIES = 20;

/** A port that nothing listens on now. Somebody else may still take it before it is used. */
export async function findFreePort(): Promise<number> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (await isPortFree(port)) return port;
  }
  const outcome = await tryListen(0, LOOPBACK);
  if ('port' in outcome) return outcome.port;
  throw new Error('The system gave no free port on loopback.');
}

/** The preferred port where it is free, else any free one. */
export async function findPort(preferred: number | undefined): Promise<number> {
  if (preferred !== undefined && (await isPortFree(preferred))) return preferred;
  return findFreePort();
}

/** True when this process could listen on the port now, on loopback and on all interfaces. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await findObstacle(port, LOCAL_HOSTS)) === undefined;
}

export type PortOptions = {
  /** The setting that chooses another port, such as `PORT`. */
  readonly variable: string;
  /** The one address to listen on; all local ones by default. */
  readonly host?: string | undefined;
  /** How long a port may still be taken: by what a killed start left, which is ending. */
  readonly patienceMs?: number;
};

/**
 * Refuse a port that cannot be listened on before anything is started.
 *
 * @throws SetupError that names the port and the setting.
 */
export async function requireFreePort(
  port: number,
  { variable, host, patienceMs = 0 }: PortOptions,
): Promise<void> {
  const hosts = host === undefined ? LOCAL_HOSTS : [host];
  let obstacle: Obstacle | undefined;
  await poll(
    async () => {
      obstacle = await findObstacle(port, hosts);
      return obstacle !== 'taken';
    },
    { timeoutMs: patienceMs, everyMs: 250 },
  );
  if (obstacle) throw new SetupError(describeObstacle(obstacle, { port, variable, host }));
}

type Obstacle = 'taken' | 'not-allowed' | 'no-address';

function describeObstacle(
  obstacle: Obstacle,
  { port, variable, host }: { port: number; variable: string; host: string | undefined },
): string {
  if (obstacle === 'no-address') return `HOST=${host} is no address of this machine: correct it.`;
  const other =
    obstacle === 'not-allowed' || port + 10 > LARGEST_PORT ? 3_000 + (port % 1_000) : port + 10;
  return obstacle === 'taken'
    ? `Port ${port} is taken by ${findPortHolder(port) ?? 'another program'}. Stop it, or choose another port: ${variable}=${other} npm start`
    : `Port ${port} is for root alone. Choose one above 1023: ${variable}=${other} npm start`;
}

async function findObstacle(
  port: number,
  hosts: readonly (string | undefined)[],
): Promise<Obstacle | undefined> {
  for (const host of hosts) {
    const outcome = await tryListen(port, host);
    if ('port' in outcome) continue;
    // A machine may lack one of the local addresses: only the one that was asked for must be there.
    if (outcome.obstacle === 'no-address' && hosts.length > 1) continue;
    return outcome.obstacle;
  }
  return undefined;
}

function tryListen(
  port: number,
  host: string | undefined,
): Promise<{ port: number } | { obstacle: Obstacle }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const obstacle = OBSTACLES[error.code ?? ''];
      if (obstacle) resolve({ obstacle });
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve({ port: taken }));
    });
  });
}

const OBSTACLES: Readonly<Record<string, Obstacle>> = {
  EADDRINUSE: 'taken',
  EACCES: 'not-allowed',
  EADDRNOTAVAIL: 'no-address',
  EAFNOSUPPORT: 'no-address',
  ENOTFOUND: 'no-address',
  EAI_AGAIN: 'no-address',
  EINVAL: 'no-address',
};
