import { once } from 'node:events';
import { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import next from 'next';
import { disposeContainer } from '#lib/server/container.ts';
import { drainFront } from '#lib/server/drain-front.ts';
import { createFront } from '#lib/server/front.ts';
import { createLog } from '#lib/server/log.ts';
import { refusePage } from '#lib/server/page-limits.ts';
import { prepareProcess, refuseToStart } from '#lib/server/prepare.ts';
import { listenForStop, noteFaults, sayReady } from '#lib/server/process.ts';
import { createRedis } from '#lib/server/redis.ts';
import { createSecurityHeaders } from '#lib/server/security-headers.ts';
import { sendConsoleTo } from '#lib/server/send-console-to.ts';

/** The site: `node --import tsx bin/web.ts [--dev]`. */
const DRAIN_MS = 8_000;
const LAST_WORK_MS = 3_000;

const isDev = process.argv.includes('--dev');
const NODE_ENV = isDev ? 'development' : 'production';
const env = { ...(await prepareProcess('web')), NODE_ENV };
// Next and next-auth read these two from the environment themselves.
Object.assign(process.env, { NODE_ENV, NEXTAUTH_URL: env.PUBLIC_URL });

const log = createLog({ name: 'web', level: env.LOG_LEVEL });
const stopped = listenForStop();
noteFaults({ log });
if (!isDev) sendConsoleTo(log);

const server = await serve().catch((fault: unknown) => refuseToStart('web', fault, env));
log.info({ url: env.PUBLIC_URL, host: env.HOST, port: env.PORT }, 'started');
sayReady();

log.info({ reason: await stopped }, 'stopping');
await drainFront(server, DRAIN_MS);
// What Next's modules have used. EVE's answer to a refresh must be stored, but not waited for without end.
await Promise.race([disposeContainer(), sleep(LAST_WORK_MS)]);
process.exit(0);

/** Next catches what nobody else does and goes on: unheard, a fault in here would leave us silent. */
async function serve() {
  const app = next({
    dev: isDev,
    hostname: env.HOST,
    port: env.PORT,
    // Next would hang its own upgrade listener on the server it finds. Nobody listens on this one.
    ...(isDev ? {} : { httpServer: new Server() }),
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  // Not the site's container: Next has modules of its own, and would not know the classes of the
  // errors that one made out here throws.
  const redis = createRedis(env.REDIS_URL, log);

  const server = createFront({
    publicUrl: env.PUBLIC_URL,
    trustedProxies: env.TRUSTED_PROXIES,
    securityHeaders: createSecurityHeaders(env),
    refuse: (asked, network) => refusePage({ redis, log }, asked, network),
    handle: (request, response) => handle(request, response),
    realtime: { host: env.REALTIME_HOST, port: env.REALTIME_PORT },
    ...(isDev ? { upgrade: app.getUpgradeHandler() } : {}),
  });
  server.listen(env.PORT, env.HOST);
  await once(server, 'listening');
  return server;
}
