import type { Container } from '#lib/server/container.ts';
import { type ChangeRulesOutcome, changeRules } from './change-rules.ts';
import type { RemoveRuleInput } from './schema.ts';

export type RemoveRuleOutcome = ChangeRulesOutcome<never>;

/** Take a rule away. One that is gone already has been taken away. */
export async function removeRule(
  container: Container,
  actorId: string,
  seen: RemoveRuleInput,
  now: Date,
): Promise<RemoveRuleOutcome> {
  const { ruleId } = seen;
  return changeRules<never>(
    container,
    seen,
    {
      isDone: ({ rules }) => !rules.some(({ id }) => id === ruleId),
      async write(tx) {
        const before = await tx.rule.delete({ where: { id: ruleId } });
        return { action: 'rule-removed', before, after: null };
      },
    },
    { actorId, now },
  );
}
