import { describePaying } from '#lib/core/pricing/describe-paying.ts';
import type { PricingRule } from '#lib/core/pricing/rules/rule.ts';
import { daysOf, describeBasis, STATISTIC_NAMES } from '#lib/core/pricing/statistic.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { RuleFormText } from '#lib/features/rules/schema.ts';
import { formatPercent } from '#lib/ui/trade/format-numbers.ts';
import { toShareText } from '../form-text.ts';

/** A rule as the text of its form; null: an empty form. */
export function toRuleText(rule: PricingRule | null, { basis }: ProgramTerms): RuleFormText {
  return {
    scope: rule && { ...rule.scope, within: '' },
    action: rule?.action ?? 'accept',
    hubId: rule?.basis ? String(rule.basis.hubId) : '',
    basisSide: rule?.basis?.side ?? basis.side,
    basisStatistic: rule?.basis?.statistic ?? basis.statistic,
    ratePercent: rule?.rateBp ? formatPercent(rule.rateBp) : '',
    method: rule?.paying.method ?? 'as-is',
    yieldPercent: toShareText(rule?.paying.refineYield ?? null),
    remainder: rule?.paying.remainder ?? 'unpaid',
    takesScrap: rule?.paying.takesScrap ?? false,
    validFrom: toMomentText(rule?.validFrom ?? null),
    validUntil: toMomentText(rule?.validUntil ?? null),
    note: rule?.note ?? '',
  };
}

/** What a rule makes of the price, with the program's own in place of what it leaves open. */
export function describeRulePrice(
  { action, basis, rateBp, paying }: Pick<PricingRule, 'action' | 'basis' | 'rateBp' | 'paying'>,
  terms: Pick<ProgramTerms, 'basis' | 'rateBp' | 'refineYield'>,
): string {
  if (action === 'refuse') return 'Refused';
  const { statistic, ...market } = basis ?? terms.basis;
  const figure = daysOf(statistic) === null ? `, ${lowerFirst(STATISTIC_NAMES[statistic])}` : '';
  const price = `${formatPercent(rateBp ?? terms.rateBp)} % of ${describeBasis({ ...market, statistic })}${figure}`;
  return paying.method === 'as-is' ? price : `${price}; ${describePaying(paying, terms)}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** As it is typed: "2026-11-24 11:00", in EVE time. */
function toMomentText(at: Date | null): string {
  return at?.toISOString().slice(0, 16).replace('T', ' ') ?? '';
}
