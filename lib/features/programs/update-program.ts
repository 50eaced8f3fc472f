import { isDeepStrictEqual } from 'node:util';
import { toLimits } from '#lib/core/program/limit-fields.ts';
import type { Container } from '#lib/server/container.ts';
import { recordChange } from '#lib/server/events.ts';
import type { Program as ProgramRow } from '#lib/server/generated/prisma/client.ts';
import { fromId } from '#lib/server/ids.ts';
import { readSoon } from '#lib/server/named-hubs.ts';
import { findLastEditor } from '#lib/server/program-editor.ts';
import { toLimitsRow } from '#lib/server/program-limits.ts';
import { type Tx, transact } from '#lib/server/transact.ts';
import { resolveParty } from './resolve-party.ts';
import type { ProgramFormValues, UpdateProgramInput } from './schema.ts';

export type UpdateProgramOutcome =
  | { readonly ok: true; readonly version: number; readonly warning: ProgramWarning | null }
  | { readonly ok: false; readonly reason: Exclude<UpdateProgramRefusal, 'changed-meanwhile'> }
  | {
      readonly ok: false;
      readonly reason: 'changed-meanwhile';
      /** Name of who saved it; null when nobody knows any more. */
      readonly by: string | null;
    };
export type UpdateProgramRefusal =
  | 'no-such-program'
  | 'changed-meanwhile'
  | 'unknown-party'
  | 'not-a-party'
  | 'esi-away'
  | 'unknown-hub'
  | 'unknown-place'
  | 'unknown-scope';
/** Saved, but something will not work yet. */
export type ProgramWarning = 'assignee-not-read';

const LOWEST_STRUCTURE_ID = 1_000_000_000_000;

/**
 * Change a program's terms. Quotes made before keep the terms they were made with.
 *
 * @param actorId Account that acts; its role was checked by the caller.
 */
export async function updateProgram(
  container: Container,
  actorId: string,
  { programId, version, form, unanswered }: UpdateProgramInput,
  { now, signal }: { readonly now: Date; readonly signal: AbortSignal },
): Promise<UpdateProgramOutcome> {
  const place = await findPlaceRefusal(container, form);
  if (place) return { ok: false, reason: place };
  const resolved = await resolveParty(container, form.assigneeId, signal);
  if (!resolved.ok) {
    return { ok: false, reason: resolved.reason === 'unknown' ? 'unknown-party' : resolved.reason };
  }
  const { party } = resolved;

  return transact(container, async (tx): Promise<UpdateProgramOutcome> => {
    // The same sent twice at once: the second waits here, and finds it saved.
    await tx.$queryRaw`select from program where id = ${programId}::uuid for update`;
    const before = await tx.program.findUnique({ where: { id: programId } });
    if (!before) return { ok: false, reason: 'no-such-program' };
    const warning = party.isRead ? null : 'assignee-not-read';
    const terms = toRow(form, party);
    // Whoever saves again what is saved, because the answer was lost, has saved it.
    if (isDeepStrictEqual({ ...before, ...terms }, before)) {
      return { ok: true, version: before.version, warning };
    }

    if (before.version !== version && !(await haveOnlyRulesChanged(tx, programId, version))) {
      const editor = await findLastEditor(tx, programId);
      // Whoever has typed on since their own save, whose answer was lost, has seen what is saved.
      const isOwn = editor.id === actorId && unanswered.some((sent) => isSaved(sent, before));
      if (!isOwn) return { ok: false, reason: 'changed-meanwhile', by: editor.name };
    }

    const after = await tx.program.update({
      where: { id: programId },
      data: { ...terms, version: { increment: 1 }, updatedAt: now },
    });
    await readSoon(tx, programId, now);
    await recordChange(tx, {
      entity: 'program',
      entityId: programId,
      version: after.version,
      action: 'updated',
      actorId,
      before,
      after,
      at: now,
    });
    return { ok: true, version: after.version, warning };
  });
}

/** A rule raises the version, too: terms that are as they were seen have overtaken nobody. */
async function haveOnlyRulesChanged(tx: Tx, programId: string, seen: number): Promise<boolean> {
  const others = await tx.$queryRaw<unknown[]>`
    select from audit_event
    where entity = 'program' and entity_id = ${programId} and version > ${seen}
      and action not in ('rule-added', 'rule-changed', 'rule-removed')
    limit 1`;
  return others.length === 0;
}

function isSaved(form: ProgramFormValues, saved: ProgramRow): boolean {
  const { assigneeKind: kind, assigneeName: name } = saved;
  return isDeepStrictEqual(
    { ...saved, ...toRow(form, { id: form.assigneeId, kind, name }) },
    saved,
  );
}

async function findPlaceRefusal(
  container: Container,
  form: ProgramFormValues,
): Promise<'unknown-hub' | 'unknown-place' | 'unknown-scope' | null> {
  const stationIds = form.locationIds.filter((id) => id < LOWEST_STRUCTURE_ID);
  const [hubs, stations, categories, groups] = await Promise.all([
    container.db.hub.count({ where: { locationId: fromId(form.hubId) } }),
    container.db.staticStation.count({ where: { id: { in: stationIds.map(fromId) } } }),
    container.db.staticCategory.count({ where: { id: { in: form.acceptedCategoryIds } } }),
    container.db.staticGroup.count({ where: { id: { in: form.acceptedGroupIds } } }),
  ]);
  if (hubs === 0) return 'unknown-hub';
  if (stations < new Set(stationIds).size) return 'unknown-place';
  const isScopeKnown =
    categories === new Set(form.acceptedCategoryIds).size &&
    groups === new Set(form.acceptedGroupIds).size;
  return isScopeKnown ? null : 'unknown-scope';
}

function toRow(form: ProgramFormValues, party: { id: number; kind: string; name: string }) {
  return {
    name: form.name,
    isOpen: form.isOpen,
    assigneeId: fromId(party.id),
    assigneeKind: party.kind,
    assigneeName: party.name,
    locationIds: [...new Set(form.locationIds)].map(fromId),
    hubId: fromId(form.hubId),
    basisSide: form.basisSide,
    basisStatistic: form.basisStatistic,
    rateBp: form.ratePercent,
    refineYield: form.refineYield,
    minimumVolume: form.minimumVolume === null ? null : fromId(form.minimumVolume),
    sellCapBp: form.sellCapPercent,
    lifetimeHours: form.lifetimeHours,
    toleranceBp: form.tolerancePercent,
    tolerance: form.toleranceIsk,
    minimumTotal: form.minimumTotalIsk,
    maximumTotal: form.maximumTotalIsk,
    staleAfterMinutes: form.staleAfterMinutes,
    acceptedCategoryIds: [...new Set(form.acceptedCategoryIds)],
    acceptedGroupIds: [...new Set(form.acceptedGroupIds)],
    instructions: form.instructions,
    ...toLimitsRow(toLimits(form)),
  };
}
