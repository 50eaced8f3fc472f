/**
 * A site of its own beside the stories', with people of every kind signed in, and with data of which
 * each piece has a mark that only some of them may ever see.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { v7 as createId } from 'uuid';
import { describeSandbox } from '#bin/setup/environment.ts';
import { startGuard } from '#bin/setup/guard.ts';
import { findFreePort } from '#bin/setup/ports.ts';
import { createSecrets } from '#bin/setup/secrets.ts';
import { startSite } from '#bin/setup/site.ts';
import { formatQuoteCode } from '#lib/core/quote/code.ts';
import { AUTH_COOKIES } from '#lib/features/accounts/auth-cookies.ts';
import { sealMergeOffer } from '#lib/features/accounts/merge-offer.ts';
import { appraise } from '#lib/features/appraisal/appraise.ts';
import { matchAndSettle } from '#lib/features/contracts/match-and-settle.ts';
import { CLAIM_COOKIE, createClaimSecret, hashClaimSecret } from '#lib/features/quotes/claim.ts';
import { createQuote, type QuoteMaker } from '#lib/features/quotes/create-quote.ts';
import { type Container, createContainer } from '#lib/server/container.ts';
import { readEnv } from '#lib/server/env.ts';
import { createSession, createSessionToken, SESSION_COOKIE } from '#lib/server/sessions.ts';
import type { Role } from '#lib/server/viewer.ts';

/** Who asks. A manager whose role was lowered still holds the session of then. */
export const PEOPLE = [
  'nobody',
  'guest',
  'blocked',
  'member',
  'other',
  'exManager',
  'viewer',
  'trader',
  'manager',
  'owner',
] as const;
export type Who = (typeof PEOPLE)[number];

/** What stands in the planted data; a page that shows it shows the data. */
export const MARKS = {
  program: 'Zqprogram of nobody else',
  title: 'zqtitle',
  pilot: 'Zqpilot Aumentar',
} as const;

export type Person = {
  /** The Cookie header, empty for nobody. */
  cookie: string;
  readonly accountId: string | null;
  readonly characterId: number;
};

export type AccessSite = AsyncDisposable & {
  readonly url: string;
  readonly buildFolder: string;
  /** Of the web process. */
  readonly logPath: string;
  readonly container: Container;
  readonly people: Readonly<Record<Who, Person>>;
  /** The closed program that the mark names. */
  readonly programId: string;
  readonly openProgramId: string;
  /** The quote of the member, and the contract for it, which is not as quoted. */
  readonly quoteCode: string;
  readonly contractId: number;
  /** A new session, as after another sign-in. */
  signIn(who: Who): Promise<void>;
  /** A new account of the same role, until `signIn`: one that may be lost. @returns Its id. */
  signInAsAnother(who: Who, name: string): Promise<string>;
  /** A new account of a member, and what its browser holds when it may be merged into `who`'s. */
  offerMerge(who: Who): Promise<{ accountId: string | null; cookie: string }>;
  /** A new open quote of the member or of the guest's browser. */
  quoteOf(who: 'member' | 'guest'): Promise<string>;
};

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const JITA = 60003760n;
const VELDSPAR = 1230;
const TRADER_CORPORATION = 9100000000001n;
const FIRST_CHARACTER = 9000000000101;
const PASTE = 'Veldspar\t10000';

/**
 * Start it on the services and the build of the run that we are in.
 *
 * @param options.name Of its database and its folder.
 * @param options.redisNumber No other site of the run may have it.
 * @param options.isHttps Whether it takes itself for a site behind a proxy that speaks https.
 */
