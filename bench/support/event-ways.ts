/**
 * Ways to tell events to subscribers over one Redis, each subscriber with a connection of its own.
 *
 * @module
 */
import { Redis } from 'ioredis';
import { Packr, Unpackr } from 'msgpackr';
import { GlobalEvents } from '#lib/messaging/global-events/index.ts';
import { importOld } from './peers.ts';

export type EventWay = {
  emit(event: object): void;
  /** By all subscribers together. */
  received(): number;
  close(): Promise<void>;
};

export type OpenEventWay = (url: string, subscribers: number) => Promise<EventWay>;

const EVENT = 'quote.changed';
const options = { useRecords: false, moreTypes: true, useBigIntExtension: true };

export function openOurs(format: 'msgpack' | 'json'): OpenEventWay {
  return async (url, subscribers) => {
    const redis = new Redis(url);
    const sender = new GlobalEvents({ connection: redis, format, prefix: `bench-${format}-` });
    let received = 0;
    const hear = () => {
      received += 1;
    };
    const hearing = Array.from({ length: subscribers }, () =>
      new GlobalEvents({ connection: redis, prefix: `bench-${format}-` }).on(EVENT, hear),
    );
    await Promise.all(hearing.map((each) => each.ready()));
    return {
      emit: (event) => void sender.emit(EVENT, event),
      received: () => received,
      async close() {
        for (const each of [sender, ...hearing]) await each.disconnect();
        redis.disconnect();
      },
    };
  };
}

/** The client alone, with the same codec and nothing else. */
export function openBare(format: 'msgpack' | 'json'): OpenEventWay {
  return async (url, subscribers) => {
    const channel = `bench-bare-${format}`;
    const redis = new Redis(url);
    const packr = new Packr(options);
    const unpackr = new Unpackr(options);
    let received = 0;
    const hearing = Array.from({ length: subscribers }, () => redis.duplicate());
    for (const each of hearing) {
      if (format === 'json') {
        each.on('message', (_channel: string, text: string) => {
          if (JSON.parse(text)) received += 1;
        });
      } else {
        each.on('messageBuffer', (_channel: Buffer, frame: Buffer) => {
          if (unpackr.unpack(frame)) received += 1;
        });
      }
      await each.subscribe(channel);
    }
    return {
      emit(event) {
        void redis.publish(channel, format === 'json' ? JSON.stringify(event) : packr.pack(event));
      },
      received: () => received,
      async close() {
        for (const each of [redis, ...hearing]) each.disconnect();
      },
    };
  };
}

type OldEvents = {
  on(event: string, listener: () => void): unknown;
  emit(event: string, data: unknown): unknown;
  disconnect(): void;
};
type OldModule = { readonly default: new (options: { connection: Redis }) => OldEvents };

export const openOld: OpenEventWay = async (url, subscribers) => {
  const module = await importOld<OldModule>('global-events');
  if (!module) throw new Error('The old module is not at hand');
  const redis = new Redis(url);
  const sender = new module.default({ connection: redis });
  let received = 0;
  const hearing = Array.from({ length: subscribers }, () => {
    // biome-ignore lint/style/noNonNullAssertion: checked above
    const each = new module!.default({ connection: redis });
    each.on(EVENT, () => {
      received += 1;
    });
    return each;
  });
  // It cannot say when it is ready.
  while (Number((await redis.pubsub('NUMSUB', `global-events:${EVENT}`))[1]) < subscribers) {
    await redis.ping();
  }
  return {
    emit: (event) => void sender.emit(EVENT, event),
    received: () => received,
    async close() {
      for (const each of [sender, ...hearing]) each.disconnect();
      redis.disconnect();
    },
  };
};
