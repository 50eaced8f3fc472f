import type { Container } from '#lib/server/container.ts';
import { recordChange } from '#lib/server/events.ts';
import type { Program, Rule } from '#lib/server/generated/prisma/client.ts';
import { readSoon } from '#lib/server/named-hubs.ts';
import { findLastEditor } from '#lib/server/program-editor.ts';
import { type Tx, transact } from '#lib/server/transact.ts';

/** What is changed, and at which version of the program it was seen. */
export type RulesSeen = {
  readonly programId: string;
  readonly version: number;
  /** Null: a rule is added. */
  readonly ruleId: string | null;
};

export type ChangedMeanwhile = {
  readonly ok: false;
  readonly reason: 'changed-meanwhile';
  /** Name of who changed the program; null when nobody knows any more. */
  readonly by: string | null;
};
export type ChangeRulesOutcome<Refusal> =
  | { readonly ok: true; readonly version: number }
  | { readonly ok: false; readonly reason: 'no-such-program' }
  | ChangedMeanwhile
  | Refusal;

/** A rule as it was and as it is, null where there is none; what is written by then. */
export type RuleStep = {
  readonly action: 'rule-added' | 'rule-changed' | 'rule-removed';
  readonly before: Rule | null;
  readonly after: Rule | null;
};
export type RulesOf = { readonly program: Program; readonly rules: readonly Rule[] };

export type RulesChange<Refusal> = {
  /** Whether the rules are already as they should be: whoever asks again, because the answer was lost, has it. */
  readonly isDone: (given: RulesOf) => boolean;
  /** Write the change, or say why not. May run several times. */
  readonly write: (tx: Tx, given: RulesOf) => Promise<RuleStep | Refusal>;
};

/**
 * Change the rules of a program: one step of its version, in one transaction with what is told of it.
 * Quotes made before keep the terms they were made with.
 *
 * @param actorId Account that acts; its role was checked by the caller.
 */
export async function changeRules<Refusal extends { readonly ok: false }>(
  container: Container,
  seen: RulesSeen,
  { isDone, write }: RulesChange<Refusal>,
  { actorId, now }: { readonly actorId: string; readonly now: Date },
): Promise<ChangeRulesOutcome<Refusal>> {
  const { programId } = seen;
  return transact(container, async (tx): Promise<ChangeRulesOutcome<Refusal>> => {
    // Whoever comes second waits here, and finds the version raised.
    await tx.$queryRaw`select from program where id = ${programId}::uuid for update`;
    const program = await tx.program.findUnique({ where: { id: programId } });
    if (!program) return { ok: false, reason: 'no-such-program' };
    const rules = await tx.rule.findMany({ where: { programId }, orderBy: { id: 'asc' } });
    const given = { program, rules };
    if (isDone(given)) return { ok: true, version: program.version };
    if (await isOvertaken(tx, program, seen, actorId)) {
      const { name } = await findLastEditor(tx, programId);
      return { ok: false, reason: 'changed-meanwhile', by: name };
    }

    const step = await write(tx, given);
    if ('ok' in step) return step;
    const after = await tx.program.update({
      where: { id: programId },
      data: { version: { increment: 1 }, updatedAt: now },
    });
    await readSoon(tx, programId, now);
    await recordChange(tx, {
      entity: 'program',
      entityId: programId,
      version: after.version,
      action: step.action,
      actorId,
      before: { ...program, rule: step.before },
      after: { ...after, rule: step.after },
      at: now,
    });
    return { ok: true, version: after.version };
  });
}

/**
 * Whether somebody else changed the program since it was seen. Who saved its form a moment ago, or another
 * rule in another tab, knows of that; of the same rule nobody is sure what they know.
 */
async function isOvertaken(
  tx: Tx,
  program: Program,
  { programId, version, ruleId }: RulesSeen,
  actorId: string,
): Promise<boolean> {
  if (program.version <= version) return program.version !== version;
  const others = await tx.$queryRaw<unknown[]>`
    select version from audit_event
    where entity = 'program' and entity_id = ${programId} and version > ${version}
      and (actor_id is distinct from ${actorId}::uuid
        or coalesce(after #>> '{rule,id}', before #>> '{rule,id}') = ${ruleId})
    limit 1`;
  return others.length > 0;
}
