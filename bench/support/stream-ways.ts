/**
 * Ways to read many streams over one connection, entries as objects.
 *
 * @module
 */
import { Redis } from 'ioredis';
import { StreamsManager } from '#lib/messaging/redis-streams/index.ts';
import { importOld } from './peers.ts';

export type StreamWay = {
  /** Begin after these ids, and count what comes. */
  read(
    url: string,
    positions: readonly { readonly key: string; readonly id: string }[],
  ): Promise<StreamReading>;
};
export type StreamReading = { received(): number; stop(): Promise<void> };

const BLOCK_MS = 1_000;

export const oursWay: StreamWay = {
  async read(url, positions) {
    const redis = new Redis(url);
    let received = 0;
    const streams = new StreamsManager(redis);
    // Without one it would not look for gaps.
    streams.on('gap', () => {});
    streams.add(...positions);
    const hear = () => {
      received += 1;
    };
    for (const { key } of positions) streams.on(key, hear);
    return {
      received: () => received,
      async stop() {
        await streams.disconnect();
        redis.disconnect();
      },
    };
  },
};

/** XREAD in a loop and nothing else, with as many entries a read as ours takes. */
export const bareWay: StreamWay = {
  async read(url, positions) {
    const redis = new Redis(url);
    let received = 0;
    let isStopped = false;
    const ids = new Map(positions.map(({ key, id }) => [key, id]));
    const count = Math.max(10, Math.min(1_000, Math.ceil(5_000 / positions.length)));
    const loop = async () => {
      while (!isStopped) {
        const reply = await redis.xread(
          'COUNT',
          count,
          'BLOCK',
          BLOCK_MS,
          'STREAMS',
          ...ids.keys(),
          ...ids.values(),
        );
        for (const [key, rows] of reply ?? []) {
          for (const [id, fields] of rows) {
            ids.set(key, id);
            if (toObject(fields)) received += 1;
          }
        }
      }
    };
    const ended = loop().catch(() => {});
    return {
      received: () => received,
      async stop() {
        isStopped = true;
        redis.disconnect();
        await ended;
      },
    };
  },
};

type OldManager = {
  add(...positions: { key: string; id: string }[]): void;
  on(event: string, listener: () => void): unknown;
  stop(): void;
};
type OldModule = {
  readonly default: new (redis: Redis, options: { count: number }) => OldManager;
};

export const oldWay: StreamWay = {
  async read(url, positions) {
    const module = await importOld<OldModule>('redis-streams-manager');
    if (!module) throw new Error('The old module is not at hand');
    const redis = new Redis(url);
    let received = 0;
    const count = Math.max(10, Math.min(1_000, Math.ceil(5_000 / positions.length)));
    const streams = new module.default(redis, { count });
    streams.on('error', () => {});
    for (const { key } of positions) {
      streams.on(key, () => {
        received += 1;
      });
    }
    streams.add(...positions);
    return {
      received: () => received,
      async stop() {
        streams.stop();
        redis.disconnect();
      },
    };
  },
};

function toObject(fields: readonly string[]): Record<string, string> {
  const data: Record<string, string> = {};
  for (let index = 1; index < fields.length; index += 2) {
    data[fields[index - 1] ?? ''] = fields[index] ?? '';
  }
  return data;
}
