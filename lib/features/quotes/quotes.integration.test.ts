import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appraise } from '#lib/features/appraisal/appraise.ts';
import {
  createTradeSite,
  type Pilot,
  SCORDITE,
  type TradeSite,
  VELDSPAR,
} from '#tests/support/trade-site.ts';
import { cancelQuote } from './cancel-quote.ts';
import { createClaimSecret, hashClaimSecret } from './claim.ts';
import { claimGuestQuotes } from './claim-guest-quotes.ts';
import { type CreateQuoteOutcome, createQuote, type QuoteMaker } from './create-quote.ts';
import { getQuoteView } from './get-quote-view.ts';
import { listQuotes } from './list-quotes.ts';
import type { Looker } from './looker.ts';
import { toPublicQuote } from './public-quote.ts';
import { publicQuoteSchema, quoteSchema } from './schema.ts';

const NOBODY: Looker = { viewer: null, claimHash: null };

let site: TradeSite;
let seller: Pilot;
let stranger: Pilot;
let trader: Pilot;
let watcher: Pilot;
beforeAll(async () => {
  site = await createTradeSite();
  await site.setPrice(VELDSPAR, 1_688n, 1_820n);
  await site.setPrice(SCORDITE, 3_000n, 3_333n);
  seller = await site.addPilot(9000000000002, 'Ilya Torvanen');
  stranger = await site.addPilot(9000000000003, 'Sael Odrinn');
  trader = await site.addPilot(9000000000001, 'Maren Tessidari', 'owner');
  watcher = await site.addPilot(9000000000005, 'Ansa Vekkonen', 'viewer');
});
afterAll(() => site?.[Symbol.asyncDispose]());

describe('createQuote', () => {
  test('a quote keeps lines, terms and what made each price', async () => {
    const code = await quote(byAccount(seller));

    const row = await site.container.db.quote.findUniqueOrThrow({
      where: { code },
      include: { lines: { orderBy: { position: 'asc' } } },
    });
    expect(code).toMatch(/^AT-[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(row).toMatchObject({
      state: 'open',
      version: 1,
      total: 15_541_000n,
      lineSum: 15_541_040n,
    });
    expect(row.lines).toMatchObject([
      {
        typeId: VELDSPAR,
        quantity: 10_000n,
        unitPrice: 1_553n,
        evidence: { basePriceIsk: '16.88' },
      },
      { typeId: SCORDITE, quantity: 4n, unitPrice: 2_760n },
    ]);
    expect(row.terms).toMatchObject({ rateBp: 9_200, toleranceIsk: '1.00', programVersion: 1 });
    expect(row.expiresAt.getTime() - row.createdAt.getTime()).toBe(72 * 3_600_000);
  });

  test('it is written with its audit and its outbox row, or not at all', async () => {
    const code = await quote(byAccount(seller));

    const { id } = await site.container.db.quote.findUniqueOrThrow({ where: { code } });
    const audit = await site.container.db.auditEvent.findMany({ where: { entityId: id } });
    expect(audit).toMatchObject([{ action: 'created', version: 1, actorId: seller.accountId }]);
    expect(await site.container.db.outboxEvent.count({ where: { entityId: id } })).toBe(1);
  });

  test('a form that is sent twice, even at once, makes one quote', async () => {
    const key = randomUUID();

    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => make(byAccount(seller), { key })),
    );
    const again = await make(byAccount(seller), { key });

    const codes = [...outcomes, again].map((outcome) => outcome.ok && outcome.code);
    expect(new Set(codes).size).toBe(1);
    expect(codes[0]).toBeTruthy();
    expect(await site.container.db.quote.count({ where: { idempotencyKey: key } })).toBe(1);
  });

  test("somebody else's form key gives away nothing", async () => {
    const key = randomUUID();
    await make(byAccount(seller), { key });

    expect(await make(byAccount(stranger), { key })).toMatchObject({
      ok: false,
      reason: 'key-taken',
    });
    expect(await make(guest().maker, { key })).toMatchObject({ ok: false, reason: 'key-taken' });
  });

  test('many at once each get a code of their own', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => make(guest().maker)));

    expect(new Set(outcomes.map((outcome) => outcome.ok && outcome.code)).size).toBe(20);
  });

  test.each([
    { name: 'nothing that is bought', text: 'PLEX\t1' },
    { name: 'less than 1 ISK', text: 'Mercoxit\t1' },
  ])('$name makes no quote', async ({ text }) => {
    const before = await site.container.db.quote.count();

    expect(await make(byAccount(seller), { text })).toMatchObject({
      ok: false,
      reason: 'not-quotable',
    });
    expect(await site.container.db.quote.count()).toBe(before);
  });

  test('stale prices make no quote', async () => {
    const now = new Date(site.now().getTime() + 3 * 3_600_000);

    expect(await make(byAccount(seller), { now })).toMatchObject({
      ok: false,
      reason: 'not-quotable',
    });
  });

  test('terms that changed between look and press are not quoted', async () => {
    const { db } = site.container;
    const appraisal = await priced();
    await db.program.update({ where: { id: site.programId }, data: { version: { increment: 1 } } });

    const outcome = await createQuote(
      site.container,
      { appraisal, idempotencyKey: randomUUID() },
      byAccount(seller),
      site.now(),
    );

    expect(outcome).toMatchObject({ ok: false, reason: 'terms-changed' });
  });

  test('later terms change nothing on a quote', async () => {
    const { db } = site.container;
    const code = await quote(byAccount(seller));
    await db.program.update({
      where: { id: site.programId },
      data: { rateBp: 5_000, assigneeName: 'Somebody Else', version: { increment: 1 } },
    });

    expect(await view(code, NOBODY)).toMatchObject({
      rateBp: 9_200,
      assigneeName: 'Ageira Trade Holdings',
    });
    await db.program.update({
      where: { id: site.programId },
      data: { rateBp: 9_200, assigneeName: 'Ageira Trade Holdings', version: { increment: 1 } },
    });
  });
});

