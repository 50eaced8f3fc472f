import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { NO_LIMITS, type ProgramLimits } from '#lib/core/program/limits.ts';
import { appraise } from '#lib/features/appraisal/appraise.ts';
import { checkInvariants } from '#lib/features/operations/check/check-invariants.ts';
import { toLimitsRow } from '#lib/server/program-limits.ts';
import { type Pilot, type TradeSite, VELDSPAR } from '#tests/support/trade-site.ts';
import { createQuote, type QuoteMaker } from './create-quote.ts';
import {
  byAccount,
  createQuoteSite,
  guest,
  NOBODY,
  type QuoteSite,
  signedIn,
} from './testing/quote-site.ts';

const DAY_MS = 86_400_000;
/** Veldspar at 16.88 and 92 %: 15.53 a unit, 1,553 ISK for a hundred. */
const HUNDRED = 155_300n;

let quotes: QuoteSite;
let site: TradeSite;
let seller: Pilot;
let stranger: Pilot;
/** Each test has a day of its own. */
let today: Date;
beforeAll(async () => {
  quotes = await createQuoteSite();
  ({ site, seller, stranger } = quotes);
  today = site.now();
});
afterEach(() => setLimits({}));
afterAll(() => site?.[Symbol.asyncDispose]());

describe('the cap of a day', () => {
  test('what fits is quoted, what does not is refused with the rest of the day', async () => {
    await setLimits({ dailyCapIsk: 3n * HUNDRED });
    expect(await make(byAccount(seller), 200)).toMatchObject({ ok: true });

    expect(await make(guest().maker, 101)).toMatchObject({
      ok: false,
      sentence: expect.stringContaining('Of that 1,553 are left today, and this is 15 more.'),
    });
    expect(await make(guest().maker, 100)).toMatchObject({ ok: true });
    expect(await make(guest().maker, 1)).toMatchObject({
      ok: false,
      sentence: expect.stringContaining('Of that 0 are left today'),
    });
  });

  test('of many at once, on several connections, no more are quoted than fit', async () => {
    await setLimits({ dailyCapIsk: 5n * HUNDRED });

    const outcomes = await Promise.all(
      Array.from({ length: 16 }, (_, i) => make(i % 2 ? byAccount(seller) : guest().maker, 100)),
    );

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(5);
    expect(await usedToday()).toBe(5n * HUNDRED);
  });

  test('whatever is asked for at once: never above the caps, and nobody refused who would fit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 2_000 }),
        fc.integer({ min: 1, max: 2_000 }),
        fc.array(fc.record({ units: fc.integer({ min: 1, max: 900 }), isFirst: fc.boolean() }), {
          minLength: 2,
          maxLength: 8,
        }),
        async (program, pilot, asked) => {
          const caps = {
            dailyCapIsk: BigInt(program) * 1_553n,
            pilotDailyCapIsk: BigInt(pilot) * 1_553n,
          };
          await setLimits(caps);
          const outcomes = await Promise.all(
            asked.map(async ({ units, isFirst }) => ({
              total: ((1_553n * BigInt(units)) / 100n) * 100n,
              pilot: isFirst ? seller : stranger,
              outcome: await make(byAccount(isFirst ? seller : stranger), units),
            })),
          );

          const all = await usedToday();
          expect(all <= caps.dailyCapIsk).toBe(true);
          for (const each of [seller, stranger]) {
            expect((await usedToday(each)) <= caps.pilotDailyCapIsk).toBe(true);
          }
          for (const { outcome, total, pilot: asker } of outcomes) {
            if (outcome.ok) continue;
            const own = await usedToday(asker);
            const fits = all + total <= caps.dailyCapIsk && own + total <= caps.pilotDailyCapIsk;
            expect(fits && total > 0n).toBe(false);
          }
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);

  test('a pilot’s own counts all that the account makes, and no guest is quoted', async () => {
    await setLimits({ pilotDailyCapIsk: 2n * HUNDRED });

    expect(await make(guest().maker, 1)).toMatchObject({ reason: 'sign-in-needed' });
    expect(await make(byAccount(seller), 150)).toMatchObject({ ok: true });
    expect(await make(byAccount(seller), 51)).toMatchObject({ reason: 'over-pilot-cap' });
    expect(await make(byAccount(stranger), 200)).toMatchObject({ ok: true });
  });

  test('a cancelled quote counts no more, one that ran out does', async () => {
    await setLimits({ dailyCapIsk: HUNDRED });
    const first = await make(byAccount(seller), 100);
    if (!first.ok) throw new Error(first.sentence);
    expect(await make(byAccount(seller), 100)).toMatchObject({ ok: false });

    expect(await quotes.cancel(first.code, signedIn(seller))).toMatchObject({ ok: true });
    const second = await make(byAccount(seller), 100);
    if (!second.ok) throw new Error(second.sentence);

    const { db } = site.container;
    await db.quote.update({ where: { code: second.code }, data: { state: 'expired' } });
    expect(await make(byAccount(seller), 100)).toMatchObject({
      sentence: expect.stringContaining('Of that 0 are left today'),
    });
    await db.quote.update({ where: { code: second.code }, data: { state: 'open' } });
  });

  test('at midnight the day begins anew', async () => {
    await setLimits({ dailyCapIsk: HUNDRED });
    const midnight = Math.ceil(today.getTime() / DAY_MS) * DAY_MS;
    const at = (ms: number) => new Date(midnight + ms);
    await site.setPrice(VELDSPAR, 1_688n, 1_820n, at(0));

    expect(await make(byAccount(seller), 100, { now: at(-1) })).toMatchObject({ ok: true });
    expect(await make(byAccount(seller), 100, { now: at(-1) })).toMatchObject({ ok: false });
    expect(await make(byAccount(seller), 100, { now: at(0) })).toMatchObject({ ok: true });
    expect(await make(byAccount(seller), 100, { now: at(0) })).toMatchObject({ ok: false });
  });

  test('a form that is sent again gets its quote, though the day is full by it', async () => {
    await setLimits({ dailyCapIsk: HUNDRED });
    const key = randomUUID();
    const first = await make(byAccount(seller), 100, { key });

    expect(first).toMatchObject({ ok: true });
    expect(await make(byAccount(seller), 100, { key })).toEqual(first);
  });

  test('the appraisal tells it before anybody presses', async () => {
    await setLimits({ dailyCapIsk: HUNDRED, pilotDailyCapIsk: HUNDRED });
    const ask = async (units: number, accountId: string | null) => {
      const input = { text: `Veldspar\t${units}` };
      const outcome = await appraise(site.container, input, today, async () => accountId);
      return outcome.ok && outcome.appraisal.obstacle?.reason;
    };

    expect(await ask(100, seller.accountId)).toBeUndefined();
    expect(await ask(101, seller.accountId)).toBe('over-pilot-cap');
    expect(await ask(1, null)).toBe('sign-in-needed');
  });
});

describe('a donation', () => {
  test('is in the price of the contract, exact, and kept with the quote', async () => {
    await setLimits({ takesDonations: true });
    const outcome = await make(byAccount(seller), 100, { donationBp: 1_250 });
    if (!outcome.ok) throw new Error(outcome.sentence);

    // 1,553 ISK; 12.5 % of them are 194.125.
    const row = await site.container.db.quote.findUniqueOrThrow({ where: { code: outcome.code } });
    expect(row).toMatchObject({
      lineSum: HUNDRED,
      total: 135_900n,
      donation: 19_400n,
      donationBp: 1_250,
    });
    const view = await quotes.view(outcome.code, NOBODY);
    expect(view.donation).toEqual({ shareBp: 1_250, amountIsk: 19_400n });
    expect(view.contractFields.find(({ field }) => field === 'receive')?.copy).toBe('1359');
  });

  test('is refused where the program takes none', async () => {
    const input = { text: 'Veldspar\t100', donationBp: 100 };
    expect(await appraise(site.container, input, today)).toMatchObject({ reason: 'no-donations' });
  });

  test('of all leaves no quote', async () => {
    await setLimits({ takesDonations: true });
    expect(await make(byAccount(seller), 100, { donationBp: 10_000 })).toMatchObject({
      reason: 'not-quotable',
      sentence: 'Of this nothing would be left to pay. Give less away.',
    });
  });

  test('another share under the key of a form is another form', async () => {
    await setLimits({ takesDonations: true });
    const key = randomUUID();
    const first = await make(byAccount(seller), 100, { key, donationBp: 100 });

    expect(await make(byAccount(seller), 100, { key, donationBp: 200 })).toMatchObject({
      reason: 'key-reused',
    });
    expect(await make(byAccount(seller), 100, { key, donationBp: 100 })).toEqual(first);
  });
});

test('a quote keeps its sale and its transport after both are gone', async () => {
  const sale = { bonusBp: 200, from: null, until: new Date(today.getTime() + DAY_MS) };
  await setLimits({ sale, haulingPerM3Isk: 1_000n });
  const outcome = await make(byAccount(seller), 100);
  if (!outcome.ok) throw new Error(outcome.sentence);
  await setLimits({});

  // 15.53 × 1.02 − 0.1 × 10.00 = 14.8406
  const view = await quotes.view(outcome.code, NOBODY);
  expect(view.lines[0]).toMatchObject({
    typeId: VELDSPAR,
    unitPriceIsk: 1_484n,
    evidence: {
      unitPriceIsk: '15.53',
      fees: {
        sale: { bonusBp: 200, until: sale.until.toISOString() },
        hauling: { perM3Isk: '10.00', unitVolumeM3: 0.1 },
        unitPriceIsk: '14.84',
      },
    },
  });
  expect(view.limits).toMatchObject({ sale, haulingPerM3Isk: 1_000n });
});

test('ageira check finds nothing wrong with any of them', async () => {
  await setLimits({ takesDonations: true, dailyCapIsk: 100n * HUNDRED });
  expect(await make(byAccount(seller), 333, { donationBp: 777 })).toMatchObject({ ok: true });

  const found = await findBreaches();
  expect(
    found.filter(({ probe }) => probe === 'lines-add-up' || probe === 'promise-as-told'),
  ).toEqual([]);
  await site.container.pool.query('update quote set donation = donation - 100 where donation > 0');
  expect((await findBreaches()).map(({ probe }) => probe)).toEqual(
    expect.arrayContaining(['lines-add-up', 'promise-as-told']),
  );
  await site.container.pool.query(
    'update quote set donation = donation + 100 where donation_bp > 0',
  );
});

type MakeOptions = { readonly key?: string; readonly now?: Date; readonly donationBp?: number };

async function make(
  maker: QuoteMaker,
  units: number,
  { key = randomUUID(), now = today, donationBp = 0 }: MakeOptions = {},
) {
  const text = `Veldspar\t${units}`;
  const outcome = await appraise(site.container, { text, donationBp }, now);
  if (!outcome.ok) throw new Error(outcome.sentence);
  const input = { appraisal: outcome.appraisal, text, idempotencyKey: key };
  return createQuote(site.container, input, maker, now);
}

/** Set a program's limits; the quotes of the days before count for nothing in them. */
async function setLimits(limits: Partial<ProgramLimits>): Promise<void> {
  await site.container.pool.query(
    `update quote set created_at = created_at - interval '30 days', state = 'cancelled'`,
  );
  await site.container.db.program.update({
    where: { id: site.programId },
    data: { ...toLimitsRow({ ...NO_LIMITS, ...limits }), version: { increment: 1 } },
  });
}

async function findBreaches() {
  const client = await site.container.pool.connect();
  try {
    const { invariants } = await checkInvariants(client);
    return invariants.flatMap(({ breaches }) => breaches);
  } finally {
    client.release();
  }
}

async function usedToday(pilot?: Pilot): Promise<bigint> {
  const { _sum } = await site.container.db.quote.aggregate({
    where: {
      state: { not: 'cancelled' },
      ...(pilot && { accountId: pilot.accountId }),
    },
    _sum: { total: true },
  });
  return _sum.total ?? 0n;
}
