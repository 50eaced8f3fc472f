import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClaimSecret } from '#lib/features/quotes/claim.ts';
import { VELDSPAR } from '#tests/support/trade-site.ts';
import { type ApiSite, createApiSite } from './testing/api-site.ts';

const TEXT = 'Veldspar\t10000\nScordite\t4';
const NO_CODE = 'AT-7K3M-9QX2';

let api: ApiSite;
beforeAll(async () => {
  api = await createApiSite();
});
afterAll(() => api?.site[Symbol.asyncDispose]());

describe('what anybody may ask', () => {
  test('a paste is appraised, and each line tells what made its price', async () => {
    const { status, json } = await api.ask('/appraisals', { body: { text: `${TEXT}\nNonsense` } });
    expect(status).toBe(200);
    expect(json.totals).toMatchObject({ totalIsk: '155410.00', lineSumIsk: '155410.40' });
    expect(json.lines[0]).toMatchObject({
      typeId: VELDSPAR,
      unitPriceIsk: '15.53',
      evidence: { basePriceIsk: '16.88', rateBp: 9_200 },
    });
    expect(json.unread).toMatchObject([{ line: 3, text: 'Nonsense' }]);
  });

  test('the same as a spreadsheet, what is not bought beside the rest', async () => {
    const { status, headers, text } = await api.ask('/appraisals', {
      body: { text: 'Veldspar\t10000\nTritanium\t5\n=cmd()' },
      headers: { Accept: 'text/csv' },
    });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [, veldspar, tritanium, nonsense] = text.split('\r\n');
    expect(veldspar).toBe('1230,Veldspar,no,10000,15.53,155300.00,1000,yes,');
    expect(tritanium).toMatch(/^34,Tritanium,no,5,,,,no,Not bought/);
    // A formula would send the other cells away.
    expect(nonsense).toMatch(/^,'=cmd\(\)/);
  });

  test('programs and prices are listed, and an item without a price is missing, never 0', async () => {
    const { json } = await api.ask('/programs');
    expect(json.programs).toMatchObject([{ programId: api.site.programId, rateBp: 9_200 }]);

    const prices = await api.ask('/prices?type=veldspar&type=1228&type=34&type=Veldspar');
    expect(prices.json).toMatchObject({
      hubId: 60003760,
      hubName: 'Jita',
      prices: [
        { typeId: 1230, buyTop5Isk: '16.88', sellTop5Isk: '18.20' },
        { typeId: 1228, buyTop5Isk: '30.00' },
      ],
      missing: [{ typeId: 34, name: 'Tritanium' }],
    });
    const table = await api.ask('/prices?type=1230', { headers: { Accept: 'text/csv' } });
    expect(table.text.split('\r\n')[1]).toMatch(/^1230,Veldspar,Jita,16\.88,/);
  });

  test('items refine as the command line refines them, at a yield or at a refinery', async () => {
    const items = [{ type: 'Veldspar', quantity: 10_050 }];
    const given = await api.ask('/reprocessing', { body: { items, yield: '0.8734' } });
    expect(given.json.lots).toEqual([
      {
        typeId: 1230,
        name: 'Veldspar',
        quantity: 10_050,
        yield: '0.8734',
        outputs: [{ typeId: 34, name: 'Tritanium', quantity: 34_936 }],
        leftover: 50,
      },
    ]);
    const refinery = {
      base: '50',
      rig: '3',
      security: '0.12',
      structure: '0.055',
      reprocessing: 5,
      efficiency: 5,
      oreSkill: 5,
      implant: '0.04',
    };
    const computed = await api.ask('/reprocessing', { body: { items, refinery } });
    expect(computed.json.lots[0].yield).toBe('0.90628105568');
    // Stacks of one type are one lot.
    const split = [
      { type: 1230, quantity: 10_000 },
      { type: 'Veldspar', quantity: 50 },
    ];
    const together = await api.ask('/reprocessing', { body: { items: split, yield: '0.8734' } });
    expect(together.json).toEqual(given.json);
  });

  test('the document is served as it is tested', async () => {
    const { status, json } = await api.ask('/openapi.json');
    expect(status).toBe(200);
    expect(json.openapi).toBe('3.1.1');
  });
});

describe('the life of a quote', () => {
  test('a key makes a quote of its account, lists, reads and cancels it', async () => {
    const key = await api.makeKey(api.seller);
    const made = await api.ask('/quotes', { key, body: { text: TEXT } });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      state: 'open',
      role: 'owner',
      totalIsk: '155410.00',
      standing: { kind: 'waiting' },
      contract: {
        type: 'item_exchange',
        availability: 'private',
        assigneeId: 9100000000001,
        locationId: 60003760,
        priceIsk: '155410.00',
        expirationDays: 14,
        items: [
          { typeId: VELDSPAR, quantity: 10_000, blueprintCopy: false },
          { typeId: 1228, quantity: 4, blueprintCopy: false },
        ],
      },
    });
    const code = made.json.contract.title;
    expect(made.headers.get('location')).toBe(`/api/v1/quotes/${code}`);

    const listed = await api.ask('/quotes', { key });
    expect(listed.json.quotes[0]).toMatchObject({ shownCode: code, state: 'open' });
    const read = await api.ask(`/quotes/${code}`, { key });
    expect(read.json).toEqual(made.json);
    const asCsv = await api.ask(`/quotes/${code}`, { key, headers: { Accept: 'text/csv' } });
    expect(asCsv.text).toContain('1230,Veldspar,no,10000,15.53,155300.00,1000');

    const cancelled = await api.ask(`/quotes/${code}/cancel`, { key, method: 'POST' });
    expect(cancelled.json).toMatchObject({ state: 'cancelled', role: 'owner' });
    // An answer may be lost: who asks again is told the same.
    const again = await api.ask(`/quotes/${code}/cancel`, { key, method: 'POST' });
    expect(again.json).toEqual(cancelled.json);
  });

  test('a guest makes, lists and cancels with a secret of its own, and nobody else does', async () => {
    const headers = { 'Ageira-Claim': createClaimSecret() };
    const made = await api.ask('/quotes', { body: { text: TEXT }, headers });
    expect(made.status).toBe(201);
    expect(made.json.role).toBe('owner');
    expect(made.text).not.toContain(headers['Ageira-Claim']);
    const code = made.json.contract.title;

    expect((await api.ask(`/quotes/${code}`)).json).toMatchObject({
      role: 'public',
      contracts: [],
    });
    const other = { 'Ageira-Claim': createClaimSecret() };
    const refused = await api.ask(`/quotes/${code}/cancel`, { method: 'POST', headers: other });
    expect(refused).toMatchObject({ status: 403, json: { reason: 'not-yours' } });
    expect((await api.ask('/quotes', { headers: other })).json.quotes).toEqual([]);

    expect((await api.ask('/quotes', { headers })).json.quotes).toHaveLength(1);
    const done = await api.ask(`/quotes/${code}/cancel`, { method: 'POST', headers });
    expect(done.json.state).toBe('cancelled');
  });

  test('contracts are told to the account that has the quote, and to no key that may not read', async () => {
    const code = await api.quote({ kind: 'account', accountId: api.seller.accountId });
    await api.addContract(code, api.seller.characterId);
    const reading = await api.makeKey(api.seller, ['quotes:read']);
    const writing = await api.makeKey(api.seller, ['quotes:write']);
    const stranger = await api.makeKey(api.stranger);
    const staff = await api.makeKey(api.trader);

    const own = await api.ask(`/quotes/${code}`, { key: reading });
    expect(own.json).toMatchObject({ role: 'owner', contracts: [{ verdict: 'valid' }] });
    for (const key of [writing, stranger, staff]) {
      const { json } = await api.ask(`/quotes/${code}`, { key });
      expect(json).toMatchObject({ role: 'public', contracts: [] });
    }
    // Nor does the key of one of the staff cancel what only staff may.
    const cancelled = await api.ask(`/quotes/${code}/cancel`, { key: staff, method: 'POST' });
    expect(cancelled).toMatchObject({ status: 403, json: { reason: 'not-yours' } });
  });

  test('what was really sent is quoted anew by who may, and each quote names the other', async () => {
    const { db } = api.site.container;
    const key = await api.makeKey(api.seller);
    const former = await api.ask('/quotes', { key, body: { text: TEXT } });
    const code = former.json.contract.title;
    const contractId = await api.addContract(
      former.json.code,
      api.seller.characterId,
      'fix_needed',
    );
    const item = { typeId: VELDSPAR, isIncluded: true, isSingleton: false };
    const at = { contractId: BigInt(contractId), recordId: 1n };
    await db.contractItem.create({ data: { ...at, ...item, quantity: 9_000n } });

    const body = { contractId };
    const refused = await api.ask(`/quotes/${code}/requote`, { body });
    expect(refused).toMatchObject({ status: 403, json: { reason: 'not-yours' } });
    const headers = { 'Idempotency-Key': 'the-first' };
    const made = await api.ask(`/quotes/${code}/requote`, { key, body, headers });
    expect(made).toMatchObject({
      status: 201,
      json: { replaces: code, replacedBy: null, lines: [{ typeId: VELDSPAR, quantity: 9_000 }] },
    });
    const again = await api.ask(`/quotes/${code}/requote`, { key, body });
    expect(again.json.code).toBe(made.json.code);
    const old = await api.ask(`/quotes/${code}`, { key });
    expect(old.json).toMatchObject({ state: 'cancelled', replacedBy: made.json.contract.title });
  });

  test('own contracts are compared only where a character has allowed it', async () => {
    const key = await api.makeKey(api.seller);
    const code = await api.quote({ kind: 'account', accountId: api.seller.accountId });
    const path = `/quotes/${code}/check`;
    expect(await api.ask(path, { key, method: 'POST' })).toMatchObject({
      status: 403,
      json: { reason: 'no-permission' },
    });
    const other = await api.makeKey(api.stranger);
    expect(await api.ask(path, { key: other, method: 'POST' })).toMatchObject({
      status: 403,
      json: { reason: 'not-yours' },
    });
  });
});