describe('getQuoteView', () => {
  test('each looker has the role that is theirs', async () => {
    const mine = await quote(byAccount(seller));
    const { maker, looker } = guest();
    const guests = await quote(maker);

    expect((await view(mine, NOBODY)).role).toBe('public');
    expect((await view(mine, signedIn(stranger))).role).toBe('public');
    expect((await view(mine, signedIn(seller))).role).toBe('owner');
    expect((await view(mine, signedIn(watcher))).role).toBe('staff');
    expect((await view(guests, looker)).role).toBe('owner');
    expect((await view(guests, guest().looker)).role).toBe('public');
  });

  test('an issuer of a contract for the quote is told apart from its owner', async () => {
    const code = await quote(byAccount(seller));
    await addContract(code, stranger.characterId);

    expect((await view(code, signedIn(stranger))).role).toBe('issuer');
  });

  test('only who may cancel is offered to', async () => {
    const code = await quote(byAccount(seller));

    expect((await view(code, signedIn(seller))).canCancel).toBe(true);
    expect((await view(code, signedIn(trader))).canCancel).toBe(true);
    expect((await view(code, signedIn(watcher))).canCancel).toBe(false);
    expect((await view(code, NOBODY)).canCancel).toBe(false);
  });

  test('a check of own contracts is offered to whose quote it is, and to who may be that', async () => {
    const code = await quote(byAccount(seller));
    const { maker, looker } = guest();
    const guests = await quote(maker);

    expect((await view(code, signedIn(seller))).ownCheck).toBe('offered');
    expect((await view(code, signedIn(trader))).ownCheck).toBe('none');
    expect((await view(code, NOBODY)).ownCheck).toBe('after-sign-in');
    expect((await view(guests, looker)).ownCheck).toBe('after-sign-in');
    expect((await view(guests, NOBODY)).ownCheck).toBe('none');
  });

  test('the dialog is spelled out in its own order, with what to copy', async () => {
    const quoted = await view(await quote(byAccount(seller)), NOBODY);

    expect(quoted.contractFields.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'Contract type: Item Exchange',
      'Availability: Private',
      'Name: Ageira Trade Holdings',
      'Station: Jita IV - Moon 4 - Caldari Navy Assembly Plant',
      'Pick: 2 types, 10,004 units',
      'I will receive: 155,410',
      'I will pay: leave at 0',
      'Request items: leave off',
      'Expiration: 2 weeks',
      `Description: ${quoted.shownCode}`,
    ]);
    const copies = new Map(quoted.contractFields.map(({ field, copy }) => [field, copy]));
    expect(copies.get('receive')).toBe('155410');
    expect(copies.get('items')).toBe('Veldspar\t10000\nScordite\t4');
    expect(copies.get('pay')).toBeNull();
  });

  test('a browser reads what the server says', async () => {
    const quoted = await view(await quote(byAccount(seller)), NOBODY);

    const wire = JSON.stringify(quoteSchema.encode(quoted));

    expect(quoteSchema.parse(JSON.parse(wire))).toEqual(quoted);
  });

  test('a tool reads the contract to make in plain JSON', async () => {
    const quoted = await view(await quote(byAccount(seller)), NOBODY);

    expect(publicQuoteSchema.encode(toPublicQuote(quoted))).toMatchObject({
      code: quoted.code,
      state: 'open',
      totalIsk: '155410.00',
      contract: {
        type: 'item_exchange',
        availability: 'private',
        assigneeId: 9100000000001,
        locationId: 60003760,
        priceIsk: '155410.00',
        title: quoted.shownCode,
        expirationDays: 14,
        items: [
          { typeId: VELDSPAR, name: 'Veldspar', quantity: 10_000 },
          { typeId: SCORDITE, name: 'Scordite', quantity: 4 },
        ],
      },
    });
  });

  test('a code that nobody has is nobody', async () => {
    expect(await getQuoteView(site.container, 'AT-00000000', NOBODY)).toBeNull();
  });
});

