import { createRuleFinder } from '#lib/core/pricing/rules/find-rule.ts';
import type { PricingRule } from '#lib/core/pricing/rules/rule.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { StaticData } from '#lib/eve/static-data/index.ts';
import type { Container } from '#lib/server/container.ts';
import { RULE_LEAD_MS } from '#lib/server/named-hubs.ts';
import { readProgramRules } from '#lib/server/program-rules.ts';
import { readProgramTerms } from '#lib/server/program-terms.ts';
import { getStaticData } from '#lib/server/static-data.ts';

/** Whether it is by this that a type is priced. */
type IsWanted = (basis: ProgramTerms['basis']) => boolean;

/**
 * The types that open programs buy or sell by this hub's prices now or soon, ordered by id: what their
 * own terms take, and what their rules make of it.
 */
export async function listTradedTypeIds(container: Container, hubId: number): Promise<number[]> {
  return listTypeIdsPricedBy(container, (basis) => basis.hubId === hubId);
}

/** As {@link listTradedTypeIds}, for whatever a price may be made from. */
export async function listTypeIdsPricedBy(
  container: Container,
  isWanted: IsWanted,
): Promise<number[]> {
  const [programs, staticData] = await Promise.all([
    readProgramTerms(container, { isOpen: true }),
    getStaticData(container),
  ]);
  const rules = await readProgramRules(
    container,
    programs.map(({ programId }) => programId),
  );
  const now = container.clock();
  const typeIds = new Set<number>();
  for (const terms of programs) {
    const own = rules.get(terms.programId) ?? [];
    const isNamed = [terms, ...own].some(({ basis }) => basis !== null && isWanted(basis));
    if (isNamed)
      for (const id of listTypeIds(terms, own, { isWanted, staticData, now })) typeIds.add(id);
  }
  return [...typeIds].toSorted((a, b) => a - b);
}

function* listTypeIds(
  { basis, acceptedCategoryIds, acceptedGroupIds }: ProgramTerms,
  rules: readonly PricingRule[],
  { isWanted, staticData, now }: { isWanted: IsWanted; staticData: StaticData; now: Date },
): Generator<number> {
  const categoryIds = new Set(acceptedCategoryIds);
  const groupIds = new Set(acceptedGroupIds);
  const finders = listMoments(rules, now).map((at) =>
    createRuleFinder(rules, at, staticData.marketGroup),
  );
  for (const { id } of staticData.tables.types) {
    const type = staticData.type(id);
    // What has no place on the market has no orders either: each such call would be wasted.
    if (!type?.published || type.marketGroupId === null) continue;
    const isTaken = categoryIds.has(type.categoryId) || groupIds.has(type.groupId);
    if (finders.some((findRule) => isPricedBy(isWanted, findRule(id, type), { isTaken, basis }))) {
      yield id;
    }
  }
}

/** Now, and whenever a rule begins or ends soon: another may hold from then on, at another hub. */
function listMoments(rules: readonly PricingRule[], now: Date): Date[] {
  const soon = new Date(now.getTime() + RULE_LEAD_MS);
  const changes = rules.flatMap(({ validFrom, validUntil }) => [validFrom, validUntil]);
  return [now, ...changes.filter((at) => at !== null).filter((at) => at > now && at <= soon)];
}

function isPricedBy(
  isWanted: IsWanted,
  rule: PricingRule | null,
  program: { readonly isTaken: boolean; readonly basis: ProgramTerms['basis'] },
): boolean {
  if (rule === null) return program.isTaken && isWanted(program.basis);
  return rule.action === 'accept' && isWanted(rule.basis ?? program.basis);
}
