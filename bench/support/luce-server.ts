/**
 * One way of serving WebSockets, in a process of its own: `BENCH_WAY` on `PORT`. `GET /memory` answers
 * with the resident bytes after a collection, `GET /broadcast` sends one message to all.
 *
 * @module
 */
import { createServer } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LUCE_SERVERS, type LuceWay } from './luce-ways.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What a page is told of a contract, more or less. */
const MESSAGE = {
  code: 'AT-7K3M-9QX2',
  state: 'contracted',
  verdict: 'valid',
  version: 7,
  findings: [{ check: 'price', level: 'ok', expected: '125000000.00', actual: '125000000.00' }],
};

const server = createServer((request, response) => {
  if (request.url === '/broadcast') {
    const startedMs = performance.now();
    broadcast(MESSAGE);
    response.end(String(performance.now() - startedMs));
    return;
  }
  collect();
  response.end(String(process.memoryUsage.rss()));
});
const broadcast = await LUCE_SERVERS[process.env.BENCH_WAY as LuceWay](server);
// Five thousand connect at once: none may be turned away by the backlog.
server.listen(Number(process.env.PORT), '127.0.0.1', 4_096, () => process.send?.('ready'));
process.once('SIGTERM', () => process.exit());
