import type { Redis } from 'ioredis';
import type { Subscriber, SubscriberHooks, Subscription, Verb } from './subscription.ts';

/** So that no command holds up Redis for long. */
const MOST_AT_ONCE = 1_000;
const REFUSED_AGAIN_MS = 10_000;

const UNDO = {
  subscribe: 'unsubscribe',
  psubscribe: 'punsubscribe',
  ssubscribe: 'sunsubscribe',
} as const;

/**
 * Keeps one connection subscribed to what is wanted.
 *
 * What is wanted changes at once, and as often as anybody likes; one loop, a command at a time, brings
 * Redis to it. So `off` and `on` in one tick are no command at all, and no order of them can leave
 * Redis with anything else than what is wanted in the end.
 */
export class SubscriberLink implements Subscriber {
  readonly #redis: Redis;
  readonly #hooks: SubscriberHooks;
  readonly #wanted: Record<Verb, Set<string>> = emptySets();
  readonly #held: Record<Verb, Set<string>> = emptySets();
  /** What may differ between the two. */
  readonly #changed: Record<Verb, Set<string>> = emptySets();
  readonly #refused = new Map<string, unknown>();
  #isUp = false;
  #isAway = false;
  #isRunning = false;
  #isClosed = false;
  #pinging: NodeJS.Timeout;
  #again: NodeJS.Timeout | undefined;
  /** Messages of one channel follow each other: its name is made once for all of them. */
  #last = { bytes: Buffer.alloc(0), name: '' };
  onChange: () => void = () => {};

