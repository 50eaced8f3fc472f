/**
 * A trader's site on stage: real PostgreSQL and Redis, EVE from the sandbox, and a clock that the
 * test moves.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { floorToWholeIsk, parseIsk } from '#lib/core/isk.ts';
import { lineEvidenceSchema } from '#lib/core/pricing/evidence.ts';
import { type CreateContractInput, sandboxScopes, startSandbox } from '#lib/eve/sandbox/index.ts';
import { createStaticData, readSnapshot } from '#lib/eve/static-data/index.ts';
import { ensureFeeds } from '#lib/features/contracts/ensure-feeds.ts';
import { pollFeed } from '#lib/features/contracts/poll-feed.ts';
import { hashClaimSecret } from '#lib/features/quotes/claim.ts';
import { createQuote } from '#lib/features/quotes/create-quote.ts';
import { type Container, createContainer } from '#lib/server/container.ts';
import { disposeAll } from '#lib/server/dispose.ts';
import { readEnv } from '#lib/server/env.ts';
import { createLog } from '#lib/server/log.ts';
import { readProgramTerms } from '#lib/server/program-terms.ts';
import { seed } from '#prisma/seed.ts';
import { createTestDatabase, createTestRedis } from '#tests/support/services.ts';
import { signInPilot } from '#workers/sandbox/sign-in-pilot.ts';
import { type EsiProxy, startEsiProxy } from './esi-proxy.ts';

export const TRADER_ID = 9_000_000_000_001;
export const TRADER_CORPORATION_ID = 9_100_000_000_001;
export const PILOT_ID = 9_000_000_000_002;
export const ALT_ID = 9_000_000_000_003;
export const SCAMMER_ID = 9_000_000_000_004;
export const JITA_ID = 60_003_760;
export const VELDSPAR_ID = 1230;
export const PLEX_ID = 44992;

/** The cache time of contract lists, and a little more. */
const WINDOW_MS = 12_000;
const NEVER = new AbortController().signal;

export type QuoteOptions = {
  readonly accountId?: string | null;
  readonly units?: number;
  readonly unitPriceIsk?: string;
  /** Of the guest's browser; by default all guests have the same. */
  readonly claimHash?: Uint8Array<ArrayBuffer>;
};

export type Stage = AsyncDisposable & {
  readonly container: Container;
  /** The environment of a process on this stage. */
  readonly variables: Readonly<Record<string, string>>;
  readonly esi: EsiProxy;
  readonly gameUrl: string;
  now(): Date;
  /** Move the clock of everybody: the app's and EVE's. */
  later(ms: number): void;
  /** A quote for 10,000 Veldspar at 100.00 ISK each unless said otherwise, of an account or of a guest. */
  quote(options?: QuoteOptions): Promise<{ id: string; code: string }>;
  /** Make a contract in game, right for a quote but for what is given. */
  contract(code: string, changes?: Partial<CreateContractInput>): Promise<number>;
  act(contractId: number, what: 'accept' | 'reject' | 'delete', characterId: number): Promise<void>;
  expire(contractId: number): Promise<void>;
  /** Wait until EVE has a new list, and read every feed. */
  poll(): Promise<string[]>;
  /** A free character, into an account of its own or into that of another. */
  signIn(characterId: number, intoAccountId?: string): Promise<string>;
  state(code: string): Promise<string>;
  verdict(contractId: number): Promise<string | null>;
};

