import type { Redis } from 'ioredis';
import * as z from 'zod';
import { GlobalEvents } from './index.ts';

const schemas = {
  'quote.changed': z.strictObject({ code: z.string(), version: z.int() }),
  'prices.refreshed': z.undefined(),
};

/** What the README shows. A test runs it. */
export async function example(redis: Redis, prefix: string): Promise<string[]> {
  const log: string[] = [];
  await using web = new GlobalEvents({ connection: redis, prefix, schemas });
  await using worker = new GlobalEvents({ connection: redis, prefix, schemas });

  web.on('quote.changed', ({ code, version }) => log.push(`${code} is at ${version}`));
  web.on('reconnected', ({ awayMs }) => log.push(`missed what came within ${awayMs} ms`));
  web.onPattern('prices.*', (_data, event) => log.push(event));
  await web.ready();

  worker.emit('quote.changed', { code: 'AT-7K3M-9QX2', version: 4 });
  await worker.emitAsync('prices.refreshed');

  // Another process hears it a moment later.
  while (log.length < 2) await new Promise<void>((resolve) => setImmediate(resolve));
  return log;
}
