import { randomUUID } from 'node:crypto';
import { Redis, type RedisOptions } from 'ioredis';
import { GlobalEvents, type GlobalEventsOptions } from '../global-events.ts';

export type Stage = AsyncDisposable & {
  readonly redis: Redis;
  /** Of this stage alone. */
  readonly prefix: string;
  /** As one more process would have it. */
  join<Events extends object = Record<string, unknown>>(
    options?: Partial<GlobalEventsOptions<Events>>,
  ): GlobalEvents<Events>;
  /** Channels that Redis has a subscriber for, without what is before the event's name. */
  channels(): Promise<string[]>;
  /** Cut the connections of all who have joined, and of nobody else. */
  cut(): Promise<void>;
};

/** Several processes' events on one Redis, all in this process; ended with the stage. */
export function stageEvents(url: string, options: RedisOptions = {}): Stage {
  const prefix = `test-${randomUUID()}-`;
  const connection = new Redis(url, { connectionName: prefix, ...options });
  const joined: { disconnect(): Promise<void> }[] = [];
  connection.on('error', () => {});
  return {
    redis: connection,
    prefix,
    join(options = {}) {
      const events = new GlobalEvents({ connection, prefix, ...options });
      joined.push(events);
      return events;
    },
    async channels() {
      const found = await connection.pubsub('CHANNELS', `${prefix}*`);
      return found.map((name) => String(name).slice(`${prefix}events:`.length)).toSorted();
    },
    async cut() {
      const ownId = await connection.client('ID');
      // The client's types do not say that it is a text.
      const list = String(await connection.client('LIST'));
      for (const line of list.split('\n')) {
        const id = /^id=(\d+)/.exec(line)?.[1];
        if (!id || Number(id) === ownId || !line.includes(` name=${prefix} `)) continue;
        await connection.client('KILL', 'ID', id);
      }
    },
    async [Symbol.asyncDispose]() {
      for (const events of joined) await events.disconnect();
      connection.disconnect();
    },
  };
}
