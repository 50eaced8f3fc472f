import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { StaticData } from '#lib/eve/static-data/index.ts';
import type { SandboxClient, SandboxContext, SandboxLog } from './context.ts';
import { createCrowd } from './crowd/create-crowd.ts';
import { createEsi } from './esi/create-esi.ts';
import { createControlRoutes } from './faults/routes.ts';
import { withFaults } from './faults/with-faults.ts';
import { createGameRoutes } from './game/routes.ts';
import { type Call, json, page, type Reply } from './http/call.ts';
import { createRouter } from './http/router.ts';
import { createHttpServer } from './http/serve.ts';
import { createImageRoutes } from './images/routes.ts';
import { createMarkets } from './markets/create-markets.ts';
import { notFoundPage } from './pages/not-found-page.ts';
import { createPageRoutes } from './pages/routes.ts';
import { readKeys } from './sso/keys.ts';
import { createSsoRoutes } from './sso/routes.ts';
import { createStore } from './store/create-store.ts';
import { createInitialWorld } from './store/initial-world.ts';

/** Where the sandbox listens, what it knows and who may sign in through it. */
export type SandboxOptions = {
  readonly staticData: StaticData;
  /** 0 takes a free one. */
  readonly port: number;
  /** Default 127.0.0.1: the sandbox lets anybody be anybody. */
  readonly host?: string;
  /** Name in its own addresses, default `localhost`. */
  readonly publicHost?: string;
  /** Where the universe is kept; null keeps it in memory. */
  readonly stateDir: string | null;
  /** Applications that may sign pilots in. */
  readonly clients: readonly SandboxClient[];
  /** Origin of the site, to read quotes from. */
  readonly appUrl?: string | null;
  readonly clock?: () => Date;
  readonly random?: () => number;
  readonly log?: SandboxLog;
};

/** A running sandbox. Disposing of it closes it. */
export type Sandbox = AsyncDisposable & {
  /** `http://localhost:<port>`; SSO, ESI and images are below it under `/sso`, `/esi`, `/images`. */
  readonly url: string;
  readonly port: number;
  /** Saves and stops; connections that are still open are cut. */
  close(): Promise<void>;
};

const silent: SandboxLog = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * Start EVE Online in a box: SSO, ESI, images and a game client on one port.
 *
 * @throws {SandboxStateError} When the state folder holds something else.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { staticData, stateDir, clock = () => new Date(), log = silent } = options;
  let baseUrl = '';
  const markets = createMarkets(staticData);
  const parts: SandboxContext = {
    staticData,
    clock,
    log,
    markets,
    crowd: createCrowd(staticData, markets),
    store: await createStore(stateDir, () => createInitialWorld(staticData, clock())),
    keys: await readKeys(stateDir),
    clients: options.clients,
    random: options.random ?? Math.random,
    limits: { areOn: true },
    calls: new Map(),
    appUrl: options.appUrl ?? null,
    baseUrl: () => baseUrl,
  };
  const answer = createAnswer(parts);
  const server = createHttpServer({
    baseUrl: () => new URL(baseUrl),
    clock,
    answer,
    onFault: (error, call) => log.error({ err: error, ...call }, 'the sandbox failed a call'),
  });
  server.listen(options.port, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port always has such an address.
  const { port } = server.address() as AddressInfo;
  baseUrl = `http://${options.publicHost ?? 'localhost'}:${port}`;

  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await parts.store.close();
    })();
    return closing;
  };
  return { url: baseUrl, port, close, [Symbol.asyncDispose]: close };
}

function createAnswer(parts: SandboxContext): (call: Call) => Promise<Reply> {
  const esi = createEsi(parts);
  const find = createRouter([
    ...withFaults(parts, 'sso', createSsoRoutes(parts)),
    ...withFaults(parts, 'esi', esi.routes),
    ...withFaults(parts, 'images', createImageRoutes(parts)),
    ...createGameRoutes(parts),
    ...createControlRoutes(parts, () => esi.forget()),
    ...createPageRoutes(parts),
  ]);

  return async (call) => {
    if (!isOwnHost(call.headers.host)) return json(421, { error: 'The sandbox is localhost only' });
    const { pathname } = call.url;
    const found = find(call.method, pathname);
    if (found.kind === 'route') return found.handle({ ...call, params: found.params });
    if (pathname.startsWith('/esi/')) return esi.notFound(call);
    if (found.kind === 'method') {
      return { status: 405, headers: { Allow: found.allow.join(', ') } };
    }
    return pathname.startsWith('/game/') || pathname.startsWith('/control/')
      ? json(404, { error: 'Not found' })
      : page(404, notFoundPage());
  };
}

// Another site's name that resolves to this machine must not reach the game through a browser.
function isOwnHost(host: string | undefined): boolean {
  const name = host?.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name === '127.0.0.1' || name === '[::1]';
}