  /** @param redis Of its own, made with SUBSCRIBER_OPTIONS; is closed by `close()`. */
  constructor(redis: Redis, hooks: SubscriberHooks) {
    this.#redis = redis;
    this.#hooks = hooks;
    redis.on('ready', () => this.#start());
    redis.on('close', () => this.#lose(new Error('The connection was closed')));
    redis.on('error', (error) => this.#onError(error));
    redis.on('messageBuffer', (channel: Buffer, frame: Buffer) => {
      const name = this.#nameOf(channel);
      hooks.onMessage('subscribe', name, name, frame);
    });
    redis.on('smessageBuffer', (channel: Buffer, frame: Buffer) => {
      const name = this.#nameOf(channel);
      hooks.onMessage('ssubscribe', name, name, frame);
    });
    redis.on('pmessageBuffer', (pattern: string, channel: Buffer, frame: Buffer) => {
      hooks.onMessage('psubscribe', pattern, this.#nameOf(channel), frame);
    });
    // A connection that only listens would never notice that its other end is gone.
    this.#pinging = setInterval(() => this.#ping(), hooks.pingEveryMs).unref();
    redis.connect().catch(ignore);
  }

  want({ verb, topic }: Subscription): void {
    this.#wanted[verb].add(topic);
    this.#changed[verb].add(topic);
    this.#run();
  }

  drop({ verb, topic }: Subscription): void {
    this.#wanted[verb].delete(topic);
    this.#changed[verb].add(topic);
    this.#refused.delete(keyOf(verb, topic));
    this.#run();
  }

  stateOf({ verb, topic }: Subscription): 'held' | 'waiting' | { readonly cause: unknown } {
    if (this.#held[verb].has(topic)) return 'held';
    const key = keyOf(verb, topic);
    return this.#refused.has(key) ? { cause: this.#refused.get(key) } : 'waiting';
  }

  isSettled(): boolean {
    return this.#isUp && !this.#isRunning && this.#nextStep() === undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.#isUp = false;
    clearInterval(this.#pinging);
    clearTimeout(this.#again);
    this.#redis.disconnect();
  }

  #nameOf(channel: Buffer): string {
    if (!areEqual(channel, this.#last.bytes)) {
      // A copy: the bytes given are a view of all that came with them.
      this.#last = { bytes: Buffer.from(channel), name: channel.toString() };
    }
    return this.#last.name;
  }

  #start(): void {
    if (this.#isClosed) return;
    this.#forget();
    this.#isUp = true;
    this.#run();
    // Nothing may be wanted yet.
    this.onChange();
  }

  #lose(cause: unknown): void {
    this.#isUp = false;
    this.#forget();
    if (this.#isAway || this.#isClosed) return;
    this.#isAway = true;
    this.#hooks.onAway(cause);
  }

  /** A new connection holds nothing. */
  #forget(): void {
    this.#refused.clear();
    for (const verb of VERBS) {
      this.#held[verb].clear();
      for (const topic of this.#wanted[verb]) this.#changed[verb].add(topic);
    }
  }

  #onError(error: unknown): void {
    // A reply that nobody asked for: a shard gave a channel away. Connecting anew finds it again.
    if (error instanceof Error && error.message.startsWith('Command queue state error')) {
      this.#reconnect(error);
    } else this.#lose(error);
  }

  #reconnect(cause: unknown): void {
    this.#lose(cause);
    if (this.#redis.status === 'ready') this.#redis.disconnect(true);
  }

  #ping(): void {
    if (!this.#isUp || this.#isRunning) return;
    this.#redis.ping().catch((error: unknown) => {
      if (!isReply(error)) this.#reconnect(error);
    });
  }

  #run(): void {
    if (this.#isRunning || !this.#isUp) return;
    this.#isRunning = true;
    void this.#bring();
  }

  async #bring(): Promise<void> {
    // What is called in this tick is brought to Redis together.
    await null;
    try {
      for (let step = this.#nextStep(); this.#isUp && step; step = this.#nextStep()) {
        await this.#take(step);
      }
    } catch (error) {
      this.#reconnect(error);
    } finally {
      this.#isRunning = false;
    }
    // The connection may have been lost and come back within the last wait.
    if (this.#isUp && this.#nextStep()) this.#run();
    else if (this.#isUp && this.#isAway) {
      this.#isAway = false;
      this.#hooks.onBack();
    }
    this.onChange();
  }

  /** Looks only at what was changed, however much is subscribed to. */
  #nextStep(): Step | undefined {
    for (const verb of VERBS) {
      // Channels of one sharded command must be of one slot: there, one at a time.
      const most = verb === 'ssubscribe' ? 1 : MOST_AT_ONCE;
      const topics: string[] = [];
      let isUndone = false;
      for (const topic of this.#changed[verb]) {
        if (topics.length === most) break;
        const isWanted = this.#wanted[verb].has(topic);
        const isAsWanted = isWanted === this.#held[verb].has(topic);
        if (isAsWanted || this.#refused.has(keyOf(verb, topic))) this.#changed[verb].delete(topic);
        else if (topics.length === 0 || isUndone === !isWanted) {
          isUndone = !isWanted;
          topics.push(topic);
        }
      }
      if (topics.length > 0) return { verb, topics, isUndone };
    }
    return undefined;
  }

  async #take({ verb, topics, isUndone }: Step): Promise<void> {
    if (isUndone) {
      // Not held from here on: whoever wants one again meanwhile must wait until it is subscribed to anew.
      for (const topic of topics) this.#held[verb].delete(topic);
      await this.#redis[UNDO[verb]](...topics);
      return;
    }
    try {
      await this.#redis[verb](...topics);
      // The connection may have been another's before the answer came: then nothing is held.
      if (this.#isUp) for (const topic of topics) this.#held[verb].add(topic);
    } catch (error) {
      if (!isReply(error)) throw error;
      if (topics.length === 1) this.#refuse(verb, topics[0] ?? '', error);
      // One bad name fails the command for all of them.
      else for (const topic of topics) await this.#take({ verb, topics: [topic], isUndone });
    }
    this.onChange();
  }

  #refuse(verb: Verb, topic: string, cause: unknown): void {
    this.#refused.set(keyOf(verb, topic), cause);
    this.#hooks.onRefused(topic, cause);
    this.#again ??= setTimeout(() => {
      this.#again = undefined;
      this.#retryRefused();
    }, REFUSED_AGAIN_MS).unref();
  }

  #retryRefused(): void {
    this.#refused.clear();
    for (const verb of VERBS)
      for (const topic of this.#wanted[verb]) this.#changed[verb].add(topic);
    this.#run();
  }
}

type Step = {
  readonly verb: Verb;
  readonly topics: readonly string[];
  readonly isUndone: boolean;
};

const VERBS: readonly Verb[] = ['subscribe', 'psubscribe', 'ssubscribe'];

function emptySets(): Record<Verb, Set<string>> {
  return { subscribe: new Set(), psubscribe: new Set(), ssubscribe: new Set() };
}

/** Of a few bytes: cheaper than a call into native code. */
function areEqual(a: Buffer, b: Buffer): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

function keyOf(verb: Verb, topic: string): string {
  return `${verb} ${topic}`;
}

/** Redis answered, if only with a refusal: the connection is good. */
function isReply(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
}

function ignore(): void {}