describe('what is refused', () => {
  const POST = 'POST';
  const claim = { 'Ageira-Claim': 'AAAAAAAAAAAAAAAAAAAAAA' };
  test.each([
    { name: 'an unknown path', path: '/nothing', status: 404 },
    { name: 'a path below one', path: '/quotes/a/b/c', status: 404 },
    { name: 'the root', path: '', status: 404 },
    { name: 'a slash too many', path: '/appraisals/', asked: { method: POST }, status: 404 },
    { name: 'another method', path: '/appraisals', status: 405 },
    { name: 'a method nobody has', path: '/quotes', asked: { method: 'DELETE' }, status: 405 },
    {
      name: 'a format nobody has',
      path: '/programs',
      asked: { headers: { Accept: 'text/html' } },
      status: 406,
    },
    { name: 'bad JSON', path: '/appraisals', asked: { text: '{"text":' }, status: 400 },
    {
      name: 'no body',
      path: '/appraisals',
      asked: { method: POST, headers: { 'Content-Type': 'application/json' } },
      status: 400,
    },
    {
      name: 'another type',
      path: '/appraisals',
      asked: { text: 'text=1', headers: { 'Content-Type': 'text/plain' } },
      status: 415,
    },
    {
      name: 'too much',
      path: '/appraisals',
      asked: { text: `"${'x'.repeat(1_048_576)}"` },
      status: 413,
    },
    {
      name: 'a field nobody knows',
      path: '/appraisals',
      asked: { body: { text: 'a', txt: 1 } },
      status: 422,
    },
    { name: 'a list', path: '/appraisals', asked: { body: [] }, status: 422 },
    { name: 'null', path: '/appraisals', asked: { body: null }, status: 422 },
    { name: 'an empty paste', path: '/appraisals', asked: { body: { text: '' } }, status: 422 },
    {
      name: 'a program that is none',
      path: '/appraisals',
      asked: { body: { text: 'Veldspar', programId: 'x' } },
      status: 422,
    },
    { name: 'a parameter nobody knows', path: '/programs?open=1', status: 422 },
    { name: 'a parameter twice', path: '/prices?type=34&hub=60003760&hub=1', status: 422 },
    { name: 'prices of nothing', path: '/prices', status: 422 },
    { name: 'prices of too much', path: `/prices?${'type=34&'.repeat(101)}`, status: 422 },
    { name: 'a market nobody knows', path: '/prices?type=34&hub=1', status: 422 },
    { name: 'a market that is no number', path: '/prices?type=34&hub=-1', status: 422 },
    { name: 'an item nobody knows', path: '/prices?type=Veldsparr', status: 422 },
    {
      name: 'no unit',
      path: '/reprocessing',
      asked: { body: { items: [{ type: 34, quantity: 0 }], yield: '0.5' } },
      status: 422,
    },
    {
      name: 'half a unit',
      path: '/reprocessing',
      asked: { body: { items: [{ type: 34, quantity: 0.5 }], yield: '0.5' } },
      status: 422,
    },
    {
      name: 'more than comes in',
      path: '/reprocessing',
      asked: { body: { items: [{ type: 1230, quantity: 1 }], yield: '1.01' } },
      status: 422,
    },
    {
      name: 'a yield that is no text',
      path: '/reprocessing',
      asked: { body: { items: [{ type: 1230, quantity: 1 }], yield: 0.5 } },
      status: 422,
    },
    {
      name: 'neither yield nor refinery',
      path: '/reprocessing',
      asked: { body: { items: [{ type: 1230, quantity: 1 }] } },
      status: 422,
    },
    {
      name: 'more than can be counted',
      path: '/reprocessing',
      asked: { body: { items: [{ type: 1230, quantity: 9_007_199_254_740_900 }], yield: '1' } },
      status: 422,
    },
    {
      name: 'more than 100 percent',
      path: '/reprocessing',
      asked: { body: { items: [{ type: 1230, quantity: 1 }], refinery: { base: '98', rig: '3' } } },
      status: 422,
    },
    {
      name: 'a level of 6',
      path: '/reprocessing',
      asked: {
        body: { items: [{ type: 1230, quantity: 1 }], refinery: { base: '50', oreSkill: 6 } },
      },
      status: 422,
    },
    { name: 'a code that nobody has', path: '/quotes/AT-0000-0000', status: 404 },
    { name: 'a code of another shape', path: '/quotes/%F0%9F%92%A9', status: 404 },
    { name: 'a percent sign alone', path: '/quotes/%', status: 404 },
    {
      name: 'a quote of nothing',
      path: '/quotes',
      asked: { body: { text: 'Nonsense' }, headers: claim },
      status: 422,
    },
    { name: 'a quote of nobody', path: '/quotes', asked: { body: { text: TEXT } }, status: 422 },
    {
      name: 'a claim that is none',
      path: '/quotes',
      asked: { body: { text: TEXT }, headers: { 'Ageira-Claim': 'short' } },
      status: 422,
    },
    {
      name: 'an Idempotency-Key that is none',
      path: '/quotes',
      asked: { body: { text: TEXT }, headers: { ...claim, 'Idempotency-Key': 'a b' } },
      status: 400,
    },
    {
      name: 'what is nested deeper than anybody can walk',
      path: '/quotes',
      asked: {
        text: `{"text":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
        headers: { ...claim, 'Idempotency-Key': 'deep' },
      },
      status: 422,
    },
    {
      name: 'an Idempotency-Key of nobody',
      path: '/quotes',
      asked: { body: { text: TEXT }, headers: { 'Idempotency-Key': '1' } },
      status: 422,
    },
    { name: 'the list of nobody', path: '/quotes', status: 401 },
    {
      name: 'a check without a key',
      path: `/quotes/${NO_CODE}/check`,
      asked: { method: POST },
      status: 401,
    },
    { name: 'a key of another make', path: '/programs', asked: { key: 'secret' }, status: 401 },
    {
      name: 'a key that nobody made',
      path: '/programs',
      asked: { key: `ageira_${'A'.repeat(43)}` },
      status: 401,
    },
    {
      name: 'another way to sign in',
      path: '/programs',
      asked: { headers: { Authorization: 'Basic YTpi' } },
      status: 401,
    },
    {
      name: 'another site',
      path: '/appraisals',
      asked: { body: { text: TEXT }, headers: { Origin: 'https://evil.example' } },
      status: 403,
    },
  ])('$name is $status, with a sentence', async ({ path, status, asked = {} }) => {
    const answer = await api.ask(path, asked);
    expect(answer).toMatchObject({ status, json: { status, type: 'about:blank' } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.json.detail).toMatch(/\S/);
    expect(answer.text.length).toBeLessThan(2_000);
  });

  test('what is asked with another method says with which it is asked', async () => {
    const { headers } = await api.ask('/quotes', { method: 'PUT' });
    expect(headers.get('allow')).toBe('POST, GET, HEAD');
  });

  test('a key that may not is told what it lacks', async () => {
    const key = await api.makeKey(api.seller, []);
    const made = await api.ask('/quotes', { key, body: { text: TEXT } });
    expect(made).toMatchObject({ status: 403, json: { reason: 'scope-missing' } });
    expect(made.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_scope", scope="quotes:write"',
    );
    expect((await api.ask('/appraisals', { key, body: { text: TEXT } })).status).toBe(200);
  });
});
