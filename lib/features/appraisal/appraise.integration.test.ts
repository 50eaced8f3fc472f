import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { MAX_PASTE_BYTES } from '#lib/core/paste/paste-limits.ts';
import {
  createTradeSite,
  PLEX,
  SCORDITE,
  type TradeSite,
  VELDSPAR,
} from '#tests/support/trade-site.ts';
import { appraise } from './appraise.ts';
import { type Appraisal, appraisalSchema, MAX_SHOWN } from './schema.ts';

const HOUR_MS = 3_600_000;

let site: TradeSite;
beforeAll(async () => {
  site = await createTradeSite();
  await site.setPrice(VELDSPAR, 1_688n, 1_820n);
  await site.setPrice(SCORDITE, 3_000n, 3_333n);
});
afterAll(() => site?.[Symbol.asyncDispose]());

describe('appraise', () => {
  test('a paste is priced line by line, with what made each price', async () => {
    const appraisal = await read('Veldspar\t10,000\nScordite\t5');

    expect(
      appraisal.lines.map(({ name, quantity, unitPriceIsk, totalIsk }) => [
        name,
        quantity,
        unitPriceIsk,
        totalIsk,
      ]),
    ).toEqual([
      ['Veldspar', 10_000, 1_553n, 15_530_000n],
      ['Scordite', 5, 2_760n, 13_800n],
    ]);
    expect(appraisal.totals).toMatchObject({
      lineSumIsk: 15_543_800n,
      totalIsk: 15_543_800n,
      quantity: 10_005,
      types: 2,
    });
    expect(appraisal.lines[0]?.evidence).toMatchObject({
      basePriceIsk: '16.88',
      rateBp: 9_200,
      unitPriceIsk: '15.53',
      bookAt: site.now().toISOString(),
    });
    expect(appraisal.lines[0]).toMatchObject({ kind: 'ore', volumeM3: 1_000, lines: [1] });
    expect(appraisal.obstacle).toBeNull();
    expect(appraisal.prices).toMatchObject({ hubName: 'Jita', isStale: false, isMissing: false });
    expect(appraisal.wouldHoldUntil.getTime() - site.now().getTime()).toBe(72 * HOUR_MS);
  });

  test('what nobody can read is not said to be what the trader does not buy', async () => {
    expect((await read('Nonsense\t10')).obstacle?.reason).toBe('nothing-read');
    expect((await read('PLEX\t10')).obstacle?.reason).toBe('nothing-bought');
  });

  test('stacks of one item are added up, and every line of them is named', async () => {
    const { lines } = await read('Veldspar\t10\nScordite\t1\nVeldspar\t20');

    expect(lines[0]).toMatchObject({ name: 'Veldspar', quantity: 30, lines: [1, 3] });
  });

  test('names in other languages of the game are read', async () => {
    const { lines } = await read('ベルドスパー\t10');

    expect(lines[0]).toMatchObject({ typeId: VELDSPAR, name: 'Veldspar' });
  });

  test('the total is cut to whole ISK and the exact sum is kept beside it', async () => {
    const { totals } = await read('Veldspar\t1');

    expect(totals).toMatchObject({ lineSumIsk: 1_553n, totalIsk: 1_500n });
  });

  test('what is not bought says why and changes no total', async () => {
    const { refused, totals } = await read('Veldspar\t100\nPLEX\t500');

    expect(refused).toMatchObject([{ typeId: PLEX, reason: 'not-accepted', quantity: 500 }]);
    expect(refused[0]?.sentence).toMatch(/^Not bought/);
    expect(totals.types).toBe(1);
  });

  test('a misspelled name is not guessed but proposed', async () => {
    const { lines, unread } = await read('Veldspra\t10');

    expect(lines).toEqual([]);
    expect(unread[0]).toMatchObject({
      line: 1,
      suggestions: expect.arrayContaining([expect.objectContaining({ name: 'Veldspar' })]),
    });
    expect(unread[0]?.sentence).not.toBe('');
  });

  test('a price that is too old prices nothing', async () => {
    const later = new Date(site.now().getTime() + 2 * HOUR_MS + 1);

    const { lines, obstacle, prices } = await read('Veldspar\t10', later);

    expect(lines).toEqual([]);
    expect(obstacle?.reason).toBe('stale-prices');
    expect(prices).toMatchObject({ isStale: true, asOf: site.now() });
  });

  test('without any price the page is told that there is none', async () => {
    const { obstacle, prices } = await read('Plagioclase\t10');

    expect(obstacle?.reason).toBe('no-prices');
    expect(prices).toMatchObject({ isMissing: true, asOf: null });
  });

  test('a paste without anything to price still says how old the prices are', async () => {
    const { lines, prices } = await read('Nonsense 5');

    expect(lines).toEqual([]);
    expect(prices).toMatchObject({ asOf: site.now(), isMissing: false, isStale: false });
  });

  test.each([
    { name: 'nothing', text: ' \n ', reason: 'empty' },
    {
      name: 'more than 10,000 lines',
      text: 'Veldspar 1\n'.repeat(10_001),
      reason: 'too-many-lines',
    },
    { name: 'more than 1 MiB', text: 'x'.repeat(MAX_PASTE_BYTES + 1), reason: 'too-large' },
    {
      name: 'more than 1 MiB in few letters',
      text: 'й'.repeat(MAX_PASTE_BYTES / 2 + 1),
      reason: 'too-large',
    },
  ])('$name is refused with a sentence', async ({ text, reason }) => {
    expect(await appraise(site.container, { text }, site.now())).toMatchObject({
      ok: false,
      reason,
      sentence: expect.stringMatching(/\.$/),
    });
  });

  test('10,000 lines are read', async () => {
    const { totals } = await read('Veldspar\t1\n'.repeat(10_000));

    expect(totals.quantity).toBe(10_000);
  });

  test('counts that nobody can have never leave the numbers that we can hold', async () => {
    const outcome = await appraise(
      site.container,
      { text: 'Veldspar\t9007199254740991\nVeldspar\t9007199254740991' },
      site.now(),
    );

    if (outcome.ok) expect(() => appraisalSchema.encode(outcome.appraisal)).not.toThrow();
    else expect(outcome.reason).toBe('beyond-counting');
  });

  test.each([
    { name: 'lines that are not read', text: 'Nonsense 5\n'.repeat(9_000), kind: 'unread' },
    { name: 'one endless line', text: 'Veldspra '.repeat(110_000), kind: 'unread' },
    { name: 'bytes', text: '\0\ud800\u0301\u202e\ufffd'.repeat(60_000), kind: 'unread' },
  ] as const)('an answer stays small whatever is pasted: $name', async ({ text, kind }) => {
    const appraisal = await read(text);

    expect(appraisal.counts[kind]).toBeGreaterThan(0);
    expect(appraisal[kind].length).toBe(Math.min(MAX_SHOWN, appraisal.counts[kind]));
    expect(JSON.stringify(appraisalSchema.encode(appraisal)).length).toBeLessThan(400_000);
  });

  test('thousands of kinds of items are counted, and the first few hundred told', async () => {
    const types = await site.container.db.staticType.findMany({
      where: { published: true },
      select: { names: true },
      orderBy: { id: 'asc' },
      take: 3_000,
    });
    const names = types.map((type) => z.object({ en: z.string() }).parse(type.names).en);
    const { refused, counts } = await read(names.join('\n'));

    expect(refused).toHaveLength(MAX_SHOWN);
    expect(counts.refused).toBeGreaterThan(2_000);
  });

  test('what a browser reads is what was worked out', async () => {
    const appraisal = await read('Veldspar\t10\nPLEX\t1\nNonsense 5');

    const wire = JSON.stringify(appraisalSchema.encode(appraisal));

    expect(appraisalSchema.parse(JSON.parse(wire))).toEqual(appraisal);
  });

  test('a program that is closed, too small or too large makes no quote', async () => {
    const { db } = site.container;
    const where = { id: site.programId };
    await db.program.update({ where, data: { minimumTotal: 100_000n } });
    expect((await read('Veldspar\t10')).obstacle).toEqual({
      reason: 'under-minimum',
      sentence: 'This program starts at 1,000 ISK, and this is 845 less. Add more items.',
    });
    await db.program.update({ where, data: { minimumTotal: null, maximumTotal: 1_000n } });
    expect((await read('Veldspar\t10')).obstacle?.reason).toBe('over-maximum');
    await db.program.update({ where, data: { maximumTotal: null, isOpen: false } });
    expect((await read('Veldspar\t10')).obstacle?.reason).toBe('program-closed');
    await db.program.update({ where, data: { isOpen: true } });
  });
});

async function read(text: string, now = site.now()): Promise<Appraisal> {
  const outcome = await appraise(site.container, { text, programId: site.programId }, now);
  if (!outcome.ok) throw new Error(outcome.sentence);
  return outcome.appraisal;
}
