import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Pilot, SCORDITE, type TradeSite, VELDSPAR } from '#tests/support/trade-site.ts';
import { createQuote } from './create-quote.ts';
import { byAccount, createQuoteSite, guest, NOBODY, type QuoteSite } from './testing/quote-site.ts';

let quotes: QuoteSite;
let site: TradeSite;
let seller: Pilot;
let stranger: Pilot;
beforeAll(async () => {
  quotes = await createQuoteSite();
  ({ site, seller, stranger } = quotes);
});
afterAll(() => site?.[Symbol.asyncDispose]());

describe('createQuote', () => {
  test('a quote keeps lines, terms and what made each price', async () => {
    const code = await quotes.quote(byAccount(seller));

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
    const code = await quotes.quote(byAccount(seller));

    const { id } = await site.container.db.quote.findUniqueOrThrow({ where: { code } });
    const audit = await site.container.db.auditEvent.findMany({ where: { entityId: id } });
    expect(audit).toMatchObject([{ action: 'created', version: 1, actorId: seller.accountId }]);
    expect(await site.container.db.outboxEvent.count({ where: { entityId: id } })).toBe(1);
  });

  test('a form that is sent twice, even at once, makes one quote', async () => {
    const key = randomUUID();

    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => quotes.make(byAccount(seller), { key })),
    );
    const again = await quotes.make(byAccount(seller), { key });

    const codes = [...outcomes, again].map((outcome) => outcome.ok && outcome.code);
    expect(new Set(codes).size).toBe(1);
    expect(codes[0]).toBeTruthy();
    expect(await site.container.db.quote.count({ where: { idempotencyKey: key } })).toBe(1);
  });

  test('a form that is sent again with other items is refused, and the first quote stands', async () => {
    const key = randomUUID();
    const first = await quotes.make(byAccount(seller), { key, text: 'Veldspar\t10' });

    const other = await quotes.make(byAccount(seller), { key, text: 'Veldspar\t11' });

    expect(other).toEqual({
      ok: false,
      reason: 'key-reused',
      sentence:
        'This form was sent before with other items. Reload the page, and paste these items again.',
    });
    expect(await quotes.make(byAccount(seller), { key, text: 'Veldspar\t10' })).toEqual(first);
    expect(await site.container.db.quote.count({ where: { idempotencyKey: key } })).toBe(1);
  });

  test('a form that is sent again gets its quote, though the prices are too old by now', async () => {
    const key = randomUUID();
    const first = await quotes.make(byAccount(seller), { key });
    const now = new Date(site.now().getTime() + 3 * 3_600_000);

    expect(await quotes.make(byAccount(seller), { key, now })).toEqual(first);
  });

  test('nor is it another form because the price of one of its items is too old by now', async () => {
    const key = randomUUID();
    const { db } = site.container;
    const first = await quotes.make(byAccount(seller), { key });
    const bookAt = new Date(site.now().getTime() - 3 * 3_600_000);
    const { bookAt: before } = await db.price.findFirstOrThrow({ where: { typeId: SCORDITE } });
    await db.price.updateMany({ where: { typeId: SCORDITE }, data: { bookAt } });
    try {
      expect((await quotes.priced()).lines).toHaveLength(1);
      expect(await quotes.make(byAccount(seller), { key })).toEqual(first);
    } finally {
      await db.price.updateMany({ where: { typeId: SCORDITE }, data: { bookAt: before } });
    }
  });

  test.each([
    { name: 'a count above 2^31', quantity: 3_000_000_000, total: 46_590_000_000_00n },
    { name: 'the largest total', quantity: 64_000_000_000_000, total: 993_920_000_000_000_00n },
  ])('$name is kept exactly', async ({ quantity, total }) => {
    const outcome = await quotes.make(byAccount(seller), { text: `Veldspar\t${quantity}` });

    if (!outcome.ok) throw new Error(outcome.sentence);
    const { lines, total: kept } = await site.container.db.quote.findUniqueOrThrow({
      where: { code: outcome.code },
      include: { lines: true },
    });
    expect(lines[0]?.quantity).toBe(BigInt(quantity));
    expect(kept).toBe(total);
  });

  test("somebody else's form key gives away nothing", async () => {
    const key = randomUUID();
    await quotes.make(byAccount(seller), { key });

    expect(await quotes.make(byAccount(stranger), { key })).toMatchObject({
      ok: false,
      reason: 'key-taken',
    });
    expect(await quotes.make(guest().maker, { key })).toMatchObject({
      ok: false,
      reason: 'key-taken',
    });
  });

  test('many at once each get a code of their own', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => quotes.make(guest().maker)),
    );

    expect(new Set(outcomes.map((outcome) => outcome.ok && outcome.code)).size).toBe(20);
  });

  test.each([
    { name: 'nothing that is bought', text: 'PLEX\t1' },
    { name: 'less than 1 ISK', text: 'Mercoxit\t1' },
  ])('$name makes no quote', async ({ text }) => {
    const before = await site.container.db.quote.count();

    expect(await quotes.make(byAccount(seller), { text })).toMatchObject({
      ok: false,
      reason: 'not-quotable',
    });
    expect(await site.container.db.quote.count()).toBe(before);
  });

  test('stale prices make no quote', async () => {
    const now = new Date(site.now().getTime() + 3 * 3_600_000);

    expect(await quotes.make(byAccount(seller), { now })).toMatchObject({
      ok: false,
      reason: 'not-quotable',
    });
  });

  test('terms that changed between look and press are not quoted', async () => {
    const { db } = site.container;
    const appraisal = await quotes.priced();
    await db.program.update({ where: { id: site.programId }, data: { version: { increment: 1 } } });

    const outcome = await createQuote(
      site.container,
      { appraisal, text: 'Veldspar', idempotencyKey: randomUUID() },
      byAccount(seller),
      site.now(),
    );

    expect(outcome).toMatchObject({ ok: false, reason: 'terms-changed' });
  });

  test('later terms change nothing on a quote', async () => {
    const { db } = site.container;
    const code = await quotes.quote(byAccount(seller));
    await db.program.update({
      where: { id: site.programId },
      data: { rateBp: 5_000, assigneeName: 'Somebody Else', version: { increment: 1 } },
    });

    expect(await quotes.view(code, NOBODY)).toMatchObject({
      rateBp: 9_200,
      assigneeName: 'Ageira Trade Holdings',
    });
    await db.program.update({
      where: { id: site.programId },
      data: { rateBp: 9_200, assigneeName: 'Ageira Trade Holdings', version: { increment: 1 } },
    });
  });
});
