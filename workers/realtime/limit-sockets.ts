import type { Socket } from 'node:net';
import { LuceUpgradeError } from '#lib/messaging/luce/index.ts';
import type { Watcher } from './who-asks.ts';

/** Pages of one account that are told at once, by one gateway; the others ask by themselves. */
const MOST_OF_ACCOUNT = 10;
/** Guests of one network: a household, or all of a company. */
const MOST_OF_NETWORK = 100;
const RETRY_AFTER_S = 30;

/** Count the sockets of a gateway, by whose they are. */
export function createSocketLimit() {
  const open = new Map<string, number>();

  /** @throws {LuceUpgradeError} 429 for whoever has too many. */
  return function limit({ viewer, address }: Watcher, socket: Socket): void {
    // Whoever left meanwhile would be counted for good.
    if (socket.destroyed) return;
    const key = viewer?.accountId ?? address;
    const count = open.get(key) ?? 0;
    if (count >= (viewer ? MOST_OF_ACCOUNT : MOST_OF_NETWORK)) {
      const headers = { 'Retry-After': String(RETRY_AFTER_S) };
      throw new LuceUpgradeError(429, 'Too many pages at once', { headers });
    }
    open.set(key, count + 1);
    socket.once('close', () => {
      const left = (open.get(key) ?? 1) - 1;
      if (left === 0) open.delete(key);
      else open.set(key, left);
    });
  };
}
