/**
 * What all processes of the site tell each other at once. Who is away misses it: nothing that must not be lost is
 * told here alone.
 *
 * @module
 */
import * as z from 'zod';
import { GlobalEvents } from '#lib/messaging/global-events/index.ts';
import type { Container } from './container.ts';
import { type OutboxEvent, outboxEventSchema } from './outbox.ts';

const pricesReadSchema = z.object({ hubId: z.int(), bookAt: z.date() });
const listReadSchema = z.object({ feedId: z.uuid() });

/** What is told, by name. */
export type SiteEventMap = {
  /** Something changed in the database. */
  changed: OutboxEvent;
  /** The prices of a hub were read anew. */
  'prices-read': z.output<typeof pricesReadSchema>;
  /** EVE's list of a feed was read to its end, whether or not anything on it is new. */
  'list-read': z.output<typeof listReadSchema>;
};
export type SiteEvents = GlobalEvents<SiteEventMap>;

const SCHEMAS = {
  changed: outboxEventSchema,
  'prices-read': pricesReadSchema,
  'list-read': listReadSchema,
};

/** Nothing is connected before the first use. To be disposed of by its owner. */
export function createSiteEvents({ env, redis, log }: Pick<Container, 'env' | 'redis' | 'log'>) {
  // Redis has one set of channels for all of its numbered databases.
  const number = new URL(env.REDIS_URL).pathname.slice(1) || '0';
  return new GlobalEvents<SiteEventMap>({
    connection: redis,
    prefix: `ageira:${number}:`,
    schemas: SCHEMAS,
    log,
  });
}
