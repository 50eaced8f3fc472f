import { v7 as createId } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appraise } from '#lib/features/appraisal/appraise.ts';
import { getMarketItem } from '#lib/features/market/get-market-item.ts';
import { checkInvariants } from '#lib/features/operations/check/check-invariants.ts';
import { readWorkers } from '#lib/features/operations/read-workers.ts';
import { enqueueDueHubs, refreshAllHubs } from '#lib/features/prices/jobs.ts';
import { listPricedTypeIds } from '#lib/features/prices/priced-types.ts';
import { listTradedTypeIds } from '#lib/features/prices/traded-types.ts';
import { createQuote } from '#lib/features/quotes/create-quote.ts';
import { getQuoteView } from '#lib/features/quotes/get-quote-view.ts';
import { readHealth } from '#lib/server/health.ts';
import { AMARR, JITA, PLEX, SCORDITE, VELDSPAR } from '#tests/support/trade-site.ts';
import { itemScope } from './testing/fill-rule.ts';
import { createRulesOfSite, type RulesOfSite } from './testing/rules-of-site.ts';

const TRITANIUM = 34;
const COMPRESSED_VELDSPAR = 62516;

let own: RulesOfSite;
beforeAll(async () => {
  own = await createRulesOfSite();
});
afterAll(() => own?.[Symbol.asyncDispose]());
beforeEach(() => own.reset());

describe('what a rule makes of prices', () => {
  test('a paste is priced by the market that the rule names, the rest as before', async () => {
    await own.save({ hubId: String(AMARR), basisSide: 'sell', ratePercent: '95' });

    const { lines, prices } = await read('Veldspar\t10\nScordite\t10');

    expect(lines).toMatchObject([
      {
        name: 'Veldspar',
        unitPriceIsk: 2_850n,
        evidence: { basis: { hubName: 'Amarr' }, rule: { scopeName: 'Veldspar' } },
      },
      { name: 'Scordite', unitPriceIsk: 920n, evidence: { rule: null } },
    ]);
    expect(prices.hubName).toBe('Jita, Amarr');
  });

  test('an ore is paid for by what it refines to, and so is its page', async () => {
    const { site } = own;
    await site.setPrice(TRITANIUM, 400n, 500n);
    await own.save({ method: 'refined', yieldPercent: '87.34', ratePercent: '100' });

    const { lines, prices } = await read('Veldspar\t10,000\nVeldspar\t50');

    expect(lines).toMatchObject([
      {
        unitPriceIsk: 1_390n,
        totalIsk: 1_390n * 10_050n,
        evidence: {
          lot: {
            valueIsk: '139744.00',
            refined: { share: '0.8734', portions: 100 },
            leftover: { quantity: 50, remainder: 'unpaid' },
            parts: [{ name: 'Tritanium', quantity: 34_936, priceIsk: '4.00' }],
          },
        },
      },
    ]);
    expect(prices.asOf).toEqual(site.now());
    const item = await getMarketItem(site.container, VELDSPAR);
    expect(item?.offers).toMatchObject([{ unitPriceIsk: 1_397n }]);
    expect((await read('Veldspar\t50')).refused).toMatchObject([{ reason: 'under-portion' }]);
  });

  test('the program’s yield counts where the rule says none, and its guards in all prices', async () => {
    const { site } = own;
    await site.setPrice(TRITANIUM, 400n, 500n);
    await site.setPrice(VELDSPAR, 6_000n, 1_000n);
    const program = { where: { id: site.programId } };
    const guards = { refineYield: '0.5', sellCapBp: 10_000, minimumVolume: 2_000_000n };
    await site.container.db.program.update({
      ...program,
      data: { ...guards, minimumVolume: null },
    });
    await own.save({ method: 'best-of', ratePercent: '100' });

    expect((await read('Veldspar\t100')).lines).toMatchObject([
      { unitPriceIsk: 1_000n, evidence: { lot: { way: 'as-is' } } },
    ]);
    await site.container.db.program.update({ ...program, data: guards });
    const { refused } = await read('Scordite\t100\nVeldspar\t100');
    expect(refused.map(({ reason }) => reason)).toEqual(['thin-book', 'thin-book']);
    const none = { refineYield: null, sellCapBp: null, minimumVolume: null };
    await site.container.db.program.update({ ...program, data: none });
  });

  test('what is refused says by which rule, and changes no total', async () => {
    await own.save({ scope: { kind: 'group', id: 462, name: '', within: '' }, action: 'refuse' });

    const { lines, refused } = await read('Veldspar\t10\nScordite\t10');

    expect(lines).toHaveLength(1);
    expect(refused).toMatchObject([{ name: 'Veldspar', reason: 'refused-by-rule' }]);
    expect(refused[0]?.sentence).toContain('refuses the group Veldspar');
  });

  test('a market without a price for it is named as the one that lacks it', async () => {
    await own.save({ scope: itemScope(SCORDITE), hubId: String(AMARR) });

    const { obstacle, prices } = await read('Scordite\t10');

    expect(obstacle).toMatchObject({ reason: 'no-prices' });
    expect(obstacle?.sentence).toContain('Amarr');
    expect(prices.isMissing).toBe(true);
  });

  test('the item’s page says what is paid by the rule', async () => {
    await own.save({ hubId: String(AMARR), basisSide: 'sell', ratePercent: '95' });
    const item = await getMarketItem(own.site.container, VELDSPAR);

    expect(item?.offers).toMatchObject([
      { rateBp: 9_500, basis: 'Amarr sell', unitPriceIsk: 2_850n },
    ]);
  });

  test('a quote keeps its rule after that is gone, and the trail agrees with all of it', async () => {
    await own.save({ hubId: String(AMARR), basisSide: 'sell', ratePercent: '95', note: 'Today.' });
    const appraisal = await read('Veldspar\t10');
    const made = await createQuote(
      own.site.container,
      { appraisal, text: 'Veldspar\t10', idempotencyKey: createId() },
      { kind: 'account', accountId: own.manager.accountId },
      own.site.now(),
    );
    const [rule] = await own.rules();
    await own.remove(rule?.ruleId ?? '');

    const code = made.ok ? made.code : '';
    const quote = await getQuoteView(own.site.container, code, { viewer: null, claimHash: null });
    expect(quote?.view.lines[0]).toMatchObject({
      unitPriceIsk: 2_850n,
      evidence: { rule: { ruleId: rule?.ruleId, scopeName: 'Veldspar', note: 'Today.' } },
    });
    expect(await breaches()).toEqual([]);
  });

  test('a rule that was changed past the site is found by the check', async () => {
    await own.save({ ratePercent: '95', validUntil: '2026-11-24T11:00' });
    expect(await breaches()).toEqual([]);
    await own.site.container.db.rule.updateMany({ data: { rateBp: 9_900 } });
    expect(await breaches()).toMatchObject([{ probe: 'rule-as-told' }]);
    await own.site.container.db.rule.updateMany({ data: { rateBp: 9_500 } });
  });

  test('a quote by rules that have changed since is not made', async () => {
    const appraisal = await read('Veldspar\t10');
    await own.save({ ratePercent: '1' });
    const made = await createQuote(
      own.site.container,
      { appraisal, text: 'Veldspar\t10', idempotencyKey: createId() },
      { kind: 'account', accountId: own.manager.accountId },
      own.site.now(),
    );

    expect(made).toMatchObject({ ok: false, reason: 'terms-changed' });
  });
});

