import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { parseIsk, toIskText } from '#lib/core/isk.ts';
import { describeRefusal } from '../describe-refusal.ts';
import { lineEvidenceSchema } from '../evidence.ts';
import { explainLine } from '../explain-line.ts';
import type { Basis, HubPrice } from '../hub-price.ts';
import { listBooks } from '../list-books.ts';
import { AS_IS } from '../method.ts';
import {
  type ItemToPrice,
  type PriceBooks,
  type PricingFacts,
  type PricingTerms,
  priceItems,
} from '../price-items.ts';
import { NOTHING_REFINES } from '../testing/nothing-refines.ts';
import type { PricingRule } from './rule.ts';

vi.setConfig({ testTimeout: 60_000 });

const NOW = new Date('2026-11-22T19:24:00Z');
const [JITA, AMARR] = [60003760, 60008494];
const [VELDSPAR, SCORDITE, PYERITE, BLUEPRINT] = [1230, 1228, 35, 22545];

const TYPES = new Map([
  [VELDSPAR, { groupId: 462, categoryId: 25, marketGroupId: 518, packagedVolumeM3: 0.1 }],
  [SCORDITE, { groupId: 460, categoryId: 25, marketGroupId: 519, packagedVolumeM3: 0.15 }],
  [PYERITE, { groupId: 18, categoryId: 4, marketGroupId: 1857, packagedVolumeM3: 0.01 }],
  [BLUEPRINT, { groupId: 1191, categoryId: 9, marketGroupId: 889, packagedVolumeM3: 0.01 }],
]);
const BOOKS: PriceBooks = new Map([
  [JITA, new Map([...TYPES.keys()].map((typeId) => [typeId, book('10.00', '12.00')]))],
  [AMARR, new Map([...TYPES.keys()].map((typeId) => [typeId, book('20.00', '30.00')]))],
]);
const TERMS: PricingTerms = {
  basis: { hubId: JITA, hubName: 'Jita', side: 'buy', statistic: 'top5' },
  rateBp: 9_000,
  refineYield: null,
  minimumVolume: null,
  sellCapBp: null,
  staleAfterMinutes: 120,
  acceptedCategoryIds: [25],
  acceptedGroupIds: [],
};
const AMARR_SELL: Basis = { hubId: AMARR, hubName: 'Amarr', side: 'sell', statistic: 'best' };
const ITEM = { kind: 'item', id: VELDSPAR, name: 'Veldspar' } as const;

describe('a rule', () => {
  test('prices by a market and at a rate of its own', () => {
    const [veldspar, scordite] = price([rule({ basis: AMARR_SELL, rateBp: 9_500 })]).lines;

    expect(toIskText(veldspar?.unitPrice ?? 0n)).toBe('28.50');
    expect(veldspar && explainLine(veldspar.evidence)).toMatchObject({
      short: '95 % Amarr sell',
      rule: 'the item Veldspar',
      arithmetic: '95 % of 30.00 = 28.50',
    });
    expect(toIskText(scordite?.unitPrice ?? 0n)).toBe('9.00');
    expect(scordite && explainLine(scordite.evidence).rule).toBeNull();
  });

  test('has the program’s market with a rate alone, and the program’s rate with a market alone', () => {
    expect(unitPriceBy(rule({ rateBp: 5_000 }))).toBe('5.00');
    expect(unitPriceBy(rule({ basis: AMARR_SELL }))).toBe('27.00');
  });

  test('takes what the program by itself does not', () => {
    const minerals = { kind: 'group', id: 18, name: 'Mineral' } as const;
    const { lines } = price([rule({ scope: minerals })], [PYERITE]);

    expect(lines).toMatchObject([{ typeId: PYERITE, unitPrice: 900n }]);
  });

  test('never takes what nobody could check', () => {
    const blueprints = { kind: 'category', id: 9, name: 'Blueprint' } as const;
    const { refused } = price([rule({ scope: blueprints })], [BLUEPRINT]);

    expect(refused).toMatchObject([{ reason: 'blueprint-original' }]);
  });

  test('refuses what the program by itself takes, and says so with its times and note', () => {
    const { lines, refused } = price([
      rule({ action: 'refuse', note: 'Full.', validUntil: new Date('2026-11-24T11:00:00Z') }),
    ]);

    expect(lines).toMatchObject([{ typeId: SCORDITE }]);
    expect(refused).toMatchObject([{ typeId: VELDSPAR, reason: 'refused-by-rule' }]);
    expect(refused[0] && describeRefusal(refused[0], NOW)).toBe(
      'Not bought: a rule of this program refuses the item Veldspar until 2026-11-24 11:00 EVE. The trader says: “Full.” It is left out of the quote.',
    );
  });

  test('that has ended leaves the program’s own terms', () => {
    expect(unitPriceBy(rule({ rateBp: 1, validUntil: NOW }))).toBe('9.00');
  });

  test('whose market has no price prices nothing, and names the market', () => {
    const { refused } = price([rule({ basis: { ...AMARR_SELL, hubId: 1, hubName: 'Hek' } })]);

    expect(refused).toMatchObject([{ reason: 'no-price', hubName: 'Hek' }]);
  });
});

