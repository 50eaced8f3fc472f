/**
 * Whether a trader is there: who of them is connected, to any gateway, on any machine. A gateway that is killed
 * takes its own along, by the registry's heartbeat.
 *
 * @module
 */
import { DESK_ROOM } from '#lib/core/live/room-names.ts';
import type { DeskNews } from '#lib/core/live/rooms.ts';
import type { Application, Context } from '#lib/messaging/luce/index.ts';
import { createRedisBackend, type Lease, openRegistry } from '#lib/messaging/registry/index.ts';
import type { Container } from '#lib/server/container.ts';
import { startLoop } from '#lib/server/loop.ts';
import { hasRole } from '#lib/server/viewer.ts';
import type { Watcher } from './who-asks.ts';

/** Whoever comes or goes is noticed by then. */
const LOOK_MS = 2_000;
const PREFIX = 'ageira:desk';

type Peer = Context<Watcher>;

export type Desk = AsyncDisposable & {
  /** A peer came, or its role is another one. */
  note(peer: Peer): Promise<void>;
  /** Tell a peer that has just joined the room. */
  tell(peer: Peer): void;
};

/** Keep account of the traders who are connected here, and tell all when the first comes or the last goes. */
export async function openDesk(app: Application<Watcher>, container: Container): Promise<Desk> {
  const { redis, log } = container;
  const registry = await openRegistry({
    backend: createRedisBackend({ redis, prefix: PREFIX }),
    onError: (error) => log.warn({ err: error }, 'the desk'),
  });
  const leases = new Map<Peer, Promise<Lease>>();
  let nextId = 0;
  let isStaffed = false;

  async function leave(peer: Peer): Promise<void> {
    const lease = leases.get(peer);
    leases.delete(peer);
    await lease?.then((held) => held.unregister()).catch(warn);
  }

  async function note(peer: Peer): Promise<void> {
    const isTrader = peer.isOpen && hasRole(peer.state.viewer, 'trader');
    if (!isTrader) return leave(peer);
    if (leases.has(peer)) return;
    nextId += 1;
    const id = `${registry.node}:${nextId}`;
    const lease = registry.register(id, { send: refuse }, { isTemporary: true });
    leases.set(peer, lease);
    await lease.catch((error: unknown) => {
      leases.delete(peer);
      warn(error);
    });
  }

  function warn(error: unknown): void {
    log.warn({ err: error }, 'who is at the desk is not known for now');
  }

  const news = (): DeskNews => ({ isStaffed });
  app.on('connection', (peer) => void note(peer));
  app.on('close', (peer) => void leave(peer));
  const loop = startLoop({ name: 'desk', pauseMs: LOOK_MS, log }, async () => {
    const isStaffedNow = (await registry.count()) > 0;
    if (isStaffedNow === isStaffed) return;
    isStaffed = isStaffedNow;
    await app.broadcast(DESK_ROOM, news());
  });

  return {
    note,
    tell: (peer) => void peer.send({ room: DESK_ROOM, data: news() }),
    async [Symbol.asyncDispose]() {
      await loop[Symbol.asyncDispose]();
      await registry.close();
    },
  };
}

function refuse(): never {
  throw new TypeError('Who is at the desk is counted, and sent nothing');
}
