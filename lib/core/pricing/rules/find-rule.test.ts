import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { AS_IS } from '../method.ts';
import { describeOverlap, findOverlap } from './find-overlap.ts';
import { createRuleFinder, type RuledType } from './find-rule.ts';
import { isHolding, type PricingRule, SCOPE_KINDS, type ScopeKind } from './rule.ts';

vi.setConfig({ testTimeout: 60_000 });

const NOW = new Date('2026-11-22T19:24:00Z');
const MINUTE_MS = 60_000;

const VELDSPAR = 1230;
/** Group 462, market group 518 under 54 (ores) under 2 (materials), category 25. */
const VELDSPAR_FACTS: RuledType = { groupId: 462, categoryId: 25, marketGroupId: 518 };
const PARENTS = new Map<number, number | null>([
  [518, 54],
  [54, 2],
  [2, null],
]);

describe('the most specific rule that holds counts', () => {
  test.each([
    { rules: [], counts: null },
    { rules: ['category 25'], counts: 'category 25' },
    { rules: ['category 25', 'market-group 2'], counts: 'market-group 2' },
    { rules: ['market-group 2', 'market-group 54'], counts: 'market-group 54' },
    { rules: ['market-group 518', 'market-group 54'], counts: 'market-group 518' },
    { rules: ['market-group 518', 'group 462'], counts: 'group 462' },
    { rules: ['group 462', 'item 1230'], counts: 'item 1230' },
    { rules: ['item 1228', 'group 463', 'market-group 519', 'category 4'], counts: null },
    { rules: ['category 25', 'item 1230 -60 -1'], counts: 'category 25' },
    { rules: ['category 25', 'item 1230 1 60'], counts: 'category 25' },
    { rules: ['category 25', 'item 1230 -60 1'], counts: 'item 1230' },
  ])('of $rules: $counts', ({ rules, counts }) => {
    expect(nameOf(find(rules.map((text, i) => read(text, `r${i}`))))).toBe(counts);
  });

  test('its first moment is in, its last is not', () => {
    expect(nameOf(find([read('item 1230 0 60')]))).toBe('item 1230');
    expect(find([read('item 1230 -60 0')])).toBeNull();
  });

  test('what is not on the market has rules of its other scopes', () => {
    const facts = { ...VELDSPAR_FACTS, marketGroupId: null };
    expect(nameOf(find([read('market-group 518'), read('category 25', 'b')], facts))).toBe(
      'category 25',
    );
  });

  test('market groups that form a circle end the search', () => {
    const circle = (id: number) => ({ parentId: id === 1 ? 2 : 1 });
    const findRule = createRuleFinder([read('market-group 3')], NOW, circle);

    expect(findRule(VELDSPAR, { ...VELDSPAR_FACTS, marketGroupId: 1 })).toBeNull();
  });
});

