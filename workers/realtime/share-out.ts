import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { CONNECTION, isTaken } from './take-connections.ts';

/** Whom no gateway has taken by then hears that nobody is there; a crowd that comes at once takes its time. */
const TAKEN_WITHIN_MS = 5_000;
/** To read it. */
const REFUSED_MS = 1_000;
/** Nobody is there to serve it: whoever comes knows when to come again. */
const NOBODY = 'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n\r\n';

/**
 * Give connections to gateways in turn. A gateway is given the next one when it has taken the one before, and they
 * are ours until then: Node would keep what a frozen one does not take, and not even close it when that one ends.
 *
 * @param gateways Those that may be given one now.
 */
export function createShareOut(gateways: () => readonly ChildProcess[]) {
  const line = new Set<Socket>();
  const given = new Map<ChildProcess, Socket>();
  const watched = new WeakSet<ChildProcess>();
  let turn = 0;

  function serve(): void {
    for (const socket of line) {
      const free = gateways().filter((child) => child.connected && !given.has(child));
      const child = free[turn++ % Math.max(1, free.length)];
      if (!child) return;
      line.delete(socket);
      give(child, socket);
    }
  }

  function give(child: ChildProcess, socket: Socket): void {
    if (!watched.has(child)) watch(child);
    given.set(child, socket);
    child.send(CONNECTION, socket, { keepOpen: true }, (error) => {
      if (error && given.get(child) === socket) retake(child);
    });
  }

  function watch(child: ChildProcess): void {
    watched.add(child);
    child.on('message', (message) => {
      if (!isTaken(message)) return;
      // The gateway has a descriptor of its own by now.
      given.get(child)?.destroy();
      given.delete(child);
      serve();
    });
    child.once('exit', () => retake(child));
  }

  /** Another gateway's, where there is one in time. */
  function retake(child: ChildProcess): void {
    const socket = given.get(child);
    given.delete(child);
    if (socket?.writable) line.add(socket);
    serve();
  }

  function refuse(socket: Socket): void {
    line.delete(socket);
    // What it has sent meanwhile would take the answer away when we close.
    socket.resume();
    socket.end(NOBODY);
    setTimeout(() => socket.destroy(), REFUSED_MS).unref();
  }

  return {
    /** Serve a connection of which nothing has been read. */
    take(socket: Socket): void {
      const late = setTimeout(() => refuse(socket), TAKEN_WITHIN_MS);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => {
        clearTimeout(late);
        line.delete(socket);
      });
      line.add(socket);
      serve();
    },
    /** Those that wait are told that nobody is there. */
    end(): void {
      for (const socket of line) refuse(socket);
    },
  };
}
