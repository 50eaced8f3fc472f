/**
 * The end of the front.
 *
 * @module
 */
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

const upgraded = new WeakMap<Server, Set<Duplex>>();

/** Note a connection that speaks another protocol from now on: Node's server ends it no more, but waits for it. */
export function noteUpgraded(server: Server, socket: Duplex): void {
  const own = upgraded.get(server) ?? new Set();
  upgraded.set(server, own.add(socket));
  socket.once('close', () => own.delete(socket));
}

/**
 * Stop taking connections, let running answers end, cut what is left after `drainMs`. What speaks another protocol
 * has no end of its own to wait for, and is cut at once.
 */
export function drainFront(server: Server, drainMs: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      server.closeAllConnections();
      resolve();
    }, drainMs);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
    for (const socket of upgraded.get(server) ?? []) socket.destroy();
  });
}