describe('properties', () => {
  test('the order of rules says nothing, not even of those that no program may have together', () => {
    fc.assert(
      fc.property(anyRules(), fc.infiniteStream(fc.nat()), anyType(), (rules, keys, type) => {
        const shuffled = rules
          .map((rule) => ({ rule, key: keys.next().value }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ rule }) => rule);

        expect(find(shuffled, type)).toBe(find(rules, type));
      }),
    );
  });

  test('none that is more specific is passed over, and what counts is for the item and holds', () => {
    fc.assert(
      fc.property(anyRules(), anyType(), (rules, type) => {
        const found = find(rules, type);
        const ranks = rules
          .filter((rule) => isHolding(rule, NOW))
          .map((rule) => rankOf(rule, type))
          .filter((rank) => rank !== null);

        expect(found && rankOf(found, type)).toBe(ranks.length > 0 ? Math.min(...ranks) : null);
        if (found) expect(isHolding(found, NOW)).toBe(true);
      }),
    );
  });

  test('of rules that were let in one by one, two never answer at once', () => {
    fc.assert(
      fc.property(anyRules(), fc.integer({ min: -100, max: 100 }), (offered, minutes) => {
        const accepted: PricingRule[] = [];
        for (const rule of offered) if (!findOverlap(rule, accepted)) accepted.push(rule);
        const at = new Date(NOW.getTime() + minutes * MINUTE_MS);

        const answers = accepted.filter((rule) => isHolding(rule, at)).map(nameOf);
        expect(new Set(answers).size).toBe(answers.length);
        // And none was turned away that would have answered alone.
        for (const rule of offered.filter((each) => !accepted.includes(each))) {
          expect(findOverlap(rule, accepted)).not.toBeNull();
        }
      }),
    );
  });

  test('two overlap exactly if at some moment both hold, whichever is asked about', () => {
    fc.assert(
      fc.property(anyRule('a'), anyRule('b'), (a, b) => {
        const times = [a, b].flatMap(({ validFrom, validUntil }) => [validFrom, validUntil]);
        const moments = [NOW, new Date(0), ...times.filter((at) => at !== null)];
        const doMeet =
          nameOf(a) === nameOf(b) && moments.some((at) => isHolding(a, at) && isHolding(b, at));

        expect(findOverlap(a, [b]) !== null).toBe(doMeet);
        expect(findOverlap(b, [a]) !== null).toBe(doMeet);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('findOverlap', () => {
  test.each([
    { rule: 'item 1230 0 60', other: 'item 1230 60 120', clashes: false },
    { rule: 'item 1230 0 60', other: 'item 1230 59 120', clashes: true },
    { rule: 'item 1230', other: 'item 1230 59 120', clashes: true },
    { rule: 'item 1230', other: 'group 1230', clashes: false },
    { rule: 'item 1230', other: 'item 1228', clashes: false },
  ])('$rule beside $other', ({ rule, other, clashes }) => {
    expect(findOverlap(read(rule), [read(other, 'b')]) !== null).toBe(clashes);
  });

  test('a rule that is changed does not clash with itself', () => {
    expect(findOverlap(read('item 1230'), [read('item 1230 0 60')])).toBeNull();
  });

  test('the earliest of several is named, with its times', () => {
    const others = [read('item 1230 60 120', 'b'), read('item 1230 -60 0', 'c')];
    const clash = findOverlap(read('item 1230'), others);

    expect(clash && describeOverlap(clash)).toBe(
      'There is a rule for the item 1230 already, and it holds from 2026-11-22 18:24 until 2026-11-22 19:24 EVE. Two rules for the same cannot hold at once: change the times, or change that rule.',
    );
  });
});

function find(rules: readonly PricingRule[], type: RuledType = VELDSPAR_FACTS) {
  return createRuleFinder(rules, NOW, marketGroup)(VELDSPAR, type);
}

function marketGroup(id: number) {
  return { parentId: PARENTS.get(id) ?? null };
}

/** 0 for the item, 1 for its group, 2 for its market group, 3 for that one's parent …; null: not for it. */
function rankOf({ scope: { kind, id } }: PricingRule, type: RuledType): number | null {
  if (kind === 'item') return id === VELDSPAR ? 0 : null;
  if (kind === 'group') return id === type.groupId ? 1 : null;
  if (kind === 'category') return id === type.categoryId ? 99 : null;
  let up: number | null = type.marketGroupId;
  for (let rank = 2; up !== null; rank += 1) {
    if (up === id) return rank;
    up = PARENTS.get(up) ?? null;
  }
  return null;
}

function nameOf(rule: PricingRule | null): string | null {
  return rule && `${rule.scope.kind} ${rule.scope.id}`;
}

/** Read `'item 1230 -60 60'`: kind, id, and from and until in minutes from now. */
function read(text: string, ruleId = 'a'): PricingRule {
  const [kind, id, from, until] = text.split(' ');
  return rule({
    ruleId,
    kind: SCOPE_KINDS.find((each) => each === kind) ?? 'item',
    id: Number(id),
    from: from === undefined ? null : Number(from),
    until: until === undefined ? null : Number(until),
  });
}

type Short = {
  readonly ruleId: string;
  readonly kind: ScopeKind;
  readonly id: number;
  readonly from: number | null;
  readonly until: number | null;
};

function rule({ ruleId, kind, id, from, until }: Short): PricingRule {
  const at = (minutes: number | null) =>
    minutes === null ? null : new Date(NOW.getTime() + minutes * MINUTE_MS);
  return {
    ruleId,
    scope: { kind, id, name: String(id) },
    action: 'accept',
    basis: null,
    rateBp: null,
    paying: AS_IS,
    validFrom: at(from),
    validUntil: at(until),
    note: '',
  };
}

const SCOPE_IDS: Record<ScopeKind, number[]> = {
  item: [VELDSPAR, 1228],
  group: [462, 463],
  'market-group': [2, 54, 518],
  category: [25, 4],
};

function anyRule(ruleId: string) {
  return fc
    .record({
      kind: fc.constantFrom(...SCOPE_KINDS),
      nth: fc.nat(),
      from: fc.option(fc.integer({ min: -90, max: 90 })),
      length: fc.option(fc.integer({ min: 1, max: 90 })),
    })
    .map(({ kind, nth, from, length }) => {
      const ids = SCOPE_IDS[kind];
      const until = length === null ? null : (from ?? 0) + length;
      return rule({ ruleId, kind, id: ids[nth % ids.length] ?? 0, from, until });
    });
}

function anyRules() {
  return fc
    .array(anyRule(''), { maxLength: 20 })
    .map((rules) =>
      rules.map((each, i) => ({ ...each, ruleId: `r${String(i).padStart(2, '0')}` })),
    );
}

function anyType() {
  return fc.record({
    groupId: fc.constantFrom(462, 463),
    categoryId: fc.constantFrom(25, 4),
    marketGroupId: fc.constantFrom(518, 54, 2, null),
  });
}
