import type { RedisOptions } from 'ioredis';

/** What a subscription is made with. */
export type Verb = 'subscribe' | 'psubscribe' | 'ssubscribe';
/** A channel, or for `psubscribe` a pattern. */
export type Subscription = { readonly verb: Verb; readonly topic: string };

/** Told what happens on a connection that listens. */
export type SubscriberHooks = {
  /** How often it is asked whether its other end is there, in milliseconds. */
  readonly pingEveryMs: number;
  /** `topic` is the pattern where the subscription was one, else the channel. */
  readonly onMessage: (verb: Verb, topic: string, channel: string, frame: Buffer) => void;
  /** The connection is gone: from now on events may be missed. */
  readonly onAway: (cause: unknown) => void;
  /** All that is wanted is subscribed to again. */
  readonly onBack: () => void;
  readonly onRefused: (topic: string, cause: unknown) => void;
};

/** How Redis is told what is to be heard: one connection, or one for each shard of a cluster. */
export type Subscriber = {
  want(subscription: Subscription): void;
  drop(subscription: Subscription): void;
  /** 'refused' carries why. */
  stateOf(subscription: Subscription): 'held' | 'waiting' | { readonly cause: unknown };
  /** Whether Redis knows exactly what is wanted. */
  isSettled(): boolean;
  /** Called whenever one of the two above may have changed. */
  onChange: () => void;
  close(): void;
};

const COMMAND_TIMEOUT_MS = 5_000;
const MAXIMUM_PAUSE_MS = 2_000;

/**
 * How a connection that listens differs from the one it is a duplicate of: what it subscribes to is
 * ours to say after each reconnect, and a command of a lost connection fails at once.
 */
export const SUBSCRIBER_OPTIONS = {
  autoResubscribe: false,
  autoResendUnfulfilledCommands: false,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: COMMAND_TIMEOUT_MS,
  lazyConnect: true,
  // With jitter: all processes lose Redis in the same moment.
  retryStrategy: (times: number) =>
    Math.min(50 * 2 ** Math.min(times, 6), MAXIMUM_PAUSE_MS) * (0.5 + Math.random() / 2),
} satisfies RedisOptions;