describe('which books are read', () => {
  test('of a hub that nothing names none, and nobody looks there', async () => {
    expect(await listTradedTypeIds(own.site.container, AMARR)).toEqual([]);
    expect(await dueHubs()).not.toContain(AMARR);
    expect(await refreshAllHubs(own.site.container)).toContain('1 hub');
    expect((await readHealth(own.site.container)).troubles).not.toContain('prices-late');
    expect((await readWorkers(own.site.container, own.site.now())).lines).toHaveLength(2);
  });

  test('of one that a rule names exactly what it prices there, which Jita is spared', async () => {
    const jita = await listTradedTypeIds(own.site.container, JITA);
    await own.save({ hubId: String(AMARR) });

    expect(await listTradedTypeIds(own.site.container, AMARR)).toEqual([VELDSPAR]);
    expect(await listTradedTypeIds(own.site.container, JITA)).toEqual(
      jita.filter((typeId) => typeId !== VELDSPAR),
    );
    expect(await dueHubs()).toContain(AMARR);
  });

  test('of one whose rule pays for other forms, theirs, too', async () => {
    await own.save({ hubId: String(AMARR), method: 'best-of', yieldPercent: '90' });
    const { site } = own;

    const names = (await listPricedTypeIds(site.container, AMARR)).sort((a, b) => a - b);
    expect(names).toEqual([TRITANIUM, VELDSPAR, COMPRESSED_VELDSPAR]);
  });

  test('of what only a rule takes also, and of what a rule refuses none', async () => {
    await own.save({ scope: itemScope(PLEX) });
    await own.save({ scope: itemScope(SCORDITE), action: 'refuse' });
    const jita = await listTradedTypeIds(own.site.container, JITA);

    expect(jita).toContain(PLEX);
    expect(jita).not.toContain(SCORDITE);
  });

  test('of a rule that begins soon already, and of one that has ended no longer', async () => {
    const minutes = (count: number) =>
      new Date(own.site.now().getTime() + count * 60_000).toISOString().slice(0, 16);
    await own.save({ hubId: String(AMARR), validFrom: minutes(20) });
    expect(await listTradedTypeIds(own.site.container, AMARR)).toEqual([VELDSPAR]);
    // Until then the program's own market prices it.
    expect(await listTradedTypeIds(own.site.container, JITA)).toContain(VELDSPAR);
    expect(await dueHubs()).toContain(AMARR);

    const [rule] = await own.rules();
    const ruleId = rule?.ruleId ?? '';
    await own.save({ hubId: String(AMARR), validFrom: minutes(40) }, { ruleId });
    expect(await listTradedTypeIds(own.site.container, AMARR)).toEqual([]);
    expect(await dueHubs()).not.toContain(AMARR);
    await own.save({ hubId: String(AMARR), validFrom: '', validUntil: minutes(0) }, { ruleId });
    expect(await listTradedTypeIds(own.site.container, AMARR)).toEqual([]);
    expect(await dueHubs()).not.toContain(AMARR);
  });
});

async function read(text: string) {
  const input = { text, programId: own.site.programId };
  const outcome = await appraise(own.site.container, input, own.site.now());
  if (!outcome.ok) throw new Error(outcome.sentence);
  return outcome.appraisal;
}

/** What the check finds that is not as the trail tells it, of quotes, programs and rules. */
async function breaches() {
  const client = await own.site.container.pool.connect();
  try {
    const { invariants } = await checkInvariants(client);
    return invariants
      .flatMap((each) => each.breaches)
      .filter(({ probe }) =>
        ['rule-as-told', 'promise-as-told', 'program-as-told'].includes(probe),
      );
  } finally {
    client.release();
  }
}

async function dueHubs(): Promise<number[]> {
  const due: number[] = [];
  await own.site.container.db.hub.updateMany({ data: { nextPollAt: own.site.now() } });
  const queue = { enqueue: async ({ hubId }: { hubId: number }) => void due.push(hubId) };
  await enqueueDueHubs(own.site.container, queue as never);
  return due;
}
