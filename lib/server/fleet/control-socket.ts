/**
 * How the operator's tools on this machine reach the supervisors of this checkout: a socket in a folder that only
 * its owner may enter, one for each supervisor.
 *
 * @module
 */
import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ProcedureCaller, type ProcedureClient } from '#lib/messaging/procedure-caller/index.ts';
import { createStreamChannel, Wormhole } from '#lib/messaging/wormhole/index.ts';
import type { Logger } from '../log.ts';
import type { FleetProcedures, WorkerState } from './fleet-procedures.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FOLDER = join(ROOT, '.data', 'run');
const CONNECT_TIMEOUT_MS = 2_000;
/** Of what waits for workers, as a restart does. */
const ANSWER_TIMEOUT_MS = 130_000;
/** Of what a supervisor knows itself; one that is frozen knows nothing. */
const LIST_TIMEOUT_MS = 5_000;
/** Of the operating system, with the zero at its end. */
const LONGEST_PATH = 103;
const NAME = /^supervisor-\d+\.sock$/;

export type Supervisor = AsyncDisposable & {
  /** Process id. */
  readonly pid: number;
  /** How each worker is. Rejects within a few seconds where nobody answers. */
  list(): Promise<WorkerState[]>;
  readonly workers: ProcedureClient<FleetProcedures>['workers'];
};

/**
 * Serve procedures to the operator's tools until disposed of.
 *
 * @param folder Where the sockets are; of the checkout by default.
 */
export async function serveControl(
  procedures: FleetProcedures,
  { log, folder = FOLDER }: { readonly log: Logger; readonly folder?: string },
): Promise<AsyncDisposable> {
  const table = new ProcedureCaller().defineAll(procedures);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    const tool = new Wormhole(createStreamChannel(socket, { isTrusted: true }), {
      procedures: table,
    });
    tool.on('error', (error) => log.warn({ err: error }, 'an operator’s tool'));
  });
  await mkdir(folder, { recursive: true });
  // Whoever may connect may stop the workers.
  await chmod(folder, 0o700);
  const path = join(folder, `supervisor-${process.pid}.sock`);
  await rm(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(toAddress(path), resolve);
  });

  return {
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
      await rm(path, { force: true });
    },
  };
}

/** The supervisors of this checkout that answer, by process id. Disposing of one ends the connection. */
export async function findSupervisors({ folder = FOLDER } = {}): Promise<Supervisor[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.filter((name) => NAME.test(name)).map((name) => reach(folder, name)),
  );
  return found.filter((each) => each !== null).toSorted((a, b) => a.pid - b.pid);
}

/** Null for what a supervisor that was killed has left. */
async function reach(folder: string, name: string): Promise<Supervisor | null> {
  const socket = await dial(toAddress(join(folder, name)));
  if (!socket) return null;
  const hole = new Wormhole(createStreamChannel(socket), { timeoutMs: ANSWER_TIMEOUT_MS });
  const quick = hole.proxy<FleetProcedures>({ timeoutMs: LIST_TIMEOUT_MS });
  return {
    pid: Number(/\d+/.exec(name)?.[0]),
    list: () => quick.workers.list(),
    workers: hole.proxy<FleetProcedures>().workers,
    async [Symbol.asyncDispose]() {
      hole.disconnect();
      socket.destroy();
    },
  };
}

function dial(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const giveUp = () => {
      socket.destroy();
      resolve(null);
    };
    const timer = setTimeout(giveUp, CONNECT_TIMEOUT_MS);
    socket.on('error', giveUp);
    socket.on('connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
  });
}

/** A socket's address has 103 bytes at most; a checkout may lie deeper, and is then named from where we are. */
function toAddress(path: string): string {
  const near = relative(process.cwd(), path);
  return Buffer.byteLength(path) <= LONGEST_PATH || near.length > path.length ? path : near;
}
