import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  character,
  characterAffiliation,
  characterContractItems,
  characterContracts,
  corporation,
  corporationContractItems,
  corporationContracts,
  createEsiClient,
  type EsiClient,
  EsiNotFoundError,
  EsiThrottledError,
  EsiUnauthorizedError,
  openContractWindow,
  operation,
  type RouteData,
  regionOrders,
  requestByCursor,
  status,
  universeNames,
} from '#lib/eve/esi/index.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  MINER,
  REDIRECT_URI,
  SCAMMER,
  startTestSandbox,
  type TestSandbox,
  TRADER,
  TRADER_CORPORATION,
  VELDSPAR,
} from '#lib/eve/sandbox/testing/start-test-sandbox.ts';
import { createPkcePair, createSso, createState, type Sso } from '#lib/eve/sso/index.ts';

type Jobs = RouteData<'GET /freelance-jobs'>;

const SCOPES = [
  'esi-contracts.read_character_contracts.v1',
  'esi-contracts.read_corporation_contracts.v1',
  'esi-characters.read_corporation_roles.v1',
  'esi-ui.open_window.v1',
];
const THE_FORGE = 10000002;
/** The smallest of the sandbox's markets. */
const HEIMATAR = 10000030;
const { signal } = new AbortController();
let sandbox: TestSandbox;
let esi: EsiClient;
let sso: Sso;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  esi = createEsiClient({
    baseUrl: `${sandbox.url}/esi`,
    userAgent: 'AgeiraTest/1.0 (test@example.com)',
  });
  sso = createSso({
    baseUrl: `${sandbox.url}/sso`,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUri: REDIRECT_URI,
  });
});
afterAll(async () => {
  await esi[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]();
});

async function signIn(characterId: number) {
  const { codeVerifier, codeChallenge } = createPkcePair();
  const url = await sso.getRedirectUrl({ state: createState(), codeChallenge, scopes: SCOPES });
  const answer = await fetch(`${url}&character=${characterId}`, { redirect: 'manual' });
  const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
  return sso.getAccessToken({ code, codeVerifier }, { signal });
}

describe('the sign-in kit', () => {
  test('gets and checks a token of the sandbox, refreshes it, revokes it', async () => {
    const tokens = await signIn(TRADER);
    expect(tokens.claims).toMatchObject({ characterId: TRADER, name: 'Maren Tessidari' });
    expect(tokens.claims.scopes).toEqual(SCOPES);

    const next = await sso.getAccessToken({ refreshToken: tokens.refreshToken ?? '' }, { signal });
    expect(next.claims.ownerHash).toBe(tokens.claims.ownerHash);
    await sso.revoke(next.refreshToken ?? '', { signal });
    const dead = sso.getAccessToken({ refreshToken: next.refreshToken ?? '' }, { signal });
    await expect(dead).rejects.toMatchObject({ code: 'ERR_SSO_GRANT' });
  });

  test('is told apart a wrong secret from a dead grant', async () => {
    const wrong = createSso({
      baseUrl: `${sandbox.url}/sso`,
      clientId: CLIENT_ID,
      clientSecret: 'wrong',
      redirectUri: REDIRECT_URI,
    });
    const asked = wrong.getAccessToken({ refreshToken: 'x' }, { signal });
    await expect(asked).rejects.toMatchObject({ code: 'ERR_SSO_CLIENT' });
  });
});

