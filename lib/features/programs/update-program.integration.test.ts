import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordChange } from '#lib/server/events.ts';
import { transact } from '#lib/server/transact.ts';
import {
  createTradeSite,
  JITA,
  type Pilot,
  TRADER_CORPORATION,
  type TradeSite,
} from '#tests/support/trade-site.ts';
import { getProgram } from './list-programs.ts';
import { type ProgramFormText, type ProgramFormValues, programFormSchema } from './schema.ts';
import { NO_LIMITS_TEXT } from './testing/no-limits-text.ts';
import { type UpdateProgramOutcome, updateProgram } from './update-program.ts';

let site: TradeSite;
let manager: Pilot;
beforeAll(async () => {
  site = await createTradeSite();
  manager = await site.addPilot(9000000000001, 'Maren Tessidari', 'manager');
});
afterAll(() => site?.[Symbol.asyncDispose]());

describe('updateProgram', () => {
  test('new terms are stored, with who changed them and from what', async () => {
    const version = await currentVersion();

    expect(await save(version, { ratePercent: '90.5', name: 'Ore only' })).toEqual({
      ok: true,
      version: version + 1,
      warning: null,
    });

    const { db } = site.container;
    expect(await getProgram(site.container, site.programId)).toMatchObject({
      name: 'Ore only',
      rateBp: 9_050,
      isAssigneeRead: true,
    });
    const audit = await db.auditEvent.findFirst({
      where: { entity: 'program', entityId: site.programId, version: version + 1 },
    });
    expect(audit).toMatchObject({ action: 'updated', actorId: manager.accountId });
    expect(audit?.before).toMatchObject({ rateBp: 9_200 });
    expect(audit?.after).toMatchObject({ rateBp: 9_050 });
    expect(await db.outboxEvent.count({ where: { entityId: site.programId } })).toBe(1);
  });

  test('of two who save the same version only one is taken', async () => {
    const version = await currentVersion();

    const outcomes = await Promise.all([
      save(version, { ratePercent: '91' }),
      save(version, { ratePercent: '89' }),
    ]);

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes).toContainEqual({
      ok: false,
      reason: 'changed-meanwhile',
      by: 'Maren Tessidari',
    });
    expect(await currentVersion()).toBe(version + 1);
  });

  test('a save of what is saved already changes nothing, whatever terms it was typed upon', async () => {
    const version = await currentVersion();
    const change = { name: 'Saved twice', acceptedGroupIds: [18], maximumTotalIsk: '5' };
    const saved = { ok: true, version: version + 1, warning: null };
    expect(await save(version, change)).toEqual(saved);
    const events = await site.container.db.auditEvent.count();

    expect(await save(version, change)).toEqual(saved);
    expect(await save(version + 1, change)).toEqual(saved);
    expect(await site.container.db.auditEvent.count()).toBe(events);
    expect(await save(version, { ...change, isOpen: false })).toMatchObject({
      reason: 'changed-meanwhile',
    });
  });

  test('whoever types on after a save that nobody answered goes on from what is saved', async () => {
    const version = await currentVersion();
    const [lost, other] = [{ name: 'Lost' }, { name: 'Other' }];
    expect(await save(version, lost)).toMatchObject({ ok: true });
    const more = { ...lost, instructions: 'And more.' };
    const overtaken = { ok: false, reason: 'changed-meanwhile', by: 'Maren Tessidari' };

    expect(await save(version, more, { unanswered: [other] })).toEqual(overtaken);
    const somebody = await site.addPilot(9000000000008, 'Sael Odrinn', 'manager');
    expect(await save(version, more, { by: somebody, unanswered: [lost] })).toEqual(overtaken);
    expect(await save(version, more, { unanswered: [other, lost] })).toEqual({
      ok: true,
      version: version + 2,
      warning: null,
    });
    expect(await getProgram(site.container, site.programId)).toMatchObject({
      name: 'Lost',
      instructions: 'And more.',
    });
  });

  test('a receiver whose contracts nobody reads is taken with a warning', async () => {
    await site.container.db.character.create({
      data: { id: 9000000000009n, name: 'Nobody Reads', ownerHash: 'x' },
    });

    const outcome = await save(await currentVersion(), { assigneeId: '9000000000009' });

    expect(outcome).toMatchObject({ ok: true, warning: 'assignee-not-read' });
    expect(await getProgram(site.container, site.programId)).toMatchObject({
      assigneeName: 'Nobody Reads',
      assigneeKind: 'character',
      isAssigneeRead: false,
    });
  });

  test.each([
    {
      name: 'a station that does not exist',
      change: { locationIds: [60099999] },
      reason: 'unknown-place',
    },
    { name: 'a market that we do not read', change: { hubId: '60008494' }, reason: 'unknown-hub' },
    {
      name: 'a category that does not exist',
      change: { acceptedCategoryIds: [9999] },
      reason: 'unknown-scope',
    },
    {
      name: 'a receiver while EVE does not answer',
      change: { assigneeId: '98000001' },
      reason: 'esi-away',
    },
  ])('$name is refused and nothing changes', async ({ change, reason }) => {
    const version = await currentVersion();

    expect(await save(version, change)).toEqual({ ok: false, reason });
    expect(await currentVersion()).toBe(version);
  });

  test('a rule that was saved meanwhile leaves the terms as they were seen, and stands in no way', async () => {
    const seen = await currentVersion();
    await raiseVersion('rule-added');
    expect(await save(seen, { name: 'Ore and a rule' })).toMatchObject({ ok: true });
    await raiseVersion('updated');
    expect(await save(seen, { name: 'Ore and terms' })).toMatchObject({
      ok: false,
      reason: 'changed-meanwhile',
    });
  });

  test('a structure is taken by its id alone', async () => {
    const outcome = await save(await currentVersion(), { locationIds: [1035466617946, JITA] });

    expect(outcome.ok).toBe(true);
    const program = await getProgram(site.container, site.programId);
    expect(program?.locations.map(({ name }) => name)).toEqual([
      'Structure 1035466617946',
      'Jita IV - Moon 4 - Caldari Navy Assembly Plant',
    ]);
  });
});

