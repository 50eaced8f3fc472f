import { METHODS } from '#lib/core/pricing/method.ts';
import { type PricingRule, SCOPE_KINDS, type ScopeKind } from '#lib/core/pricing/rules/rule.ts';
import { toStatistic } from '#lib/core/pricing/statistic.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { StaticData } from '#lib/eve/static-data/index.ts';
import type { Container } from './container.ts';
import { toId } from './ids.ts';
import { getStaticData } from './static-data.ts';

export type RuleRow = {
  id: string;
  program_id: string;
  scope_kind: string;
  scope_id: number;
  action: string;
  hub_id: string | null;
  hub_name: string | null;
  basis_side: string | null;
  basis_statistic: string | null;
  rate_bp: number | null;
  method: string;
  refine_yield: string | null;
  remainder: string;
  takes_scrap: boolean;
  valid_from: Date | null;
  valid_until: Date | null;
  note: string;
};

export const SELECT_RULES = `
  select rule.id::text, program_id::text, scope_kind, scope_id, action,
    hub_id::text, hub.short_name as hub_name, basis_side, basis_statistic, rate_bp,
    method, refine_yield, remainder, takes_scrap, valid_from, valid_until, note
  from rule left join hub on hub.location_id = rule.hub_id`;

/**
 * The rules of programs, by program; the oldest first. A program without any is missing.
 *
 * Whoever prices reads the terms first: then rules of a later version than the terms are found out
 * where a quote is made, since that holds the terms' version against the program's.
 */
export async function readProgramRules(
  container: Container,
  programIds: readonly string[],
): Promise<Map<string, PricingRule[]>> {
  const [{ rows }, staticData] = await Promise.all([
    container.pool.query<RuleRow>({
      name: 'program-rules',
      text: `${SELECT_RULES} where program_id = any($1::uuid[]) order by rule.id`,
      values: [programIds],
    }),
    getStaticData(container),
  ]);
  const rules = new Map<string, PricingRule[]>();
  for (const row of rows) {
    const before = rules.get(row.program_id);
    const rule = toPricingRule(row, staticData);
    if (before) before.push(rule);
    else rules.set(row.program_id, [rule]);
  }
  return rules;
}

/** English name of what a rule is for; null when static data has no such thing. */
export function findScopeName(
  staticData: StaticData,
  kind: ScopeKind,
  scopeId: number,
): string | null {
  return SCOPE_NAMES[kind](staticData, scopeId) ?? null;
}

const SCOPE_NAMES: Record<ScopeKind, (staticData: StaticData, id: number) => string | undefined> = {
  item: (staticData, id) => staticData.type(id)?.name,
  group: (staticData, id) => staticData.group(id)?.name,
  'market-group': (staticData, id) => staticData.marketGroup(id)?.name,
  category: (staticData, id) => staticData.category(id)?.name,
};

export function toPricingRule(row: RuleRow, staticData: StaticData): PricingRule {
  const kind = SCOPE_KINDS.find((each) => each === row.scope_kind) ?? 'item';
  return {
    ruleId: row.id,
    scope: {
      kind,
      id: row.scope_id,
      name: findScopeName(staticData, kind, row.scope_id) ?? `${kind} ${row.scope_id}`,
    },
    action: row.action === 'refuse' ? 'refuse' : 'accept',
    basis: toBasis(row),
    rateBp: row.rate_bp,
    paying: {
      method: METHODS.find((each) => each === row.method) ?? 'as-is',
      refineYield: row.refine_yield,
      remainder: row.remainder === 'as-is' ? 'as-is' : 'unpaid',
      takesScrap: row.takes_scrap,
    },
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    note: row.note,
  };
}

function toBasis(row: RuleRow): ProgramTerms['basis'] | null {
  if (row.hub_id === null) return null;
  return {
    hubId: toId(BigInt(row.hub_id)),
    hubName: row.hub_name ?? `Market ${row.hub_id}`,
    side: row.basis_side === 'sell' || row.basis_side === 'split' ? row.basis_side : 'buy',
    statistic: toStatistic(row.basis_statistic),
  };
}
