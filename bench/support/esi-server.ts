/** ESI as far as the figures need it, in a process of its own: answers that are good, from memory. */
import { createServer, type ServerResponse } from 'node:http';

const ORDERS_A_PAGE = 1_000;
const MODIFIED = new Date(Date.now() - 60_000).toUTCString();
const STATUS = '{"players":20000,"server_version":"1","start_time":"2026-11-20T11:02:00Z"}';

const pageCount = Number(process.env.BENCH_PAGES);
const pages = Array.from({ length: pageCount }, (_, page) => Buffer.from(writePage(page)));

const server = createServer(({ url = '', headers }, response) => {
  const { searchParams } = new URL(url, 'http://esi.test');
  const page = Number(searchParams.get('page') ?? 0);
  if (page > 0) send(response, 200, pages[page - 1] ?? '[]', { 'x-pages': String(pageCount) });
  else if (headers['if-none-match']) send(response, 304, '', {});
  else send(response, 200, url.includes('/status') ? STATUS : '[]', { 'x-pages': '1' });
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'));

function send(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Record<string, string>,
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    etag: '"bench"',
    expires: new Date(Date.now() + 300_000).toUTCString(),
    'last-modified': MODIFIED,
    'x-ratelimit-group': 'market-order',
    'x-ratelimit-limit': '12000/15m',
    ...headers,
  });
  response.end(body);
}

function writePage(page: number): string {
  const orders = Array.from({ length: ORDERS_A_PAGE }, (_, index) => ({
    duration: 90,
    is_buy_order: index % 3 === 0,
    issued: '2026-11-20T10:00:00Z',
    location_id: 60_003_760,
    min_volume: 1,
    order_id: 7_400_000_000 + page * ORDERS_A_PAGE + index,
    price: 12_345.67 + index,
    range: 'region',
    system_id: 30_000_142,
    type_id: 34 + (index % 500),
    volume_remain: 1_000 + index,
    volume_total: 5_000 + index,
  }));
  return JSON.stringify(orders);
}
