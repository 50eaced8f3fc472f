import { describe, expect, expectTypeOf, test } from 'vitest';
import { routes } from './generated/routes.ts';
import {
  type EsiAffiliation,
  type EsiCharacter,
  type EsiContract,
  type EsiContractItem,
  type EsiCorporation,
  type EsiMarketOrder,
  type EsiOperation,
  type EsiRoute,
  type EsiStatus,
  type EsiUniverseName,
  operation,
  pagedOperation,
  type RouteAsk,
  type RouteData,
  type RouteRow,
} from './index.ts';

/** What this app asks of ESI, and what it is to be allowed: the table that CCP's rules were read into. */
const TABLE: readonly (readonly [EsiRoute, number | null, string | null, boolean])[] = [
  ['GET /characters/{character_id}/contracts', 300, 'char-contract 600/15m', true],
  [
    'GET /characters/{character_id}/contracts/{contract_id}/items',
    3600,
    'char-contract 600/15m',
    false,
  ],
  ['GET /corporations/{corporation_id}/contracts', 300, 'corp-contract 600/15m', true],
  [
    'GET /corporations/{corporation_id}/contracts/{contract_id}/bids',
    3600,
    'corp-contract 600/15m',
    true,
  ],
  ['GET /contracts/public/{region_id}', 1800, null, true],
  ['GET /markets/{region_id}/orders', 300, 'market-order 12000/15m', true],
  ['GET /characters/{character_id}/wallet', 120, 'char-wallet 150/15m', false],
  ['POST /ui/openwindow/contract', null, 'ui 900/15m', false],
  ['POST /universe/names', null, null, false],
  ['GET /status', 30, 'status 600/15m', false],
];

describe('a route', () => {
  test.each(TABLE)('%s has the rules of the specification', (route, cacheS, bucket, isPaged) => {
    const facts = routes[route];
    const told = facts.bucket
      ? `${facts.bucket.group} ${facts.bucket.tokens}/${facts.bucket.windowMs / 60_000}m`
      : null;
    expect({ cacheS: facts.cacheS, bucket: told, isPaged: facts.isPaged }).toEqual({
      cacheS,
      bucket,
      isPaged,
    });
  });

  test('all of a trader are there', () => {
    expect(Object.keys(routes)).toHaveLength(62);
  });

  test('is typed by the specification', () => {
    expectTypeOf<RouteRow<'GET /markets/{region_id}/history'>>().toHaveProperty('average');
    expectTypeOf<RouteData<'POST /ui/openwindow/contract'>>().toBeUndefined();
    expectTypeOf<RouteData<'GET /characters/{character_id}/wallet'>>().toBeNumber();
    expectTypeOf<RouteAsk<'GET /markets/{region_id}/orders'>['query']>().toExtend<{
      readonly order_type: 'all' | 'buy' | 'sell';
    }>();
    expectTypeOf(operation('GET /markets/prices', {})).toExtend<
      EsiOperation<{ type_id: number; average_price?: number }[]>
    >();
    expectTypeOf<RouteAsk<'GET /markets/structures/{structure_id}'>>().toHaveProperty(
      'characterId',
    );
  });

  test('what is checked at run time says no more than the specification', () => {
    expectTypeOf<RouteRow<'GET /characters/{character_id}/contracts'>>().toExtend<EsiContract>();
    expectTypeOf<
      RouteRow<'GET /corporations/{corporation_id}/contracts'>
    >().toExtend<EsiContract>();
    expectTypeOf<
      RouteRow<'GET /characters/{character_id}/contracts/{contract_id}/items'>
    >().toExtend<EsiContractItem>();
    expectTypeOf<RouteRow<'GET /markets/{region_id}/orders'>>().toExtend<EsiMarketOrder>();
    expectTypeOf<RouteRow<'POST /characters/affiliation'>>().toExtend<EsiAffiliation>();
    expectTypeOf<RouteRow<'POST /universe/names'>>().toExtend<EsiUniverseName>();
    expectTypeOf<RouteData<'GET /characters/{character_id}'>>().toExtend<EsiCharacter>();
    expectTypeOf<RouteData<'GET /corporations/{corporation_id}'>>().toExtend<EsiCorporation>();
    expectTypeOf<RouteData<'GET /status'>>().toExtend<EsiStatus>();
  });
});

describe('an operation', () => {
  test('is of the character that its path names', () => {
    const ask = { path: { character_id: 7 } };
    expect(operation('GET /characters/{character_id}/wallet', ask)).toMatchObject({
      path: '/characters/7/wallet',
      characterId: 7,
    });
    expect(operation('GET /characters/{character_id}', ask).characterId).toBeNull();
  });

  test('of a corporation is of the character whose token goes with it', () => {
    const ask = { path: { corporation_id: 98 }, characterId: 7 };
    expect(operation('GET /corporations/{corporation_id}/wallets', ask)).toMatchObject({
      path: '/corporations/98/wallets',
      characterId: 7,
    });
  });

  test('in pages parses each row, and tells it from the others', () => {
    const history = pagedOperation(
      'GET /characters/{character_id}/orders/history',
      { path: { character_id: 7 } },
      { idOf: ({ order_id }) => order_id },
    );
    expect(history.schema.safeParse({}).success).toBe(false);
    expect(history.idOf({ order_id: 5 } as never)).toBe(5);
  });

  test.each(['', '1/2', '../status', '1?x=1', 'a b', 'NaN/'])(
    'takes no path part like "%s"',
    (part) => {
      const ask = { path: { character_id: part as unknown as number } };
      expect(() => operation('GET /characters/{character_id}/wallet', ask)).toThrow(RangeError);
    },
  );
});
