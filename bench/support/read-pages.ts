/** Reads all pages of a list once, in a process of its own: its memory and its event loop are all that counts. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import {
  createEsiClient,
  operation,
  type PagedEsiOperation,
  pagedOperation,
  regionOrders,
} from '#lib/eve/esi/index.ts';

const REGION = 10_000_002;
const PARALLEL = 4;
const baseUrl = process.env.BENCH_ESI_URL ?? '';
const pageCount = Number(process.env.BENCH_PAGES);

const READERS: Readonly<Record<string, () => Promise<number>>> = {
  bare: readBare,
  typed: () => readOurs(allOrders()),
  checked: () => readOurs(regionOrders({ regionId: REGION })),
};

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const startedMs = performance.now();
const rows = await READERS[process.argv[2] ?? '']?.();
const tookMs = performance.now() - startedMs;
delay.disable();
if (rows !== pageCount * 1_000) throw new Error(`Read ${rows} orders`);
const heldMs = delay.max / 1e6;
process.send?.({ tookMs, heldMs, peakMb: process.resourceUsage().maxRSS / 1_024 });
process.disconnect();

function allOrders() {
  return pagedOperation(
    'GET /markets/{region_id}/orders',
    { path: { region_id: REGION }, query: { order_type: 'all' } },
    { idOf: ({ order_id }) => order_id },
  );
}

async function readOurs<Row>(list: PagedEsiOperation<Row>): Promise<number> {
  await using esi = createEsiClient({ baseUrl, userAgent: 'Bench (this machine)' });
  const call = { signal: AbortSignal.timeout(60_000) };
  await esi.request(operation('GET /status', {}), call);
  const { data } = await esi.requestAllPages(list, call);
  return data.length;
}

async function readBare(): Promise<number> {
  const pool = new Pool(baseUrl, { connections: 16 });
  await (await pool.request({ path: '/status', method: 'GET' })).body.dump();
  let next = 1;
  const orders = new Map<number, unknown>();
  const read = async () => {
    while (next <= pageCount) {
      const page = next++;
      const path = `/markets/${REGION}/orders?order_type=all&page=${page}`;
      const { body } = await pool.request({ path, method: 'GET' });
      const part = JSON.parse(await body.text()) as { order_id: number }[];
      for (const order of part) orders.set(order.order_id, order);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, read));
  await pool.close();
  return orders.size;
}
