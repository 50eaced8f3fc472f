/**
 * The numbers of all processes: each leaves its own in Redis now and then, so that one address tells of all.
 *
 * @module
 */
import { hostname } from 'node:os';
import type { Redis } from 'ioredis';
import { AggregatorRegistry } from 'prom-client';
import * as z from 'zod';
import type { Container } from './container.ts';
import { startLoop } from './loop.ts';

const KEY = 'ageira:metrics';
const PUBLISH_MS = 10_000;
/** Older numbers are of a process that has ended. */
const LASTING_MS = 60_000;

const sampleSchema = z.looseObject({
  name: z.string(),
  help: z.string(),
  type: z.string(),
  aggregator: z.string(),
  values: z.array(z.looseObject({})),
});
const publishedSchema = z.object({ at: z.number(), metrics: z.array(sampleSchema) });

/** Leave this process's numbers where {@link readMetrics} finds them, until it is disposed of. */
export function startPublishingMetrics({
  metrics,
  redis,
  log,
  clock,
}: Pick<Container, 'metrics' | 'redis' | 'log' | 'clock'>): AsyncDisposable {
  const field = `${hostname()} ${process.pid}`;
  return startLoop({ name: 'metrics', pauseMs: PUBLISH_MS, log }, async () => {
    const published = {
      at: clock().getTime(),
      metrics: await metrics.registry.getMetricsAsJSON(),
    };
    await redis.hset(KEY, field, JSON.stringify(published));
  });
}

/** The numbers of all processes, as Prometheus reads them. */
export async function readMetrics({
  metrics,
  redis,
  clock,
}: Pick<Container, 'metrics' | 'redis' | 'clock'>): Promise<{ type: string; text: string }> {
  const own = await metrics.registry.getMetricsAsJSON();
  const others = await readPublished(redis, clock());
  const all = AggregatorRegistry.aggregate([own, ...others]);
  return { type: all.contentType, text: await all.metrics() };
}

async function readPublished(redis: Redis, now: Date): Promise<object[][]> {
  const found: object[][] = [];
  for (const [field, text] of Object.entries(await redis.hgetall(KEY))) {
    const published = publishedSchema.safeParse(parseJson(text)).data;
    if (published && Math.abs(now.getTime() - published.at) < LASTING_MS) {
      found.push(published.metrics);
    } else {
      await redis.hdel(KEY, field);
    }
  }
  return found;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
