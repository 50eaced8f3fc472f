/**
 * The ways to call another process that are measured beside each other, from their near end.
 *
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createProcessChannel, Wormhole } from '#lib/messaging/wormhole/index.ts';
import { importOld, importPeer } from './peers.ts';

export type Serialization = 'json' | 'advanced';
export type WayName = 'ours' | 'raw' | 'birpc' | 'old';

export type Way = {
  call(name: string, payload: unknown): Promise<unknown>;
  /** Send so many events, no faster than they are taken, until the far end has heard the last. */
  tell(payload: unknown, count: number): Promise<void>;
};

/** What of birpc is used. */
export type Birpc = {
  createBirpc(
    functions: object,
    options: {
      post(data: object): unknown;
      on(listener: (...args: unknown[]) => void): unknown;
    },
  ): {
    $call(name: string, ...args: unknown[]): Promise<unknown>;
    $callEvent(name: string, ...args: unknown[]): Promise<unknown>;
  };
};

/** What of wormhole 2 is used. */
export type OldWormhole = {
  default: new (
    channel: ChildProcess | NodeJS.Process,
  ) => {
    readonly events: EventEmitter;
    define(name: string, fn: (payload: never) => unknown): unknown;
    command(name: string, ...args: unknown[]): Promise<unknown>;
    event(name: string, ...args: unknown[]): Promise<void>;
  };
};

const END = fileURLToPath(new URL('./wormhole-end.ts', import.meta.url));
/** The old module and birpc tell nothing of a full pipe: so many events are waited for at once. */
const AT_ONCE = 1_000;

/** Start the far end and get hold of it. */
export async function openWay(name: WayName, serialization: Serialization): Promise<Way> {
  const child = fork(END, [name, serialization], { execArgv: ['--import', 'tsx'], serialization });
  const open = { ours: openOurs, raw: openRaw, birpc: openBirpc, old: openOld }[name];
  const way = await open(child, serialization);
  await way.call('echo', 0);
  return way;
}

async function openOurs(child: ChildProcess, serialization: Serialization): Promise<Way> {
  const wormhole = new Wormhole(createProcessChannel(child, { serialization }));
  return {
    call: (name, payload) => wormhole.command(name, payload),
    async tell(payload, count) {
      const heard = once(wormhole.events, 'heard');
      for (let sent = 0; sent < count; sent += 1) {
        if (!wormhole.event('tick', payload)) await wormhole.drained();
      }
      await heard;
    },
  };
}

/** What one writes by hand: a number, a Map, `process.send`. */
async function openRaw(child: ChildProcess): Promise<Way> {
  const pending = new Map<number, (result: unknown) => void>();
  let lastId = 0;
  let onHeard = () => {};
  child.on('message', ({ id, result }: { id?: number; result?: unknown }) => {
    if (id === undefined) {
      onHeard();
      return;
    }
    const resolve = pending.get(id);
    pending.delete(id);
    resolve?.(result);
  });
  return {
    call: (name, payload) =>
      new Promise((resolve) => {
        lastId += 1;
        pending.set(lastId, resolve);
        child.send({ id: lastId, name, args: [payload] });
      }),
    async tell(payload, count) {
      const heard = new Promise<void>((resolve) => {
        onHeard = resolve;
      });
      for (let sent = 0; sent < count; sent += 1) {
        const isTaken = child.send({ name: 'tick', args: [payload] }, onSent);
        if (!isTaken) await new Promise<void>((resolve) => waitForSent(resolve));
      }
      await heard;
    },
  };
}

let wake = () => {};

function waitForSent(resolve: () => void): void {
  wake = resolve;
}

function onSent(): void {
  wake();
}

async function openBirpc(child: ChildProcess): Promise<Way> {
  const { createBirpc } = await importPeer<Birpc>('birpc');
  let onHeard = () => {};
  const rpc = createBirpc(
    { heard: () => onHeard() },
    { post: (data) => child.send(data), on: (listener) => child.on('message', listener) },
  );
  return {
    call: (name, payload) => rpc.$call(name, payload),
    async tell(payload, count) {
      const heard = new Promise<void>((resolve) => {
        onHeard = resolve;
      });
      await inGroups(count, () => rpc.$callEvent('tick', payload));
      await heard;
    },
  };
}

async function openOld(child: ChildProcess): Promise<Way> {
  const Old = (await importOld<OldWormhole>('wormhole'))?.default;
  if (Old === undefined) throw new Error('The old module is not at hand');
  const wormhole = new Old(child);
  return {
    call: (name, payload) => wormhole.command(name, payload),
    async tell(payload, count) {
      const heard = once(wormhole.events, 'heard');
      await inGroups(count, () => wormhole.event('tick', payload));
      await heard;
    },
  };
}

async function inGroups(count: number, send: () => Promise<unknown>): Promise<void> {
  for (let sent = 0; sent < count; sent += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - sent) }, send));
  }
}