export async function createStage(): Promise<Stage> {
  const database = await createTestDatabase();
  const redis = await createTestRedis();
  let offsetMs = 0;
  const clock = () => new Date(Date.now() + offsetMs);

  const publicUrl = 'http://localhost:3999';
  const secret = 'the sandbox of a test';
  const sandbox = await startSandbox({
    staticData: createStaticData(await readSnapshot()),
    port: 0,
    stateDir: null,
    clients: [
      {
        clientId: 'test',
        clientSecret: secret,
        redirectUris: [`${publicUrl}/api/auth/callback/eve`],
        scopes: sandboxScopes,
      },
    ],
    clock,
  });
  const esi = await startEsiProxy(() => `${sandbox.url}/esi`);
  const variables = {
    AGEIRA_MODE: 'sandbox',
    NODE_ENV: 'test',
    PUBLIC_URL: publicUrl,
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    EVE_CLIENT_ID: 'test',
    EVE_CLIENT_SECRET: secret,
    EVE_SSO_URL: `${sandbox.url}/sso`,
    EVE_ESI_URL: esi.url,
    EVE_IMAGES_URL: `${sandbox.url}/images`,
    ESI_CONTACT: 'nobody@localhost',
    TOKEN_KEYS: `1:${Buffer.alloc(32, 7).toString('base64')}`,
    AUTH_SECRET: 'a secret of a test, long enough for it',
    OWNER_CHARACTER_IDS: String(TRADER_ID),
  };
  const env = readEnv(variables);
  const log = createLog({ name: 'test', level: process.env.TEST_LOG_LEVEL ?? 'silent' });
  const container = await createContainer(env, 'test', { clock, log });
  await seed(container);
  await signInPilot(container, { characterId: TRADER_ID, purpose: 'contracts' }, NEVER);
  await signInPilot(container, { characterId: TRADER_ID, purpose: 'window' }, NEVER);
  await ensureFeeds(container, NEVER);

  const game = async (path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${sandbox.url}/game/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: sandbox.url },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  };

  return {
    container,
    variables,
    esi,
    gameUrl: sandbox.url,
    now: clock,
    later: (ms) => {
      offsetMs += ms;
    },
    quote: (options = {}) => makeQuote(container, options),
    async contract(code, changes = {}) {
      const answer = await game('/contracts', {
        issuerId: PILOT_ID,
        assigneeId: TRADER_CORPORATION_ID,
        locationId: JITA_ID,
        priceIsk: '1000000.00',
        title: code,
        items: [{ typeId: VELDSPAR_ID, quantity: 10_000 }],
        fillHangar: true,
        ...changes,
      });
      return z.object({ contractId: z.int() }).parse(answer).contractId;
    },
    async act(contractId, what, characterId) {
      await game(`/contracts/${contractId}/${what}`, { characterId, fillHangar: true });
    },
    async expire(contractId) {
      await game(`/contracts/${contractId}/expire`, {});
    },
    async poll() {
      offsetMs += WINDOW_MS;
      const feeds = await container.db.contractFeed.findMany({ orderBy: { id: 'asc' } });
      const outcomes: string[] = [];
      for (const { id } of feeds) outcomes.push(await pollFeed(container, { feedId: id }, NEVER));
      return outcomes;
    },
    async signIn(characterId, accountId) {
      const looks = { role: 'member', characterName: '', characters: [], sessionId: '' } as const;
      const viewer = accountId === undefined ? null : { ...looks, accountId, characterId };
      const signIn = { characterId, purpose: 'sign-in', viewer } as const;
      const outcome = await signInPilot(container, signIn, NEVER);
      if (!outcome.ok) throw new Error(outcome.reason);
      return outcome.accountId;
    },
    async state(code) {
      const { rows } = await container.pool.query<{ state: string }>(
        'select state::text from quote where code = $1',
        [code],
      );
      return rows[0]?.state ?? 'none';
    },
    async verdict(contractId) {
      const { rows } = await container.pool.query<{ verdict: string | null }>(
        'select verdict::text from contract where id = $1',
        [contractId],
      );
      return rows[0]?.verdict ?? null;
    },
    [Symbol.asyncDispose]: disposeAll([database, redis, sandbox, esi, container])[
      Symbol.asyncDispose
    ],
  };
}

async function makeQuote(
  container: Container,
  {
    accountId = null,
    units = 10_000,
    unitPriceIsk = '100.00',
    claimHash = hashClaimSecret(Buffer.alloc(16, 1).toString('base64url')) ?? undefined,
  }: QuoteOptions,
) {
  const [program] = await readProgramTerms(container, { side: 'buys' });
  if (!program || !claimHash) throw new Error('The stage is not set');
  const now = container.clock();
  const priceIsk = '108.70';
  const evidence = lineEvidenceSchema.parse({
    basis: program.basis,
    bookAt: now.toISOString(),
    buyBestIsk: priceIsk,
    buyTop5Isk: priceIsk,
    sellBestIsk: null,
    sellTop5Isk: null,
    buyVolume: 1_000_000,
    sellVolume: 0,
    buyOrders: 3,
    sellOrders: 0,
    basePriceIsk: priceIsk,
    rateBp: program.rateBp,
    unitPriceIsk,
  });
  const unitPrice = parseIsk(unitPriceIsk);
  const lineSumIsk = unitPrice * BigInt(units);
  const outcome = await createQuote(
    container,
    {
      idempotencyKey: randomUUID(),
      text: `Veldspar\t${units}`,
      appraisal: {
        program,
        lines: [
          {
            typeId: VELDSPAR_ID,
            name: 'Veldspar',
            blueprintCopy: false,
            quantity: units,
            unitPriceIsk: unitPrice,
            totalIsk: lineSumIsk,
            volumeM3: 1_000,
            evidence,
          },
        ],
        totals: { totalIsk: floorToWholeIsk(lineSumIsk), lineSumIsk, volumeM3: 1_000 },
        obstacle: null,
      },
    },
    accountId === null ? { kind: 'guest', claimHash } : { kind: 'account', accountId },
    now,
  );
  if (!outcome.ok) throw new Error(outcome.sentence);
  const quote = await container.db.quote.findUniqueOrThrow({ where: { code: outcome.code } });
  return { id: quote.id, code: quote.code };
}
