import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseIsk } from '#lib/core/isk.ts';
import { requoteSent, type SentItem } from './requote.ts';

const TYPE_IDS: Record<string, number> = { Veldspar: 1230, Scordite: 1228, Rifter: 587 };
const PILOT = { mayBeMore: false, donationBp: 0 };
const TRADER = { mayBeMore: true, donationBp: 0 };

/** 10,000 Veldspar at 60.05 and 500 Scordite at 800.00: 1,000,500 ISK. */
const LINES = [line('Veldspar', 10_000, '60.05', 1_000), line('Scordite', 500, '800.00', 75)];

describe('what was sent, at the quote’s own prices', () => {
  test.each([
    ['less of one', ['10000>9999 Veldspar', '500>500 Scordite'], '1000439.00', 1_074.9],
    ['one is missing', ['10000>10000 Veldspar', '500>0 Scordite'], '600500.00', 1_000],
    ['one unit: cut to whole ISK', ['10000>1 Veldspar', '500>0 Scordite'], '60.00', 0.1],
  ])('%s', (_name, items, total, volumeM3) => {
    const outcome = requoteSent(LINES, items.map(sent), PILOT);
    expect(outcome).toMatchObject({ ok: true, requote: { totalIsk: parseIsk(total), volumeM3 } });
  });

  test.each([
    ['what was quoted', ['10000>10000 Veldspar', '500>500 Scordite'], 'as-quoted', []],
    ['nothing', ['10000>0 Veldspar', '500>0 Scordite'], 'nothing-sent', []],
    ['a count that nobody can read', ['10000>-1 Veldspar', '500>0 Scordite'], 'nothing-sent', []],
    ['what has no price', ['10000>9000 Veldspar', '0>1 Rifter'], 'not-quoted', [587]],
    ['more, by a pilot', ['10000>10001 Veldspar'], 'more-than-quoted', [1230]],
  ])('%s is refused', (_name, items, reason, typeIds) => {
    expect(requoteSent(LINES, items.map(sent), PILOT)).toEqual({ ok: false, reason, typeIds });
  });

  test('the trader may take more', () => {
    const items = ['10000>12000 Veldspar', '500>500 Scordite'].map(sent);
    expect(requoteSent(LINES, items, TRADER)).toMatchObject({
      ok: true,
      requote: { totalIsk: parseIsk('1120600.00'), lines: [{ quantity: 12_000 }, {}] },
    });
  });

  test('a copy is never paid as the original', () => {
    const items = [{ ...sent('10000>9000 Veldspar'), blueprintCopy: true }];
    expect(requoteSent(LINES, items, TRADER)).toMatchObject({ reason: 'not-quoted' });
  });

  test('the same share is given away of it', () => {
    const items = [sent('10000>1000 Veldspar')];
    expect(requoteSent(LINES, items, { ...PILOT, donationBp: 1_000 })).toMatchObject({
      requote: { totalIsk: parseIsk('54045.00'), donationIsk: parseIsk('6005.00') },
    });
  });

  test('a pilot never gets more than was quoted, and each line is unit price times count', () => {
    const anyItems = fc.tuple(fc.nat(10_001), fc.nat(501));
    fc.assert(
      fc.property(anyItems, fc.boolean(), ([veldspar, scordite], mayBeMore) => {
        const items = [`10000>${veldspar} Veldspar`, `500>${scordite} Scordite`].map(sent);
        const outcome = requoteSent(LINES, items, { mayBeMore, donationBp: 0 });
        if (!outcome.ok) return;
        const { lines, lineSumIsk, totalIsk } = outcome.requote;
        if (!mayBeMore) expect(totalIsk).toBeLessThan(parseIsk('1000500.00'));
        for (const each of lines) {
          expect(each.totalIsk).toBe(each.unitPriceIsk * BigInt(each.quantity));
        }
        expect(lines.reduce((sum, each) => sum + each.totalIsk, 0n)).toBe(lineSumIsk);
        expect(lineSumIsk - totalIsk).toBeLessThan(100n);
      }),
    );
  });
});

function line(name: string, quantity: number, unitPrice: string, volumeM3: number) {
  const typeId = TYPE_IDS[name] ?? 0;
  return { typeId, blueprintCopy: false, quantity, unitPriceIsk: parseIsk(unitPrice), volumeM3 };
}

/** Read `'10000>9999 Veldspar'` as so many quoted, so many sent. */
function sent(text: string): SentItem {
  const [, quoted, units, name = ''] = /^(\d+)>(-?\d+) (.+)$/.exec(text) ?? [];
  return {
    typeId: TYPE_IDS[name] ?? 0,
    blueprintCopy: false,
    quoted: Number(quoted),
    sent: Number(units),
  };
}