describe('evidence', () => {
  test('keeps the rule, and reads back the same', () => {
    const until = new Date('2026-11-24T11:00:00Z');
    const [line] = price([
      rule({ rateBp: 9_500, validUntil: until, note: 'For the fleet.' }),
    ]).lines;

    expect(line?.evidence.rule).toEqual({
      ruleId: 'a',
      scopeKind: 'item',
      scopeId: VELDSPAR,
      scopeName: 'Veldspar',
      validFrom: null,
      validUntil: until.toISOString(),
      note: 'For the fleet.',
    });
    const stored = JSON.parse(JSON.stringify(line?.evidence));
    expect(lineEvidenceSchema.parse(stored)).toEqual(line?.evidence);
    expect(line && explainLine(line.evidence)).toMatchObject({
      rule: 'the item Veldspar until 2026-11-24 11:00 EVE',
      note: 'For the fleet.',
    });
  });

  test('of before there were rules is read as of the program’s own terms', () => {
    const [line] = price([]).lines;
    const { rule: _, ...before } = lineEvidenceSchema.parse(line?.evidence);

    expect(lineEvidenceSchema.parse(before)).toEqual({ ...before, rule: null });
  });
});

test('books are listed by market, each type once, the program’s market always', () => {
  const facts = factsWith([rule({ basis: AMARR_SELL })]);
  const list = (typeIds: number[]) =>
    Object.fromEntries(
      listBooks(
        typeIds.map((typeId) => ({ typeId })),
        TERMS,
        facts,
      ),
    );

  expect(list([VELDSPAR, SCORDITE, VELDSPAR, 99_999])).toEqual({
    [JITA]: [SCORDITE, 99_999],
    [AMARR]: [VELDSPAR],
  });
  expect(list([])).toEqual({ [JITA]: [] });
});

describe('properties', () => {
  const anyRule = fc
    .record({
      scope: fc.constantFrom(
        ITEM,
        { kind: 'group', id: 462, name: 'Veldspar' } as const,
        { kind: 'market-group', id: 54, name: 'Ore' } as const,
        { kind: 'category', id: 25, name: 'Asteroid' } as const,
      ),
      action: fc.constantFrom('accept', 'refuse'),
      basis: fc.option(fc.constant(AMARR_SELL)),
      rateBp: fc.option(fc.integer({ min: 1, max: 10_000 })),
    })
    .map(rule);
  const anyRules = fc.uniqueArray(anyRule, { selector: ({ scope }) => scope.kind });

  test('splitting a stack and the order of rules and lines change nothing', () => {
    const anyStacks = fc.array(fc.integer({ min: 1, max: 2 ** 31 }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(anyRules, anyStacks, (rules, stacks) => {
        const items = stacks.map((quantity) => item(VELDSPAR, quantity));
        const sum = stacks.reduce((a, b) => a + b, 0);
        const split = priceItems([...items, item(SCORDITE, 1)], TERMS, BOOKS, factsWith(rules));
        const whole = priceItems(
          [item(SCORDITE, 1), item(VELDSPAR, sum)],
          TERMS,
          BOOKS,
          factsWith(rules.toReversed()),
        );

        expect(byType(split.lines)).toEqual(byType(whole.lines));
        expect(byType(split.refused)).toEqual(byType(whole.refused));
        expect(split.total).toBe(whole.total);
      }),
    );
  });

  test('whatever the rules, each item is paid or refused, and the total is the sum of the lines', () => {
    fc.assert(
      fc.property(anyRules, (rules) => {
        const { lines, refused, lineSum } = price(rules, [...TYPES.keys()]);

        expect([...lines, ...refused]).toHaveLength(TYPES.size);
        expect(lines.reduce((sum, { total }) => sum + total, 0n)).toBe(lineSum);
        for (const { unitPrice } of lines) expect(unitPrice > 0n).toBe(true);
      }),
    );
  });
});

function byType<Line extends { typeId: number }>(lines: readonly Line[]): Line[] {
  return lines.toSorted((a, b) => a.typeId - b.typeId);
}

function unitPriceBy(one: PricingRule): string {
  return toIskText(price([one], [VELDSPAR]).lines[0]?.unitPrice ?? 0n);
}

function price(rules: readonly PricingRule[], typeIds = [VELDSPAR, SCORDITE]) {
  const items = typeIds.map((typeId) => item(typeId, 1));
  return priceItems(items, TERMS, BOOKS, factsWith(rules));
}

function factsWith(rules: readonly PricingRule[]): PricingFacts {
  const marketGroup = (id: number) => ({ parentId: id === 518 || id === 519 ? 54 : null });
  const types = { type: (typeId: number) => TYPES.get(typeId), marketGroup };
  return { rules, types, refining: NOTHING_REFINES, now: NOW };
}

function rule(change: Partial<PricingRule>): PricingRule {
  return {
    ruleId: 'a',
    scope: ITEM,
    action: 'accept',
    basis: null,
    rateBp: null,
    paying: AS_IS,
    validFrom: null,
    validUntil: null,
    note: '',
    ...change,
  };
}

function item(typeId: number, quantity: number): ItemToPrice {
  return { typeId, name: `Type ${typeId}`, quantity, blueprintCopy: false };
}

function book(buy: string, sell: string): HubPrice {
  return {
    buyBest: parseIsk(buy),
    buyTop5: parseIsk(buy),
    sellBest: parseIsk(sell),
    sellTop5: parseIsk(sell),
    buyVolume: 5_000,
    sellVolume: 7_000,
    buyOrders: 12,
    sellOrders: 20,
    bookAt: new Date(NOW.getTime() - 60_000),
  };
}
