import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStaticData, readSnapshot } from '#lib/eve/static-data/index.ts';
import { createCrowd } from '../crowd/create-crowd.ts';
import { createMarkets } from '../markets/create-markets.ts';
import { sandboxScopes } from '../sso/scopes.ts';
import {
  findBreaches,
  findErrorBreaches,
  missingHeaders,
  operations,
  specifiedStatus,
} from '../testing/specification.ts';
import {
  JITA,
  MINER,
  startTestSandbox,
  type TestSandbox,
  TRADER,
  TRADER_CORPORATION,
} from '../testing/start-test-sandbox.ts';
import type { EsiRoute } from './route.ts';
import { esiRoutes } from './routes.ts';

const THE_FORGE = 10000002;
const FREEPORT = 1045000000001;
/** In EVE's own cache windows: what the specification says must then hold to the second. */
const EVE_WINDOWS = {
  contractsMs: 300_000,
  contractItemsMs: 3_600_000,
  ordersMs: 300_000,
  speed: 1,
};
const NOON = new Date('2026-11-22T12:00:00Z');

const staticData = createStaticData(await readSnapshot());
const crowd = createCrowd(staticData, createMarkets(staticData));
const nameOf = ({ method, path }: EsiRoute): string => `${method} ${path}`;
const listed = esiRoutes.filter(({ isUnlisted }) => !isUnlisted);
const cases = listed.map((route) => ({ name: nameOf(route), route }));

let sandbox: TestSandbox;
let token: string;
/** What stands in the paths, by the route's whole path or by the parameter. */
let values: Record<string, string>;
let itemIds: Record<'characters' | 'corporations', number[]>;

beforeAll(async () => {
  sandbox = await startTestSandbox({ clock: () => NOON, staticData });
  ({ access_token: token } = await sandbox.signIn(TRADER, sandboxScopes));
  const contractId = await sandbox.createContract();
  const toCharacter = await sandbox.createContract({ assigneeId: TRADER });
  await sandbox.act(toCharacter, 'accept', TRADER);
  await sandbox.createContract({
    assigneeId: TRADER,
    type: 'courier',
    rewardIsk: '1000000',
    collateralIsk: '5000000.50',
    endLocationId: 60008494,
  });
  await sandbox.createContract({
    items: [
      { typeId: 34, quantity: 5 },
      { typeId: 44992, quantity: 1, isIncluded: false },
    ],
  });
  const auction = { type: 'auction', priceIsk: '1000', buyoutIsk: '900000' } as const;
  const toUs = await sandbox.createContract({ ...auction, assigneeId: TRADER_CORPORATION });
  const own = await sandbox.createContract({ ...auction, assigneeId: 0 });
  for (const id of [toUs, own]) {
    const bid = { characterId: TRADER, amountIsk: '2000.50' };
    await sandbox.command('POST', `/game/api/contracts/${id}/bid`, bid);
  }
  const acceptedForUs = await sandbox.createContract();
  await sandbox.command('POST', `/game/api/contracts/${acceptedForUs}/accept`, {
    characterId: TRADER,
    isForCorporation: true,
  });
  const stranger = crowd.contractsOf(THE_FORGE, NOON).find(({ type }) => type === 'item_exchange');
  // An auction that the trader won: only then is the character's own list of bids not empty.
  const bought = await sandbox.createContract({ ...auction, assigneeId: TRADER });
  const buyout = { characterId: TRADER, amountIsk: '900000' };
  await sandbox.command('POST', `/game/api/contracts/${bought}/bid`, buyout);
  itemIds = {
    characters: await firstItems('characters'),
    corporations: await firstItems('corporations'),
  };
  values = {
    '/characters/{character_id}/contracts/{contract_id}/items': String(toCharacter),
    '/characters/{character_id}/contracts/{contract_id}/bids': String(bought),
    '/corporations/{corporation_id}/contracts/{contract_id}/items': String(contractId),
    '/corporations/{corporation_id}/contracts/{contract_id}/bids': String(toUs),
    '/contracts/public/items/{contract_id}': String(stranger?.contractId),
    '/contracts/public/bids/{contract_id}': String(own),
    character_id: String(TRADER),
    corporation_id: String(TRADER_CORPORATION),
    alliance_id: '9200000000001',
    region_id: String(THE_FORGE),
    structure_id: String(FREEPORT),
    market_group_id: '1857',
    type_id: '34',
    group_id: '18',
    category_id: '4',
    station_id: String(JITA),
    system_id: '30000142',
    constellation_id: '20000021',
    division: '1',
  };
});
afterAll(() => sandbox.close());

describe('every answer of every route is as CCP specifies it, with no field beside', () => {
  test.each(cases)('$name', async ({ route }) => {
    const { method, path } = route;
    const reply = await ask(route);
    const text = await reply.text();
    const wanted = specifiedStatus(method, path);

    expect(reply.status, text).toBe(Number(wanted));
    if (wanted === '204') return expect(text).toBe('');
    const body: unknown = JSON.parse(text);
    expect(findBreaches(method, path, wanted, body)).toEqual([]);
    // An empty list would prove nothing.
    expect(isOnlyEmptyLists(body), text).toBe(false);
    expect(missingHeaders(method, path, reply.headers)).toEqual([]);
  });
});