export async function startAccessSite({
  name = 'access',
  redisNumber = 14,
  isHttps = false,
}: {
  readonly name?: string;
  readonly redisNumber?: number;
  readonly isHttps?: boolean;
} = {}): Promise<AccessSite> {
  const stopping = new AbortController();
  const guard = startGuard();
  const folder = join(ROOT, '.data', 'test', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const buildFolder = variable('STORY_BUILD_FOLDER');
  const redisUrl = new URL(variable('STORY_REDIS_URL'));
  // Of its own: the stories' limits and jobs are in number 0.
  redisUrl.pathname = `/${redisNumber}`;
  const port = await findFreePort();
  const settings = describeSandbox(
    {
      PORT: String(port),
      ...(isHttps ? { PUBLIC_URL: `https://localhost:${port}` } : {}),
      SANDBOX_PORT: String(await findFreePort()),
      DATABASE_URL: await createDatabase(variable('STORY_DATABASE_URL'), name),
      REDIS_URL: redisUrl.href,
      LOG_LEVEL: 'info',
    },
    { secrets: createSecrets(), stateFolder: folder },
  );
  const site = await startSite(
    {
      root: ROOT,
      settings,
      buildFolder,
      logFolder: folder,
      guard,
      isDev: false,
      supervisors: 0,
      say: () => {},
      onGivenUp: () => {},
    },
    stopping.signal,
  );
  const container = await createContainer(readEnv({ ...settings, NODE_ENV: 'test' }), 'access');
  const people = await plantPeople(container);
  const quoteOf = (who: 'member' | 'guest') => plantQuote(container, people[who]);
  const planted = await plantTrade(container, people.member, await quoteOf('member'));
  await quoteOf('guest');
  let others = 0;

  return {
    url: settings.PUBLIC_URL ?? '',
    buildFolder: join(ROOT, buildFolder),
    logPath: join(folder, 'web.log'),
    container,
    people,
    ...planted,
    quoteOf,
    async signIn(who) {
      people[who].cookie = await plantSession(container, people[who]);
    },
    async signInAsAnother(who, name) {
      const id = people[who].accountId ?? '';
      const { role } = await container.db.account.findUniqueOrThrow({ where: { id } });
      others += 1;
      const another = await plantPerson(container, PEOPLE.length + others, role, name);
      people[who].cookie = another.cookie;
      return another.accountId ?? '';
    },
    async offerMerge(who) {
      const { accountId } = people[who];
      if (accountId === null) return { accountId: null, cookie: '' };
      others += 1;
      const another = await plantPerson(container, PEOPLE.length + others, 'member');
      const { ownerHash } = await container.db.character.findUniqueOrThrow({
        where: { id: BigInt(another.characterId) },
      });
      const offer = {
        accountId,
        otherAccountId: another.accountId ?? '',
        characterId: another.characterId,
        ownerHash,
      };
      const sealed = await sealMergeOffer(offer, {
        secret: container.env.AUTH_SECRET,
        now: new Date(),
      });
      return { accountId: another.accountId, cookie: `${AUTH_COOKIES.mergeOffer.name}=${sealed}` };
    },
    async [Symbol.asyncDispose]() {
      await container[Symbol.asyncDispose]();
      await site.stop();
      await guard.release();
    },
  };
}

async function plantPeople(container: Container): Promise<Record<Who, Person>> {
  const secret = createClaimSecret();
  const people: Record<Who, Person> = {
    nobody: { cookie: '', accountId: null, characterId: 0 },
    guest: { cookie: `${CLAIM_COOKIE}=${secret}`, accountId: null, characterId: 0 },
    blocked: await plantPerson(container, 0, 'manager'),
    member: await plantPerson(container, 1, 'member', MARKS.pilot),
    other: await plantPerson(container, 2, 'member'),
    exManager: await plantPerson(container, 3, 'manager'),
    viewer: await plantPerson(container, 4, 'viewer'),
    trader: await plantPerson(container, 5, 'trader'),
    manager: await plantPerson(container, 6, 'manager'),
    owner: await plantPerson(container, 7, 'owner'),
  };
  return people;
}

async function plantPerson(
  container: Container,
  index: number,
  role: Role,
  name = `Pilot ${index}`,
): Promise<Person> {
  const accountId = createId();
  const characterId = FIRST_CHARACTER + index * 10;
  const ids = [characterId, characterId + 1];
  await container.db.account.create({
    data: {
      id: accountId,
      role,
      mainCharacterId: BigInt(characterId),
      characters: {
        create: ids.map((id, at) => ({
          id: BigInt(id),
          name: at === 0 ? name : `${name} alt`,
          ownerHash: `hash ${id}`,
          affiliationAt: container.clock(),
        })),
      },
    },
  });
  const person = { cookie: '', accountId, characterId };
  return { ...person, cookie: await plantSession(container, person) };
}

async function plantSession(
  container: Container,
  { cookie, accountId, characterId }: Person,
): Promise<string> {
  if (accountId === null) return cookie;
  const token = createSessionToken();
  await createSession(container, { token, accountId, characterId, now: container.clock() });
  return `${SESSION_COOKIE}=${token}`;
}

/** A price, a closed program, and a contract for the quote that differs from it. */
async function plantTrade(container: Container, member: Person, quoteCode: string) {
  const { db, clock } = container;
  const open = await db.program.findFirstOrThrow({ where: { isOpen: true, side: 'buys' } });
  const programId = createId();
  await db.program.create({
    data: { ...open, id: programId, name: MARKS.program, isOpen: false, instructions: '' },
  });
  const now = clock();
  const contractId = 900_001;
  await db.party.create({
    data: {
      id: BigInt(member.characterId),
      kind: 'character',
      name: MARKS.pilot,
      fetchedAt: now,
    },
  });
  await db.contract.create({
    data: {
      id: BigInt(contractId),
      type: 'item_exchange',
      status: 'outstanding',
      availability: 'personal',
      issuerId: BigInt(member.characterId),
      issuerCorporationId: 9100000000002n,
      assigneeId: TRADER_CORPORATION,
      acceptorId: 0n,
      forCorporation: false,
      title: `${quoteCode} ${MARKS.title}`,
      price: 100n,
      startLocationId: JITA,
      endLocationId: JITA,
      dateIssued: now,
      dateExpired: new Date(now.getTime() + 86_400_000),
      contentHash: new Uint8Array(32),
      itemsState: 'read',
      firstSeenAt: now,
      lastSeenAt: now,
    },
  });
  await matchAndSettle(container, contractId);
  return { programId, openProgramId: open.id, quoteCode, contractId };
}

async function plantQuote(container: Container, { accountId, cookie }: Person): Promise<string> {
  await setPrice(container);
  const now = container.clock();
  const appraised = await appraise(container, { text: PASTE }, now);
  if (!appraised.ok) throw new Error(appraised.sentence);
  const claimHash = hashClaimSecret(cookie.split('=')[1]);
  const maker: QuoteMaker | null = accountId
    ? { kind: 'account', accountId }
    : claimHash && { kind: 'guest', claimHash };
  if (!maker) throw new TypeError('Nobody can make a quote');
  const { appraisal } = appraised;
  const made = await createQuote(
    container,
    { appraisal, text: PASTE, idempotencyKey: randomUUID() },
    maker,
    now,
  );
  if (!made.ok) throw new Error(made.sentence);
  return formatQuoteCode(made.code);
}

async function setPrice({ db, clock }: Container): Promise<void> {
  const key = { hubId: JITA, typeId: VELDSPAR };
  const now = clock();
  const price = {
    buyBest: 1_700n,
    buyTop5: 1_600n,
    sellBest: 1_900n,
    sellTop5: 2_000n,
    buyVolume: 1_000_000n,
    sellVolume: 1_000_000n,
    buyOrders: 3,
    sellOrders: 3,
    bookAt: now,
    fetchedAt: now,
    expiresAt: new Date(now.getTime() + 300_000),
  };
  await db.price.upsert({
    where: { hubId_typeId: key },
    create: { ...key, ...price },
    update: price,
  });
}

async function createDatabase(besideUrl: string, name: string): Promise<string> {
  const url = new URL(besideUrl);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  url.pathname = `/${name}`;
  return url.href;
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: use npm test -- --only e2e`);
  return value;
}
