import { type Cluster, Redis } from 'ioredis';
import { SubscriberLink } from './subscriber.ts';
import {
  SUBSCRIBER_OPTIONS,
  type Subscriber,
  type SubscriberHooks,
  type Subscription,
} from './subscription.ts';

const SLOTS = 16_384;

/**
 * Listens to sharded channels: a connection to each primary of the cluster, each subscribed to what is
 * its own, moved when slots move.
 */
export class ShardedSubscriber implements Subscriber {
  readonly #cluster: Cluster;
  readonly #hooks: SubscriberHooks;
  readonly #links = new Map<string, SubscriberLink>();
  /** Where each channel that is wanted was asked for; undefined while nobody serves its slot. */
  readonly #places = new Map<string, string | undefined>();
  readonly #away = new Set<string>();
  readonly #replace = () => this.#place();
  onChange: () => void = () => {};

  constructor(cluster: Cluster, hooks: SubscriberHooks) {
    this.#cluster = cluster;
    this.#hooks = hooks;
    for (const event of ['ready', 'refresh', '+node', '-node']) cluster.on(event, this.#replace);
  }

  want({ topic }: Subscription): void {
    if (this.#places.has(topic)) return;
    const key = this.#keyOf(topic);
    this.#places.set(topic, key);
    if (key !== undefined) this.#linkTo(key).want({ verb: 'ssubscribe', topic });
  }

  drop({ topic }: Subscription): void {
    const key = this.#places.get(topic);
    this.#places.delete(topic);
    if (key !== undefined) this.#links.get(key)?.drop({ verb: 'ssubscribe', topic });
  }

  stateOf(subscription: Subscription): 'held' | 'waiting' | { readonly cause: unknown } {
    const link = this.#links.get(this.#places.get(subscription.topic) ?? '');
    return link?.stateOf(subscription) ?? 'waiting';
  }

  isSettled(): boolean {
    if (this.#cluster.status !== 'ready') return false;
    for (const key of this.#places.values()) if (key === undefined) return false;
    for (const link of this.#links.values()) if (!link.isSettled()) return false;
    return true;
  }

  close(): void {
    for (const event of ['ready', 'refresh', '+node', '-node']) {
      this.#cluster.off(event, this.#replace);
    }
    for (const link of this.#links.values()) link.close();
    this.#links.clear();
  }

  /** Bring each channel to the node that has its slot by now. */
  #place(): void {
    for (const [topic, placed] of this.#places) {
      const key = this.#keyOf(topic);
      if (key === placed) continue;
      const subscription = { verb: 'ssubscribe', topic } as const;
      this.#places.set(topic, key);
      if (key !== undefined) this.#linkTo(key).want(subscription);
      if (placed !== undefined) this.#links.get(placed)?.drop(subscription);
    }
    const used = new Set(this.#places.values());
    for (const [key, link] of this.#links) {
      if (used.has(key)) continue;
      link.close();
      this.#links.delete(key);
      this.#onBack(key);
    }
    this.onChange();
  }

  #keyOf(topic: string): string | undefined {
    return this.#cluster.slots[slotOf(topic)]?.[0];
  }

  #linkTo(key: string): SubscriberLink {
    const present = this.#links.get(key);
    if (present) return present;
    const at = key.lastIndexOf(':');
    const node = this.#cluster.nodes('master').find((each) => isAt(each, key));
    const redis = node
      ? node.duplicate(SUBSCRIBER_OPTIONS)
      : new Redis({
          ...this.#cluster.options.redisOptions,
          ...SUBSCRIBER_OPTIONS,
          host: key.slice(0, at),
          port: Number(key.slice(at + 1)),
        });
    const link = new SubscriberLink(redis, {
      ...this.#hooks,
      onAway: (cause) => this.#onAway(key, cause),
      onBack: () => this.#onBack(key),
    });
    link.onChange = () => this.onChange();
    this.#links.set(key, link);
    return link;
  }

  #onAway(key: string, cause: unknown): void {
    this.#away.add(key);
    if (this.#away.size === 1) this.#hooks.onAway(cause);
    // Whoever has the slots by now: the cluster learns it only when somebody asks.
    this.#cluster.refreshSlotsCache();
  }

  #onBack(key: string): void {
    if (this.#away.delete(key) && this.#away.size === 0) this.#hooks.onBack();
  }
}

function isAt({ options }: Redis, key: string): boolean {
  return `${options.host}:${options.port}` === key;
}

/** The slot of a channel: CRC-16 (XMODEM) of what stands in its first braces, else of all of it. */
export function slotOf(channel: string): number {
  const open = channel.indexOf('{');
  const close = open < 0 ? -1 : channel.indexOf('}', open + 1);
  const hashed = close > open + 1 ? channel.slice(open + 1, close) : channel;
  let crc = 0;
  for (const byte of Buffer.from(hashed)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
    }
  }
  return crc % SLOTS;
}
