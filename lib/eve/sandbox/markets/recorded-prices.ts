import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';

const FILE = new URL('../data/market-prices.json.gz', import.meta.url);

const rowsSchema = z.array(z.tuple([z.int(), z.number().nullable(), z.number().nullable()]));

/** CCP's prices of one type, in ISK, as `GET /markets/prices` once gave them. */
export type RecordedPrice = {
  readonly typeId: number;
  readonly adjusted: number | null;
  readonly average: number | null;
};

/** Read the recorded reply that comes with the sandbox. Real relations, not today's prices. */
export function readRecordedPrices(): RecordedPrice[] {
  const text = gunzipSync(readFileSync(fileURLToPath(FILE))).toString('utf8');
  return rowsSchema
    .parse(JSON.parse(text))
    .map(([typeId, adjusted, average]) => ({ typeId, adjusted, average }));
}
