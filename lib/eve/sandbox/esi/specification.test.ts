import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBreaches, operations } from '../testing/specification.ts';
import {
  JITA,
  MINER,
  startTestSandbox,
  type TestSandbox,
  TRADER,
  TRADER_CORPORATION,
} from '../testing/start-test-sandbox.ts';
import { esiRoutes } from './routes.ts';

const SCOPES = [
  'esi-contracts.read_character_contracts.v1',
  'esi-contracts.read_corporation_contracts.v1',
  'esi-ui.open_window.v1',
];

let sandbox: TestSandbox;
let token: string;
let contractId: number;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  ({ access_token: token } = await sandbox.signIn(TRADER, SCOPES));
  contractId = await sandbox.createContract();
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
});
afterAll(() => sandbox.close());

describe('every answer of ESI is as CCP specifies it, with no field beside', () => {
  test.each(
    esiRoutes.filter(({ isWriting }) => !isWriting).map(({ method, path }) => ({ method, path })),
  )('$method $path', async ({ method, path }) => {
    const reply =
      method === 'GET'
        ? await sandbox.esi(fill(path), { token })
        : await sandbox.postEsi(path, bodyOf(path));
    const body = await reply.json();

    expect({ status: reply.status, breaches: findBreaches(method, path, '200', body) }).toEqual({
      status: 200,
      breaches: [],
    });
    expect(Array.isArray(body) ? body.length : 1).toBeGreaterThanOrEqual(
      path.endsWith('/bids') ? 0 : 1,
    );
    expect(missingHeaders(reply, path, method)).toEqual([]);
  });

  test('POST /ui/openwindow/contract answers 204 without a body', async () => {
    const reply = await sandbox.postEsi(
      `/ui/openwindow/contract?contract_id=${contractId}`,
      undefined,
      { token },
    );

    expect([reply.status, await reply.text()]).toEqual([204, '']);
  });

  test.each([
    { name: 'no token', path: '/characters/{character_id}/contracts', init: {} },
    { name: 'no such type', path: '/universe/types/{type_id}', init: {}, id: '1' },
    { name: 'no order_type', path: '/markets/{region_id}/orders', init: {} },
  ])('an error is one too: $name', async ({ path, id }) => {
    const target = id ? path.replace(/\{\w+\}/, id) : fill(path).replace(/\?.*/, '');
    const reply = await sandbox.esi(target);

    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(findBreaches('GET', path, 'default', await reply.json())).toEqual([]);
  });
});

describe('the table of routes says what the specification says', () => {
  test.each(esiRoutes.map((route) => ({ name: `${route.method} ${route.path}`, route })))(
    '$name',
    ({ route }) => {
      const operation = operations[route.path]?.[route.method.toLowerCase()];
      const limit = operation?.['x-rate-limit'];

      expect(route.bucket).toEqual(limit && { group: limit.group, tokens: limit['max-tokens'] });
      expect(limit?.['window-size'] ?? '15m').toBe('15m');
      expect(route.scope).toBe(operation?.security?.[0]?.OAuth2[0]);
      expect(route.shapeDate ?? '2020-01-01').toBe(operation?.['x-compatibility-date']);
      const hasPages = operation?.responses['200']?.headers?.['X-Pages'] !== undefined;
      expect(route.paging !== undefined).toBe(hasPages);
    },
  );
});

function fill(path: string): string {
  const filled = path
    .replace('{character_id}', String(TRADER))
    .replace('{corporation_id}', String(TRADER_CORPORATION))
    .replace('{contract_id}', String(path.includes('/corporations/') ? contractId : contractId + 1))
    .replace('{region_id}', '10000002')
    .replace('{type_id}', '34')
    .replace('{station_id}', String(JITA));
  return path.includes('/orders') ? `${filled}?order_type=all&type_id=34` : filled;
}

function bodyOf(path: string): unknown {
  if (path === '/universe/ids') return ['Tritanium', 'Ilya Torvanen', 'Quiet Margin'];
  if (path === '/universe/names') return [34, TRADER, TRADER_CORPORATION, JITA, 30000142];
  return [TRADER, MINER];
}

function missingHeaders(reply: Response, path: string, method: string): string[] {
  const named = operations[path]?.[method.toLowerCase()]?.responses['200']?.headers ?? {};
  // POST replies carry no cache headers on the real one, whatever the document lists.
  const wanted = method === 'GET' ? [...Object.keys(named), 'Expires', 'Date'] : ['Date'];
  return [...wanted, 'X-Esi-Request-Id', 'X-Compatibility-Date', 'Vary'].filter(
    (name) => !reply.headers.has(name),
  );
}