describe('every refusal of every route is an error as CCP specifies it', () => {
  test.each(cases)('$name', async ({ route }) => {
    const unknown = route.path.replace(/\{\w+\}/g, '99999999999');
    const calls = [
      // Nobody, a stranger to the path, nonsense.
      sandbox.esi(unknown, { method: route.method }),
      sandbox.esi(unknown, { method: route.method, token, body: [1, 1] }),
      sandbox.esi(fill(route.path), { method: route.method, token: 'x' }),
    ];
    for (const reply of await Promise.all(calls)) {
      const text = await reply.text();
      expect(reply.status).toBeLessThan(500);
      if (reply.status < 400) continue;
      expect(findErrorBreaches(JSON.parse(text))).toEqual([]);
      expect(reply.headers.has('x-esi-request-id')).toBe(true);
    }
  });
});

describe('the table of routes says what the specification says', () => {
  test.each(cases)('$name', ({ route }) => {
    const operation = operations[route.path]?.[route.method.toLowerCase()];
    const limit = operation?.['x-rate-limit'];

    expect(route.bucket).toEqual(limit && { group: limit.group, tokens: limit['max-tokens'] });
    expect(limit?.['window-size'] ?? '15m').toBe('15m');
    expect(route.scope).toBe(operation?.security?.[0]?.OAuth2[0]);
    expect(route.roles ?? []).toEqual(operation?.['x-required-roles'] ?? []);
    expect(route.shapeDate ?? '2020-01-01').toBe(operation?.['x-compatibility-date']);
    const headers = operation?.responses['200']?.headers;
    expect(route.paging !== undefined).toBe(headers?.['X-Pages'] !== undefined);
    expect(route.isTranslated ?? false).toBe(headers?.['Content-Language'] !== undefined);
  });

  test.each(cases)('$name is cached as long as CCP says, or until 11:05', ({ route }) => {
    const operation = operations[route.path]?.[route.method.toLowerCase()];
    const seconds = operation?.['x-cache-age'];
    const fresh = route.freshness?.(NOON, EVE_WINDOWS);

    if (route.method === 'POST') return expect(fresh).toBeUndefined();
    if (route.path === '/meta/status') return expect(seconds).toBeUndefined();
    if (!fresh) throw new Error('It is not cached at all');
    // CCP names no time where an answer lasts until something happens.
    if (seconds === undefined && operation?.['x-server-cache-mode'] === 'event-based') return;
    if (seconds === undefined) {
      return expect(fresh.expiresAt.toISOString()).toBe('2026-11-23T11:05:00.000Z');
    }
    expect((fresh.expiresAt.getTime() - fresh.lastModified.getTime()) / 1_000).toBe(seconds);
  });

  test('every route of the specification is served, none beside but the specification itself', () => {
    const specified = Object.entries(operations).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );

    expect(esiRoutes.map(nameOf).toSorted()).toEqual(
      [...specified, 'GET /meta/openapi.json'].toSorted(),
    );
  });

  test('the specification itself is served, under another title and for the date asked for', async () => {
    const reply = await sandbox.esi('/meta/openapi.json');
    const document = await reply.json();

    expect(Object.keys(document.paths)).toEqual(Object.keys(operations));
    expect(document.components.parameters.CompatibilityDate.schema.enum).toEqual(['2026-08-04']);
    expect(reply.headers.get('cache-control')).toBe('public, max-age=600');
  });
});

function isOnlyEmptyLists(body: unknown): boolean {
  const lists = [body, ...Object.values(Object(body))].filter(Array.isArray);
  return lists.length > 0 && lists.every(({ length }) => length === 0);
}

function ask(route: EsiRoute): Promise<Response> {
  const { method, path } = route;
  return sandbox.esi(fill(path), { method, token, body: bodyOf(path) });
}

function fill(path: string): string {
  const filled = path.replace(
    /\{(\w+)\}/g,
    (_, name: string) =>
      (name === 'contract_id' ? values[path] : values[name]) ?? `no value for ${name}`,
  );
  const query = QUERIES[path];
  return query ? `${filled}?${query}` : filled;
}

const QUERIES: Readonly<Record<string, string>> = {
  '/markets/{region_id}/orders': 'order_type=all&type_id=34',
  '/markets/{region_id}/history': 'type_id=34',
  '/ui/openwindow/contract': 'contract_id=1',
  '/ui/openwindow/information': `target_id=${MINER}`,
  '/ui/openwindow/marketdetails': 'type_id=34',
};

function bodyOf(path: string): unknown {
  if (path === '/universe/ids')
    return [
      'Tritanium',
      'Ilya Torvanen',
      'Quiet Margin',
      'Jita',
      'The Forge',
      'Outer Drift Compact',
    ];
  if (path === '/universe/names') {
    return [34, TRADER, TRADER_CORPORATION, JITA, 30000142, THE_FORGE, 9200000000001, 20000021];
  }
  if (path === '/characters/affiliation') return [TRADER, MINER];
  if (path.includes('/assets/'))
    return itemIds[path.startsWith('/char') ? 'characters' : 'corporations'];
  const mail = { body: 'Hello', subject: 'Your quote' };
  if (path === '/ui/openwindow/newmail') return { ...mail, recipients: [MINER] };
  if (path.endsWith('/mail')) {
    return { ...mail, recipients: [{ recipient_id: MINER, recipient_type: 'character' }] };
  }
  return undefined;
}

async function firstItems(kind: 'characters' | 'corporations'): Promise<number[]> {
  const id = kind === 'characters' ? TRADER : TRADER_CORPORATION;
  const rows: { item_id: number }[] = await (
    await sandbox.esi(`/${kind}/${id}/assets`, { token })
  ).json();
  return rows.slice(0, 3).map(({ item_id }) => item_id);
}
