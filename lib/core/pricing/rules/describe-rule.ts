/**
 * Rules in words, for sentences. Times are EVE's, which is UTC.
 *
 * @module
 */
import type { RuleEvidence } from '../evidence.ts';
import type { RuleScope, RuleTimes, ScopeKind } from './rule.ts';

/** What a scope's kind is called: "market group". */
export const SCOPE_WORDS: Record<ScopeKind, string> = {
  item: 'item',
  group: 'group',
  'market-group': 'market group',
  category: 'category',
};

/** "the item Veldspar" */
export function describeScope({ kind, name }: Pick<RuleScope, 'kind' | 'name'>): string {
  return `the ${SCOPE_WORDS[kind]} ${name}`;
}

/** "from 2026-11-22 19:00 until 2026-11-24 11:00 EVE", "until 2026-11-24 11:00 EVE", "at all times" */
export function describeTimes({ validFrom, validUntil }: RuleTimes): string {
  const from = validFrom && `from ${momentText(validFrom)}`;
  const until = validUntil && `until ${momentText(validUntil)}`;
  if (!from && !until) return 'at all times';
  return `${[from, until].filter(Boolean).join(' ')} EVE`;
}

/** A rule as a quote keeps it: "the item Veldspar until 2026-11-24 11:00 EVE" */
export function describeRuleEvidence(rule: RuleEvidence): string {
  const scope = describeScope({ kind: rule.scopeKind, name: rule.scopeName });
  if (!rule.validFrom && !rule.validUntil) return scope;
  return `${scope} ${describeTimes({
    validFrom: rule.validFrom === null ? null : new Date(rule.validFrom),
    validUntil: rule.validUntil === null ? null : new Date(rule.validUntil),
  })}`;
}

/** "2026-11-24 11:00", in EVE time. */
function momentText(at: Date): string {
  return at.toISOString().slice(0, 16).replace('T', ' ');
}
