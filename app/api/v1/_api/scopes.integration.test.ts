import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listKeys } from '#lib/features/api-keys/list-keys.ts';
import { revokeKey } from '#lib/features/api-keys/revoke-key.ts';
import { createClaimSecret } from '#lib/features/quotes/claim.ts';
import { API_SCOPES, type ApiScope } from '#lib/server/api-keys.ts';
import { ENDPOINTS } from './endpoints.ts';
import { type ApiSite, type Asked, createApiSite } from './testing/api-site.ts';

/** Who asks: without a key, with a key of the seller that may do so much, with another one's. */
const CALLERS = [
  'guest',
  'claim',
  'no scope',
  ...API_SCOPES,
  'every scope',
  'revoked',
  'a stranger’s',
] as const;
type CallerName = (typeof CALLERS)[number];

type Row = {
  readonly ask: (site: ApiSite) => Promise<Asked & { readonly path: string }>;
  /** What tells more of an answer than its status. */
  readonly tells?: (json: { reason?: string; role?: string }) => string | undefined;
  /** One for each caller, in their order. */
  readonly expected: string;
  /** How many answers with a status of success change something. */
  readonly makes?: (site: ApiSite) => Promise<number>;
};

const TEXT = 'Veldspar\t100';
const OPEN = '200 200 200 200 200 200 200 401 200';
const reason: Row['tells'] = (json) => json.reason;

const ROWS: Readonly<Record<string, Row>> = {
  makeAppraisal: {
    ask: async () => ({ path: '/appraisals', body: { text: TEXT } }),
    expected: OPEN,
  },
  listPrograms: { ask: async () => ({ path: '/programs' }), expected: OPEN },
  readPrices: { ask: async () => ({ path: '/prices?type=34' }), expected: OPEN },
  reprocess: {
    ask: async () => ({
      path: '/reprocessing',
      body: { items: [{ type: 1230, quantity: 100 }], yield: '0.5' },
    }),
    expected: OPEN,
  },
  makeQuote: {
    ask: async () => ({ path: '/quotes', body: { text: TEXT } }),
    tells: reason,
    expected:
      '422:no-claim 201 403:scope-missing 403:scope-missing 201 403:scope-missing 201 401:key-unknown 201',
    makes: ({ site }) => site.container.db.quote.count(),
  },
  listQuotes: {
    ask: async () => ({ path: '/quotes' }),
    tells: reason,
    expected:
      '401 200 403:scope-missing 200 403:scope-missing 403:scope-missing 200 401:key-unknown 200',
  },
  readQuote: {
    ask: async (site) => ({ path: `/quotes/${await quoteOfSeller(site)}` }),
    tells: ({ reason, role }) => reason ?? role,
    expected:
      '200:public 200:public 200:public 200:owner 200:public 200:public 200:owner 401:key-unknown 200:public',
  },
  cancelQuote: {
    ask: async (site) => ({ path: `/quotes/${await quoteOfSeller(site)}/cancel`, method: 'POST' }),
    tells: reason,
    expected:
      '403:not-yours 403:not-yours 403:scope-missing 403:scope-missing 200 403:scope-missing 200 401:key-unknown 403:not-yours',
    makes: ({ site }) => site.container.db.quote.count({ where: { state: 'cancelled' } }),
  },
  checkQuote: {
    ask: async (site) => ({ path: `/quotes/${await quoteOfSeller(site)}/check`, method: 'POST' }),
    tells: reason,
    expected:
      '401 401 403:scope-missing 403:scope-missing 403:scope-missing 403:no-permission 403:no-permission 401:key-unknown 403:not-yours',
  },
  requoteQuote: {
    // The first look is at whose it is; nothing of the seller's is up for it.
    ask: async (site) => ({
      path: `/quotes/${await quoteOfSeller(site)}/requote`,
      body: { contractId: 1 },
    }),
    tells: reason,
    expected:
      '403:not-yours 403:not-yours 403:scope-missing 403:scope-missing 422:nothing-sent 403:scope-missing 422:nothing-sent 401:key-unknown 403:not-yours',
  },
};

let api: ApiSite;
let keys: Readonly<Record<CallerName, Pick<Asked, 'key' | 'headers'>>>;
beforeAll(async () => {
  api = await createApiSite();
  const { seller, stranger, site } = api;
  const withScopes = async (scopes: readonly ApiScope[]) => ({
    key: await api.makeKey(seller, scopes),
  });
  const revoked = await withScopes(API_SCOPES);
  for (const { keyId } of await listKeys(site.container, seller)) {
    await revokeKey(site.container, seller, keyId);
  }
  keys = {
    guest: {},
    claim: { headers: { 'Ageira-Claim': createClaimSecret() } },
    'no scope': await withScopes([]),
    'quotes:read': await withScopes(['quotes:read']),
    'quotes:write': await withScopes(['quotes:write']),
    'contracts:check': await withScopes(['contracts:check']),
    'every scope': await withScopes(API_SCOPES),
    revoked,
    'a stranger’s': { key: await api.makeKey(stranger) },
  };
});
afterAll(() => api?.site[Symbol.asyncDispose]());

test('every endpoint has a row, and every row an endpoint', () => {
  expect(Object.keys(ROWS).toSorted()).toEqual(
    ENDPOINTS.map(({ operationId }) => operationId).toSorted(),
  );
});

describe.each(Object.entries(ROWS))('%s', (_operationId, row) => {
  test.each(CALLERS.map((caller, at) => ({ caller, expected: row.expected.split(' ')[at] })))(
    'to a caller with $caller: $expected',
    async ({ caller, expected }) => {
      const { path, ...asked } = await row.ask(api);
      const before = await row.makes?.(api);
      const { status, json } = await api.ask(path, { ...asked, ...keys[caller] });
      const told = row.tells?.(json);
      expect(told === undefined ? `${status}` : `${status}:${told}`).toBe(expected);
      if (before !== undefined) {
        expect((await row.makes?.(api)) ?? 0).toBe(before + (status < 300 ? 1 : 0));
      }
    },
  );
});

function quoteOfSeller({ quote, seller }: ApiSite): Promise<string> {
  return quote({ kind: 'account', accountId: seller.accountId });
}