describe('cancelQuote', () => {
  test('its maker cancels it once, for good', async () => {
    const code = await quote(byAccount(seller));

    expect((await cancel(code, signedIn(seller))).ok).toBe(true);
    expect(await view(code, NOBODY)).toMatchObject({ state: 'cancelled', version: 2 });
    expect(await cancel(code, signedIn(seller))).toMatchObject({ ok: false, reason: 'not-open' });
  });

  test('a guest cancels with the browser that made it, the trader always', async () => {
    const { maker, looker } = guest();

    expect((await cancel(await quote(maker), looker)).ok).toBe(true);
    expect((await cancel(await quote(maker), signedIn(trader))).ok).toBe(true);
  });

  test.each([
    { name: 'a stranger', looker: () => signedIn(stranger) },
    { name: "another guest's browser", looker: () => guest().looker },
    { name: 'nobody', looker: () => NOBODY },
    { name: 'who may only look', looker: () => signedIn(watcher) },
  ])('$name cannot cancel', async ({ looker }) => {
    const code = await quote(byAccount(seller));

    expect(await cancel(code, looker())).toMatchObject({ ok: false, reason: 'not-yours' });
    expect((await view(code, NOBODY)).state).toBe('open');
  });

  test('of many who cancel at once one does', async () => {
    const code = await quote(byAccount(seller));

    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => cancel(code, signedIn(seller))),
    );

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

describe('claimGuestQuotes', () => {
  test('a guest who signs in gets the quotes of that browser and no others', async () => {
    const { maker, looker } = guest();
    const [first, second] = [await quote(maker), await quote(maker)];
    const other = await quote(guest().maker);
    const claimer = await site.addPilot(9000000000011, 'New Pilot');

    expect(await claim(claimer, looker)).toBe(2);

    expect((await view(first, signedIn(claimer))).role).toBe('owner');
    expect((await view(first, looker)).role).toBe('public');
    expect((await view(other, signedIn(claimer))).role).toBe('public');
    const listed = await listQuotes(site.container, signedIn(claimer));
    expect(listed.map(({ code }) => code).toSorted()).toEqual([first, second].toSorted());
  });

  test('what is claimed cannot be claimed again', async () => {
    const { maker, looker } = guest();
    const code = await quote(maker);
    await claim(seller, looker);

    expect(await claim(stranger, looker)).toBe(0);
    expect((await view(code, signedIn(seller))).role).toBe('owner');
  });

  test('a browser lists the quotes that it made as a guest', async () => {
    const { maker, looker } = guest();
    const code = await quote(maker);

    expect(await listQuotes(site.container, looker)).toMatchObject([
      { code, state: 'open', types: 2, totalIsk: 15_541_000n, verdict: null },
    ]);
    expect(await listQuotes(site.container, NOBODY)).toEqual([]);
  });
});

function byAccount({ accountId }: Pilot): QuoteMaker {
  return { kind: 'account', accountId };
}

function signedIn(viewer: Pilot): Looker {
  return { viewer, claimHash: null };
}

function guest(): { maker: QuoteMaker; looker: Looker & { claimHash: Uint8Array<ArrayBuffer> } } {
  const claimHash = hashClaimSecret(createClaimSecret());
  if (!claimHash) throw new Error('a new secret must hash');
  return { maker: { kind: 'guest', claimHash }, looker: { viewer: null, claimHash } };
}

type MakeOptions = { text?: string; key?: string; now?: Date };

async function make(maker: QuoteMaker, options: MakeOptions = {}): Promise<CreateQuoteOutcome> {
  const { key = randomUUID(), now = site.now() } = options;
  const appraisal = await priced(options.text, now);
  return createQuote(site.container, { appraisal, idempotencyKey: key }, maker, now);
}

async function quote(maker: QuoteMaker): Promise<string> {
  const outcome = await make(maker);
  if (!outcome.ok) throw new Error(outcome.sentence);
  return outcome.code;
}

async function priced(text = 'Veldspar\t10000\nScordite\t4', now = site.now()) {
  const outcome = await appraise(site.container, { text }, now);
  if (!outcome.ok) throw new Error(outcome.sentence);
  return outcome.appraisal;
}

async function view(code: string, looker: Looker) {
  const found = await getQuoteView(site.container, code, looker);
  if (!found) throw new Error(`no quote ${code}`);
  return found.view;
}

function cancel(code: string, looker: Looker) {
  return cancelQuote(site.container, code, looker, site.now());
}

function claim({ accountId }: Pilot, { claimHash }: { claimHash: Uint8Array<ArrayBuffer> }) {
  return claimGuestQuotes(site.container, { accountId, claimHash }, site.now());
}

let contractId = 100;
async function addContract(code: string, issuerId: number): Promise<void> {
  const { id } = await site.container.db.quote.findUniqueOrThrow({ where: { code } });
  contractId += 1;
  await site.container.db.contract.create({
    data: {
      id: BigInt(contractId),
      type: 'item_exchange',
      status: 'outstanding',
      availability: 'personal',
      issuerId: BigInt(issuerId),
      issuerCorporationId: 9100000000002n,
      assigneeId: 9100000000001n,
      acceptorId: 0n,
      forCorporation: false,
      dateIssued: site.now(),
      dateExpired: new Date(site.now().getTime() + 86_400_000),
      contentHash: new Uint8Array(32),
      firstSeenAt: site.now(),
      lastSeenAt: site.now(),
      quoteId: id,
      relation: 'named',
    },
  });
}
