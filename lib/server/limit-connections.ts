import type { Server } from 'node:http';
import { networkOf, readAddress } from './address.ts';
import type { Peers } from './forwarded.ts';

type Limits = {
  readonly maximumConnections: number;
  readonly maximumConnectionsPerAddress: number;
};

/** Hang up on whoever holds too many connections at once; proxies of ours speak for many. */
export function limitConnections(
  server: Server,
  { maximumConnections, maximumConnectionsPerAddress }: Limits,
  { isTrusted }: Peers,
): void {
  const open = new Map<string, number>();
  server.maxConnections = maximumConnections;

  server.on('connection', (socket) => {
    const address = readAddress(socket.remoteAddress ?? '');
    if (address === null || isTrusted(address)) return;

    const key = networkOf(address);
    const count = (open.get(key) ?? 0) + 1;
    if (count > maximumConnectionsPerAddress) {
      socket.destroy();
      return;
    }
    open.set(key, count);
    socket.once('close', () => {
      const left = (open.get(key) ?? 1) - 1;
      if (left === 0) open.delete(key);
      else open.set(key, left);
    });
  });
}