describe('the ESI kit', () => {
  test('reads a contract and its items as character and as corporation', async () => {
    const contractId = await sandbox.createContract();
    const { accessToken } = await signIn(TRADER);
    const miner = await signIn(MINER);
    const call = { signal, accessToken };

    const corporationList = await esi.requestAllPages(
      corporationContracts({ corporationId: TRADER_CORPORATION, tokenCharacterId: TRADER }),
      call,
    );
    const characterList = await esi.requestAllPages(characterContracts({ characterId: MINER }), {
      signal,
      accessToken: miner.accessToken,
    });
    for (const { data } of [corporationList, characterList]) {
      expect(data.find(({ contract_id }) => contract_id === contractId)).toMatchObject({
        type: 'item_exchange',
        status: 'outstanding',
        title: 'AT-7K3M9QX2',
        price: 125_000_000,
      });
    }
    expect(corporationList.lastModified).toBeInstanceOf(Date);
    const items = await esi.request(
      corporationContractItems({
        corporationId: TRADER_CORPORATION,
        contractId,
        tokenCharacterId: TRADER,
      }),
      call,
    );
    expect(items.data).toMatchObject([{ type_id: VELDSPAR, quantity: 10_000, is_included: true }]);
    const opened = await esi.request(
      openContractWindow({ contractId, tokenCharacterId: TRADER }),
      call,
    );
    expect(opened.status).toBe(204);
  });

  test('reads an order book, a status, people and names', async () => {
    const book = await esi.requestAllPages(
      regionOrders({ regionId: THE_FORGE, typeId: VELDSPAR }),
      {
        signal,
      },
    );
    expect(book.data.length).toBeGreaterThan(2);
    expect(book.data.every(({ type_id }) => type_id === VELDSPAR)).toBe(true);
    expect((await esi.request(status(), { signal })).data.players).toBeGreaterThan(0);
    const person = await esi.request(character({ characterId: TRADER }), { signal });
    expect(person.data.name).toBe('Maren Tessidari');
    const corporationId = TRADER_CORPORATION;
    const employer = await esi.request(corporation({ corporationId }), { signal });
    expect(employer.data.name).toBe('Ageira Trade Holdings');
    const affiliation = characterAffiliation({ characterIds: [TRADER] });
    expect((await esi.request(affiliation, { signal })).data[0]?.corporation_id).toBe(
      corporationId,
    );
    const names = await esi.request(universeNames({ ids: [TRADER, corporationId] }), { signal });
    expect(names.data).toHaveLength(2);
  });

  test('reads a whole region page by page, of one moment', async () => {
    const whole = await esi.requestAllPages(regionOrders({ regionId: HEIMATAR }), { signal });
    expect(whole.pages).toBeGreaterThan(1);
    expect(new Set(whole.data.map(({ order_id }) => order_id)).size).toBe(whole.data.length);
  });

  test('reads a list by cursors to its end, back from the newest and on from the oldest', async () => {
    const ways = {
      rowsOf: ({ freelance_jobs }: Jobs) => freelance_jobs,
      idOf: ({ id }: Jobs['freelance_jobs'][number]) => id,
    };
    const read = (query: { after?: string }) =>
      requestByCursor(esi, operation('GET /freelance-jobs', { query }), ways, { signal });
    const back = await read({});
    expect(back.rows.length).toBeGreaterThan(20);
    const on = await read({ after: '0' });
    expect(on.rows).toEqual(back.rows);
    expect(on.after).toBe(back.after);
    expect((await read({ after: on.after ?? '' })).rows).toEqual([]);
  });

  test('asks again by ETag once an answer has expired, and gets 304', async () => {
    await sandbox.command('PUT', '/control/api/cache-windows', { contractsMs: 1_000 });
    // Of somebody whose list nobody has read: that of the others is good for longer.
    await sandbox.createContract({ issuerId: SCAMMER });
    const { accessToken } = await signIn(SCAMMER);
    const operation = { ...characterContracts({ characterId: SCAMMER }), query: { page: 1 } };
    const first = await esi.request(operation, { signal, accessToken });
    await expect
      .poll(async () => (await esi.request(operation, { signal, accessToken })).notModified, {
        timeout: 20_000,
      })
      .toBe(true);
    const revived = await esi.request(operation, { signal, accessToken });
    expect(revived.data).toHaveLength(1);
    expect(revived.data).toEqual(first.data);
  });

  test('knows a contract that is not there, and a token that is not good', async () => {
    const { accessToken } = await signIn(MINER);
    const nothing = esi.request(characterContractItems({ characterId: MINER, contractId: 1 }), {
      signal,
      accessToken,
    });
    await expect(nothing).rejects.toBeInstanceOf(EsiNotFoundError);
    const stranger = esi.request(characterContracts({ characterId: TRADER }), {
      signal,
      accessToken: 'no token',
    });
    await expect(stranger).rejects.toBeInstanceOf(EsiUnauthorizedError);
  });

  test('is never throttled for reading the items of 30 contracts at once', async () => {
    const { accessToken } = await signIn(MINER);
    const contractIds: number[] = [];
    for (let i = 0; i < 30; i++) contractIds.push(await sandbox.createContract());
    const answers = await Promise.allSettled(
      contractIds.map((contractId) =>
        esi.request(characterContractItems({ characterId: MINER, contractId }), {
          signal,
          accessToken,
        }),
      ),
    );
    const failures = answers.flatMap((answer) =>
      answer.status === 'rejected' ? [answer.reason] : [],
    );
    expect(failures.filter((error) => error instanceof EsiThrottledError)).toEqual([]);
    expect(failures).toEqual([]);
  });
});
