import { v7 as createId } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { JITA, SCORDITE, VELDSPAR } from '#tests/support/trade-site.ts';
import { saveRule } from './save-rule.ts';
import { searchScopes } from './search-scopes.ts';
import { fillRule, itemScope } from './testing/fill-rule.ts';
import { createRulesOfSite, type RulesOfSite } from './testing/rules-of-site.ts';

let own: RulesOfSite;
beforeAll(async () => {
  own = await createRulesOfSite();
});
afterAll(() => own?.[Symbol.asyncDispose]());
beforeEach(() => own.reset());

test('a rule that pays for what things refine to says a yield, or its program does', async () => {
  expect(await own.save({ method: 'refined' })).toEqual({ ok: false, reason: 'no-yield' });
  expect(await own.save({ method: 'refined', yieldPercent: '90.628105568' })).toMatchObject({
    ok: true,
  });
  expect(await own.rules()).toMatchObject([
    { paying: { method: 'refined', refineYield: '0.90628105568', remainder: 'unpaid' } },
  ]);
});

describe('saving a rule', () => {
  test('raises the version of the program, and tells who did it and what it was', async () => {
    const before = await own.version();
    expect(await own.save({ ratePercent: '95', note: 'For the fleet.' })).toEqual({
      ok: true,
      version: before + 1,
    });

    const { db } = own.site.container;
    expect(await own.version()).toBe(before + 1);
    expect(await own.rules()).toMatchObject([
      { scope: { kind: 'item', id: VELDSPAR, name: 'Veldspar' }, rateBp: 9_500, basis: null },
    ]);
    const told = { entity: 'program', entityId: own.site.programId, version: before + 1 };
    expect(await db.auditEvent.findFirst({ where: told })).toMatchObject({
      action: 'rule-added',
      actorId: own.manager.accountId,
      before: { rule: null, version: before },
      after: { rule: { rateBp: 9_500, note: 'For the fleet.' }, version: before + 1 },
    });
    expect(await db.outboxEvent.count({ where: told })).toBe(1);
  });

  test('is told of only together with what it changes', async () => {
    const [before, events] = [await own.version(), await own.site.container.db.auditEvent.count()];
    await expect(own.save({ note: '\0' as never })).rejects.toThrow();

    expect(await own.version()).toBe(before);
    expect(await own.site.container.db.auditEvent.count()).toBe(events);
  });

  test('again, because the answer was lost, changes nothing', async () => {
    const seen = await own.version();
    const saved = await own.save({ ratePercent: '95' }, { seen });

    expect(await own.save({ ratePercent: '95' }, { seen })).toEqual(saved);
    expect(await own.rules()).toHaveLength(1);
  });

  test('of two admins at once: the second is told, and by whom', async () => {
    const seen = await own.version();
    const outcomes = await Promise.all([
      own.save({ ratePercent: '95' }, { seen }),
      own.save({ scope: itemScope(SCORDITE), ratePercent: '90' }, { seen, by: own.other }),
    ]);

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes).toContainEqual({
      ok: false,
      reason: 'changed-meanwhile',
      by: expect.stringMatching(/Maren Tessidari|Ilya Torvanen/),
    });
    expect(await own.rules()).toHaveLength(1);
    expect(await own.version()).toBe(seen + 1);
  });

  test('after a change of one’s own goes on, but not over the same rule', async () => {
    const seen = await own.version();
    await own.save({ ratePercent: '95' }, { seen });
    const [rule] = await own.rules();
    const ruleId = rule?.ruleId ?? '';

    expect(await own.save({ scope: itemScope(SCORDITE) }, { seen })).toMatchObject({ ok: true });
    expect(await own.save({ ratePercent: '90' }, { seen, ruleId })).toMatchObject({
      reason: 'changed-meanwhile',
    });
    expect(await own.remove(ruleId, seen)).toMatchObject({ reason: 'changed-meanwhile' });
    expect(await own.save({ ratePercent: '90' }, { seen: seen + 9, ruleId })).toMatchObject({
      reason: 'changed-meanwhile',
    });
  });

  test('that overlaps with another is refused by its name, and nothing changes', async () => {
    await own.save({ validUntil: '2026-11-24T11:00' });
    const seen = await own.version();

    expect(await own.save({ ratePercent: '50', validFrom: '2026-11-24T10:59' })).toEqual({
      ok: false,
      reason: 'overlap',
      sentence: expect.stringContaining(
        'There is a rule for the item Veldspar already, and it holds until 2026-11-24 11:00 EVE.',
      ),
    });
    expect(await own.version()).toBe(seen);
    expect(await own.save({ ratePercent: '50', validFrom: '2026-11-24T11:00' })).toMatchObject({
      ok: true,
    });
  });

  test('of a rule that is there changes it, also its times', async () => {
    await own.save({ validUntil: '2026-11-24T11:00' });
    const [rule] = await own.rules();
    const ruleId = rule?.ruleId ?? '';

    expect(
      await own.save({ validUntil: '2026-11-25T11:00', action: 'refuse' }, { ruleId }),
    ).toMatchObject({ ok: true });
    expect(await own.rules()).toMatchObject([
      { ruleId, action: 'refuse', validUntil: new Date('2026-11-25T11:00:00Z') },
    ]);
  });

  test.each([
    { what: 'a market that is not ours', change: { hubId: '60099999' }, reason: 'unknown-hub' },
    {
      what: 'something that does not exist',
      change: { scope: itemScope(999_999_999) },
      reason: 'unknown-scope',
    },
  ])('$what is refused', async ({ change, reason }) => {
    expect(await own.save(change)).toEqual({ ok: false, reason });
  });

  test('of a rule, or a program, that is gone is refused', async () => {
    expect(await own.save({}, { ruleId: createId() })).toEqual({
      ok: false,
      reason: 'no-such-rule',
    });
    const input = { programId: createId(), version: 1, ruleId: null, form: fillRule({}) };
    expect(
      await saveRule(own.site.container, own.manager.accountId, input, own.site.now()),
    ).toEqual({
      ok: false,
      reason: 'no-such-program',
    });
  });
});

