import type { Redis } from 'ioredis';
import {
  createPublisher,
  createRedisCheckpoints,
  GroupConsumer,
  readAfter,
  StreamsManager,
} from './index.ts';

/** What the README shows. A test runs it. */
export async function example(redis: Redis, prefix: string): Promise<string[]> {
  const log: string[] = [];
  const quotes = `${prefix}quotes`;
  const checkpoints = createRedisCheckpoints(redis, `${prefix}positions`);

  await using streams = new StreamsManager(redis, { checkpoints });
  streams.on(quotes, ({ code }, id) => log.push(`${code} at ${id}`));
  streams.on('gap', ({ stream, afterId }) => log.push(`${stream} was trimmed after ${afterId}`));
  await streams.ready(quotes);

  const publish = createPublisher(redis, { maxLength: 50_000 });
  const id = await publish(quotes, { code: 'AT-7K3M-9QX2', version: 4 });

  await using mailer = new GroupConsumer(redis, {
    streams: [quotes],
    group: 'mail',
    handle: ({ data, deliveries }) => log.push(`mailed ${data.code}, try ${deliveries}`),
  });

  const { entries, isGap } = await readAfter(redis, quotes, '0');
  log.push(`replayed ${entries.length} with ${isGap ? 'a gap' : 'no gap'}`);
  await untilLogged(log, [`AT-7K3M-9QX2 at ${id}`, `mailed AT-7K3M-9QX2, try 1`]);
  await mailer.stop();
  return log;
}

async function untilLogged(log: readonly string[], lines: readonly string[]): Promise<void> {
  while (!lines.every((line) => log.includes(line))) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
