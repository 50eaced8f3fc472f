/**
 * Writes entries to streams in turn, in a process of its own, when it is told to.
 *
 * @module
 */
import { Redis } from 'ioredis';
import * as z from 'zod';

const orderSchema = z.object({ prefix: z.string(), streams: z.int(), count: z.int() });
const AT_ONCE = 500;

const redis = new Redis(process.env.BENCH_REDIS_URL ?? '');
process.on('message', (order) => {
  void write(orderSchema.parse(order)).then(() => process.send?.('done'));
});
process.on('disconnect', () => redis.disconnect());
redis.once('ready', () => process.send?.('ready'));

async function write({ prefix, streams, count }: z.output<typeof orderSchema>): Promise<void> {
  for (let sent = 0; sent < count; sent += AT_ONCE) {
    const pipeline = redis.pipeline();
    for (let index = sent; index < Math.min(sent + AT_ONCE, count); index += 1) {
      const fields = ['code', 'AT-7K3M-9QX2', 'version', index, 'state', 'contracted'];
      pipeline.xadd(`${prefix}${index % streams}`, '*', ...fields);
    }
    await pipeline.exec();
  }
}
