/**
 * The part of the price trends that asks ESI: loaded when the first row is seen.
 *
 * @module
 */
import { createMarketEsi, type EsiSite, fetchPriceHistory } from '#lib/features/market/queries.ts';
import { type Trend, toTrend } from './trend.ts';

export type Trends = (
  regionId: number,
  typeId: number,
  signal: AbortSignal,
) => Promise<Trend | null>;

/** A list of fifty rows is fifty calls: ESI is asked for a few at a time. */
const PARALLEL = 3;

/** Ask for the month of one item after the other, in the order of the calls. */
export function createTrends(site: EsiSite): Trends {
  const esi = createMarketEsi(site);
  const lanes = Array.from({ length: PARALLEL }, () => Promise.resolve());
  let turn = 0;
  return async (regionId, typeId, signal) => {
    const lane = turn % PARALLEL;
    turn += 1;
    const asked = lanes[lane]?.then(async () => {
      signal.throwIfAborted();
      const { data } = await fetchPriceHistory(esi, regionId, typeId, signal);
      return toTrend(data, new Date());
    });
    lanes[lane] = Promise.resolve(asked).then(ignore, ignore);
    return (await asked) ?? null;
  };
}

function ignore(): void {}
