import { type PricingRule, SCOPE_KINDS } from '#lib/core/pricing/rules/rule.ts';
import type { Container } from '#lib/server/container.ts';
import { readProgramRules } from '#lib/server/program-rules.ts';

/** A program's rules, those that count before others first. */
export async function listRules(container: Container, programId: string): Promise<PricingRule[]> {
  const rules = await readProgramRules(container, [programId]);
  return (rules.get(programId) ?? []).toSorted(compareRules);
}

function compareRules(a: PricingRule, b: PricingRule): number {
  return (
    SCOPE_KINDS.indexOf(a.scope.kind) - SCOPE_KINDS.indexOf(b.scope.kind) ||
    a.scope.name.localeCompare(b.scope.name, 'en') ||
    (a.validFrom?.getTime() ?? 0) - (b.validFrom?.getTime() ?? 0)
  );
}
