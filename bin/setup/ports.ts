/**
 * Ports on this machine's loopback interface.
 *
 * @module
 */
import { createServer } from 'node:net';
import { SetupError } from './setup-error.ts';

const LOOPBACK = '127.0.0.1';

/** A port that nothing listens on now. Somebody else may still take it before it is used. */
export async function findFreePort(): Promise<number> {
  const port = await tryListen(0, LOOPBACK);
  if (port === null) throw new Error('The system gave no free port on loopback.');
  return port;
}

/** The preferred port where it is free, else any free one. */
export async function findPort(preferred: number | undefined): Promise<number> {
  if (preferred !== undefined && (await isPortFree(preferred))) return preferred;
  return findFreePort();
}

/** True when this process could listen on the port now, on loopback and on all interfaces. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of [LOOPBACK, '::1', undefined]) {
    if ((await tryListen(port, host)) === null) return false;
  }
  return true;
}

/**
 * Refuse a taken port before anything is started on it.
 *
 * @param variable The setting that chooses another port, such as `PORT`.
 * @throws SetupError that names the port and the setting.
 */
export async function requireFreePort(port: number, variable: string): Promise<void> {
  if (await isPortFree(port)) return;
  const other = port + 10;
  throw new SetupError(
    `Port ${port} is taken by another program. Stop it, or choose another port: ${variable}=${other} npm start`,
  );
}

/** @returns The port listened on, or null where it is taken. A missing address family counts as free. */
function tryListen(port: number, host: string | undefined): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(port);
      else if (error.code === 'EACCES') resolve(null);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}
