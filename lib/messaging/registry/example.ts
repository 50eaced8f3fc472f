import type { Redis } from 'ioredis';
import { createRedisBackend, openRegistry } from './index.ts';

/** What the README shows. A test runs it. */
export async function example(redis: Redis, prefix: string): Promise<string[]> {
  const log: string[] = [];

  await using one = await openRegistry({ backend: createRedisBackend({ redis, prefix }) });
  await using two = await openRegistry({ backend: createRedisBackend({ redis, prefix }) });

  const lease = await one.register(
    'aiko',
    {
      send: (message) => log.push(`aiko on one hears ${JSON.stringify(message)}`),
      close: (reason) => log.push(`aiko on one: ${reason}`),
    },
    { isTemporary: true },
  );
  await one.update('aiko', { name: 'Aiko Danuja' });
  await two.send('aiko', { cmd: 'offer' }); // resolves when the connection has taken it

  // The browser reconnects elsewhere, and shows the token that it was given.
  const send = () => log.push('aiko on two hears it');
  await two.register('aiko', { send }, { token: lease.token });
  await until(() => log.includes('aiko on one: taken'));
  await one.send('aiko', { cmd: 'answer' });
  for await (const { id, data } of one.list()) log.push(`${id} is ${data.name}`);

  log.push(`the old connection leaves: ${await lease.unregister()}`);
  return log;
}

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise<void>((resolve) => setImmediate(resolve));
}
