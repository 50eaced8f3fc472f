/** Reads a region's orders once and makes the statistics of each type, in a process of its own. */
import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import { computeBookStatistics } from '#lib/core/pricing/book-statistics.ts';
import { toOrderBook } from '#lib/core/pricing/order-book.ts';
import { createEsiClient, type EsiMarketOrder, regionOrders } from '#lib/eve/esi/index.ts';
import { toOrdersAtHub } from '#lib/features/prices/orders-at-hub.ts';

const REGION = 10_000_002;
const HUB = { locationId: 60_003_760, systemId: 30_000_142 };
const PARALLEL = 4;
const baseUrl = process.env.BENCH_ESI_URL ?? '';
const pageCount = Number(process.env.BENCH_PAGES);

const startedMs = performance.now();
const types = process.argv[2] === 'bare' ? await readBare() : await readOurs();
const tookMs = performance.now() - startedMs;
process.send?.({ tookMs, types, peakMb: process.resourceUsage().maxRSS / 1_024 });
process.disconnect();

/** How many types have a price. */
async function readOurs(): Promise<number> {
  await using esi = createEsiClient({ baseUrl, userAgent: 'Bench (this machine)' });
  const { data } = await esi.requestAllPages(regionOrders({ regionId: REGION }), {
    signal: AbortSignal.timeout(60_000),
  });
  if (data.length !== pageCount * 1_000) throw new Error(`Read ${data.length} orders`);
  let priced = 0;
  for (const rows of byType(data).values()) {
    const orders = toOrdersAtHub(rows, HUB);
    const { buyTop5, sellTop5 } = computeBookStatistics(orders);
    const { buy, sell } = toOrderBook(orders);
    if ((buyTop5 ?? sellTop5) !== null && buy.length + sell.length > 0) priced += 1;
  }
  return priced;
}

function byType<Row extends { readonly type_id: number }>(rows: readonly Row[]) {
  const found = new Map<number, Row[]>();
  for (const row of rows) {
    const list = found.get(row.type_id);
    if (list) list.push(row);
    else found.set(row.type_id, [row]);
  }
  return found;
}

type BareOrder = Pick<
  EsiMarketOrder,
  'order_id' | 'type_id' | 'is_buy_order' | 'price' | 'volume_remain'
>;

/** As one would write it in an evening: no snapshots, no checks, floats, no outliers. */
async function readBare(): Promise<number> {
  const pool = new Pool(baseUrl, { connections: 16 });
  let next = 1;
  const orders: BareOrder[] = [];
  const read = async () => {
    while (next <= pageCount) {
      const path = `/markets/${REGION}/orders?order_type=all&page=${next++}`;
      const { body } = await pool.request({ path, method: 'GET' });
      orders.push(...(JSON.parse(await body.text()) as BareOrder[]));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, read));
  await pool.close();
  let priced = 0;
  for (const rows of byType(orders).values()) {
    const buy = meanOf(rows.filter((row) => row.is_buy_order).sort((a, b) => b.price - a.price));
    const sell = meanOf(rows.filter((row) => !row.is_buy_order).sort((a, b) => a.price - b.price));
    if (buy > 0 || sell > 0) priced += 1;
  }
  return priced;
}

function meanOf(sorted: readonly BareOrder[]): number {
  const wanted = sorted.reduce((sum, row) => sum + row.volume_remain, 0) * 0.05;
  let [missing, cost] = [wanted, 0];
  for (const { price, volume_remain: units } of sorted) {
    const taken = Math.min(units, missing);
    cost += taken * price;
    missing -= taken;
    if (missing <= 0) break;
  }
  return wanted > 0 ? cost / wanted : 0;
}
