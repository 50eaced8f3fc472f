import { randomUUID } from 'node:crypto';
import { Redis, type RedisOptions } from 'ioredis';
import { StreamsManager, type StreamsOptions } from '../streams-manager.ts';

export type Stage = AsyncDisposable & {
  readonly redis: Redis;
  /** Before the names of this stage's streams. */
  readonly prefix: string;
  /** The name of a stream that is this stage's alone. */
  name(short: string): string;
  write(short: string, value: string | number): Promise<string>;
  /** As one more process would have it. */
  manage<Data = Record<string, string>>(options?: StreamsOptions<Data>): StreamsManager<Data>;
  /** Until its reader waits for what is not there yet. */
  untilBlocked(): Promise<void>;
  /** Cut the connections of all readers of this stage. */
  cut(): Promise<void>;
};

export function stageStreams(url: string, options: RedisOptions = {}): Stage {
  const prefix = `test-${randomUUID()}-`;
  const redis = new Redis(url, { connectionName: prefix, ...options });
  redis.on('error', () => {});
  const managers: { disconnect(): Promise<void> }[] = [];
  const readers = async () => {
    const ownId = await redis.client('ID');
    // The client's types do not say that it is a text.
    const lines = String(await redis.client('LIST')).split('\n');
    return lines.filter(
      (line) => line.includes(` name=${prefix} `) && !line.startsWith(`id=${ownId} `),
    );
  };
  return {
    redis,
    prefix,
    name: (short) => prefix + short,
    async write(short, value) {
      return String(await redis.xadd(prefix + short, '*', 'value', value));
    },
    manage(given = {}) {
      const manager = new StreamsManager(redis, given);
      managers.push(manager);
      return manager;
    },
    async untilBlocked() {
      for (let tries = 0; tries < 2_000; tries += 1) {
        if ((await readers()).some((line) => / flags=[^ ]*b/.test(line))) return;
      }
      throw new Error('No reader waits');
    },
    async cut() {
      for (const line of await readers()) {
        await redis.client('KILL', 'ID', /^id=(\d+)/.exec(line)?.[1] ?? '');
      }
    },
    async [Symbol.asyncDispose]() {
      for (const manager of managers) await manager.disconnect();
      if (redis.status === 'ready') {
        const keys = await redis.keys(`${prefix}*`);
        if (keys.length > 0) await redis.del(...keys);
      }
      redis.disconnect();
    },
  };
}