/** As somebody else's change does. */
async function raiseVersion(action: string): Promise<void> {
  const { programId, container, now } = site;
  await transact(container, async (tx) => {
    const { version } = await tx.program.update({
      where: { id: programId },
      data: { version: { increment: 1 } },
    });
    const change = { entity: 'program', entityId: programId, version, action } as const;
    await recordChange(tx, { ...change, actorId: null, before: null, after: null, at: now() });
  });
}

async function currentVersion(): Promise<number> {
  return (await getProgram(site.container, site.programId))?.programVersion ?? 0;
}

async function save(
  version: number,
  change: Partial<ProgramFormText>,
  { by = manager, unanswered = [] }: { by?: Pilot; unanswered?: Partial<ProgramFormText>[] } = {},
): Promise<UpdateProgramOutcome> {
  const input = { programId: site.programId, version, form: fill(change) };
  return updateProgram(
    site.container,
    by.accountId,
    { ...input, unanswered: unanswered.map(fill) },
    { now: site.now(), signal: AbortSignal.timeout(10_000) },
  );
}

function fill(change: Partial<ProgramFormText>): ProgramFormValues {
  return programFormSchema.parse({
    name: 'Ore, ice, gas and salvage',
    isOpen: true,
    assigneeId: String(TRADER_CORPORATION),
    locationIds: [JITA],
    hubId: String(JITA),
    basisSide: 'buy',
    basisStatistic: 'top5',
    ratePercent: '92',
    refineYield: '',
    minimumVolume: '',
    sellCapPercent: '',
    lifetimeHours: '72',
    tolerancePercent: '0',
    toleranceIsk: '1.00',
    minimumTotalIsk: '',
    maximumTotalIsk: '',
    staleAfterMinutes: '120',
    acceptedCategoryIds: [25],
    acceptedGroupIds: [],
    instructions: '',
    ...NO_LIMITS_TEXT,
    ...change,
  });
}
