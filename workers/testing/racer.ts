/**
 * A worker in a process of its own: matches what it is told to, when the whistle blows.
 *
 * @module
 */
import * as z from 'zod';
import { matchAndSettle } from '#lib/features/contracts/match-and-settle.ts';
import { createContainer } from '#lib/server/container.ts';
import { readEnv } from '#lib/server/env.ts';
import { createLog } from '#lib/server/log.ts';

const AT_ONCE = 4;
const orderSchema = z.object({ contractIds: z.array(z.int()), whistle: z.int() });

const log = createLog({ name: 'racer', level: 'silent' });
await using container = await createContainer(readEnv(process.env), 'racer', { log });
// The first match reads the static data, which is no part of the race.
await matchAndSettle(container, 0);

process.on('message', (message) => {
  void race(orderSchema.parse(message)).then(
    () => process.send?.({ ok: true }),
    (error: unknown) => process.send?.({ ok: false, error: String(error) }),
  );
});
process.send?.({ ok: true });
// Whoever started us may have gone meanwhile.
process.on('error', () => process.exit());
await new Promise((resolve) => process.once('disconnect', resolve));

async function race({ contractIds, whistle }: z.output<typeof orderSchema>): Promise<void> {
  const queue = [...contractIds];
  const matchNext = async () => {
    // Who blows the whistle holds the lock, and lets go of it.
    await container.pool.query(
      'select pg_advisory_lock_shared($1), pg_advisory_unlock_shared($1)',
      [whistle],
    );
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      await matchAndSettle(container, id);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, matchNext));
}
