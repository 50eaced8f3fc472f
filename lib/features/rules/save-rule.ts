import { isDeepStrictEqual } from 'node:util';
import { v7 as createId } from 'uuid';
import { mayRefine } from '#lib/core/pricing/method.ts';
import { describeOverlap, findOverlap, type Placed } from '#lib/core/pricing/rules/find-overlap.ts';
import { SCOPE_KINDS } from '#lib/core/pricing/rules/rule.ts';
import type { StaticData } from '#lib/eve/static-data/index.ts';
import type { Container } from '#lib/server/container.ts';
import type { Rule } from '#lib/server/generated/prisma/client.ts';
import { fromId } from '#lib/server/ids.ts';
import { findScopeName } from '#lib/server/program-rules.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { type ChangeRulesOutcome, changeRules, type RulesOf } from './change-rules.ts';
import { MOST_RULES, type RuleFormValues, type SaveRuleInput } from './schema.ts';

type PlainRefusal =
  | 'no-such-rule'
  | 'unknown-hub'
  | 'unknown-scope'
  | 'too-many-rules'
  /** It pays for what things refine to, and neither it nor the program says at what yield. */
  | 'no-yield';
export type SaveRuleRefusal =
  | { readonly ok: false; readonly reason: PlainRefusal }
  /** The sentence names the rule that clashes. */
  | { readonly ok: false; readonly reason: 'overlap'; readonly sentence: string };
export type SaveRuleOutcome = ChangeRulesOutcome<SaveRuleRefusal>;

/** Add a rule to a program, or change one of its. */
export async function saveRule(
  container: Container,
  actorId: string,
  { form, ...seen }: SaveRuleInput,
  now: Date,
): Promise<SaveRuleOutcome> {
  const { programId, ruleId } = seen;
  const staticData = await getStaticData(container);
  const { kind, id: scopeId } = form.scope;
  if (findScopeName(staticData, kind, scopeId) === null) return refuse('unknown-scope');
  const content = toContent(form);
  if (content.hubId !== null) {
    const hubs = await container.db.hub.count({ where: { locationId: content.hubId } });
    if (hubs === 0) return refuse('unknown-hub');
  }

  return changeRules<SaveRuleRefusal>(
    container,
    seen,
    {
      isDone: ({ rules }) =>
        rules.some((rule) => (ruleId === null || rule.id === ruleId) && holds(rule, content)),
      async write(tx, { program, rules }) {
        const before = rules.find(({ id }) => id === ruleId) ?? null;
        if (ruleId !== null && before === null) return refuse('no-such-rule');
        if (before === null && rules.length >= MOST_RULES) return refuse('too-many-rules');
        if (lacksYield(form.paying, program)) return refuse('no-yield');
        const clash = findClash({ ...content, id: ruleId ?? '' }, rules, staticData);
        if (clash) return { ok: false, reason: 'overlap', sentence: describeOverlap(clash) };

        if (before) {
          const after = await tx.rule.update({ where: { id: before.id }, data: content });
          return { action: 'rule-changed', before, after };
        }
        const after = await tx.rule.create({
          data: { id: createId(), programId, ...content, createdAt: now },
        });
        return { action: 'rule-added', before, after };
      },
    },
    { actorId, now },
  );
}

type Content = Omit<Rule, 'id' | 'programId' | 'createdAt'>;

function toContent({ scope, basis, ...form }: RuleFormValues): Content {
  return {
    scopeKind: scope.kind,
    scopeId: scope.id,
    action: form.action,
    hubId: basis && fromId(basis.hubId),
    basisSide: basis?.side ?? null,
    basisStatistic: basis?.statistic ?? null,
    rateBp: form.rateBp,
    ...form.paying,
    validFrom: form.validFrom,
    validUntil: form.validUntil,
    note: form.note,
  };
}

function lacksYield(
  { method, refineYield }: RuleFormValues['paying'],
  program: RulesOf['program'],
): boolean {
  return mayRefine(method) && refineYield === null && program.refineYield === null;
}

function holds(rule: Rule, content: Content): boolean {
  return isDeepStrictEqual({ ...rule, ...content }, rule);
}

function findClash(
  rule: Content & { readonly id: string },
  others: RulesOf['rules'],
  staticData: StaticData,
): Placed | null {
  return findOverlap(
    toPlaced(rule, staticData),
    others.map((other) => toPlaced(other, staticData)),
  );
}

function toPlaced(rule: Content & { readonly id: string }, staticData: StaticData): Placed {
  const kind = SCOPE_KINDS.find((each) => each === rule.scopeKind) ?? 'item';
  const name = findScopeName(staticData, kind, rule.scopeId) ?? String(rule.scopeId);
  return {
    ruleId: rule.id,
    scope: { kind, id: rule.scopeId, name },
    validFrom: rule.validFrom,
    validUntil: rule.validUntil,
  };
}

function refuse<Reason extends PlainRefusal>(reason: Reason) {
  return { ok: false, reason } as const;
}