test('a rule is removed once, and again without any change', async () => {
  await own.save({ ratePercent: '95' });
  const [rule] = await own.rules();
  const seen = await own.version();
  const ruleId = rule?.ruleId ?? '';

  expect(await own.remove(ruleId, seen)).toEqual({ ok: true, version: seen + 1 });
  expect(await own.remove(ruleId, seen)).toEqual({ ok: true, version: seen + 1 });
  expect(await own.rules()).toEqual([]);
});

describe('the database itself refuses', () => {
  test.each([
    { what: 'two at once for one scope', row: {}, why: /holds at the same time/ },
    { what: 'half a basis', row: { scopeId: 5, hubId: BigInt(JITA) }, why: /rule_basis_whole/ },
    {
      what: 'a price of what is refused',
      row: { scopeId: 5, action: 'refuse', rateBp: 5 },
      why: /bare/,
    },
    {
      what: 'an end before the beginning',
      row: { scopeId: 5, validFrom: new Date(9), validUntil: new Date(9) },
      why: /in_order/,
    },
    { what: 'another kind of scope', row: { scopeId: 5, scopeKind: 'planet' }, why: /scope_known/ },
    { what: 'a rate of nothing', row: { scopeId: 5, rateBp: 0 }, why: /rate_in_range/ },
  ])('$what', async ({ row, why }) => {
    await own.save({});
    const { db } = own.site.container;
    const data = {
      id: createId(),
      programId: own.site.programId,
      scopeKind: 'item',
      scopeId: VELDSPAR,
      action: 'accept',
      createdAt: own.site.now(),
      ...row,
    };

    await expect(db.rule.create({ data })).rejects.toThrow(why);
  });

  test('also one of two that were written at the same moment', async () => {
    const { pool } = own.site.container;
    const insert = () =>
      pool.query(
        `insert into rule (id, program_id, scope_kind, scope_id, action, created_at)
         values ($1, $2, 'item', 1224, 'accept', now())`,
        [createId(), own.site.programId],
      );

    const outcomes = await Promise.allSettled([insert(), insert(), insert()]);

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await pool.query('delete from rule where scope_id = 1224');
  });
});

describe('searchScopes', () => {
  test('finds items, groups and market groups of one name, and says what they are in', async () => {
    const found = await searchScopes(own.site.container, 'veldspar');

    expect(found.slice(0, 3)).toMatchObject([
      { kind: 'item', id: VELDSPAR, name: 'Veldspar', within: 'Veldspar' },
      { kind: 'group', id: 462, name: 'Veldspar', within: 'Asteroid' },
      { kind: 'market-group', name: 'Veldspar' },
    ]);
    expect(found[2]?.within).toMatch(/ › /);
    expect(await searchScopes(own.site.container, 'asteroid')).toContainEqual({
      kind: 'category',
      id: 25,
      name: 'Asteroid',
      within: '',
    });
  });

  test('finds the nearest items to a misspelled name, and nothing for nothing', async () => {
    const found = await searchScopes(own.site.container, 'veldsprr');

    expect(found.map(({ name }) => name)).toContain('Veldspar');
    expect(await searchScopes(own.site.container, ' ')).toEqual([]);
  });
});
