import { toEsiTime } from '../markets/create-orders.ts';
import { daily } from './freshness.ts';
import { type EsiAnswer, type EsiAsk, ok } from './route.ts';

/** The server came up after the last downtime, and a few people are on. */
export function getStatus({ now }: EsiAsk): EsiAnswer {
  const { lastModified } = daily(now);
  return ok({
    players: 20_000 + (Math.floor(now.getTime() / 60_000) % 5_000),
    server_version: '3011451',
    start_time: toEsiTime(new Date(lastModified.getTime() - 3 * 60_000)),
  });
}
