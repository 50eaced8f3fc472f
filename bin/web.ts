import { once } from 'node:events';
import { Server } from 'node:http';
import next from 'next';
import { createContainer } from '#lib/server/container.ts';
import { EnvError, readEnv } from '#lib/server/env.ts';
import { createFront, drainFront } from '#lib/server/front.ts';
import { createLog } from '#lib/server/log.ts';
import { listenForStop, sayReady } from '#lib/server/process.ts';
import { requireSite, SiteError } from '#lib/server/site.ts';

/** The site: `node --import tsx bin/web.ts [--dev]`. */
const DRAIN_MS = 8_000;

const isDev = process.argv.includes('--dev');
// Next and next-auth read these two from the environment themselves.
Object.assign(process.env, { NODE_ENV: isDev ? 'development' : 'production' });
const env = await prepare();
process.env.NEXTAUTH_URL = env.PUBLIC_URL;

const log = createLog({ name: 'web', level: env.LOG_LEVEL });
const stopped = listenForStop();

const app = next({
  dev: isDev,
  hostname: env.HOST,
  port: env.PORT,
  // Next would hang its own upgrade listener on the server it finds. Nobody listens on this one.
  ...(isDev ? {} : { httpServer: new Server() }),
});
await app.prepare();
const handle = app.getRequestHandler();

const server = createFront({
  publicUrl: env.PUBLIC_URL,
  trustedProxies: env.TRUSTED_PROXIES,
  handle: (request, response) => handle(request, response),
  ...(isDev ? { upgrade: app.getUpgradeHandler() } : {}),
});
server.listen(env.PORT, env.HOST);
await once(server, 'listening');
log.info({ url: env.PUBLIC_URL, host: env.HOST, port: env.PORT }, 'started');
sayReady();

log.info({ reason: await stopped }, 'stopping');
await drainFront(server, DRAIN_MS);
process.exit(0);

async function prepare() {
  try {
    const checked = readEnv(process.env);
    await using container = await createContainer(checked, 'web-start');
    await requireSite(container);
    return checked;
  } catch (error) {
    const startLog = createLog({ name: 'web', level: 'info' });
    if (error instanceof EnvError || error instanceof SiteError) startLog.fatal(error.message);
    else startLog.fatal({ err: error }, 'could not start');
    process.exit(1);
  }
}
