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

const pricesReadSchema = z.object({ hubId: z.int() });
const listReadSchema = z.object({ ownerId: z.int() });

/** What is told, by name. */
export type SiteEventMap = {
  /** Something changed in the database. */
  changed: OutboxEvent;
  /** The prices of a hub were read anew. */
  'prices-read': z.output<typeof pricesReadSchema>;
  /** EVE's contract list of a character or corporation was read, whether or not anything on it is new. */
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
