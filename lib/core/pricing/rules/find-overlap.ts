import { describeScope, describeTimes } from './describe-rule.ts';
import type { PricingRule, RuleTimes } from './rule.ts';

/** What of a rule decides whether it overlaps with another. */
export type Placed = RuleTimes & Pick<PricingRule, 'ruleId' | 'scope'>;

/**
 * The rule that would hold for the same scope at the same time as this one, the earliest of several;
 * null when there is none. A rule never overlaps with itself as it was before.
 */
export function findOverlap<Other extends Placed>(
  rule: Placed,
  others: readonly Other[],
): Other | null {
  const clashes = others.filter(
    (other) => other.ruleId !== rule.ruleId && isSameScope(rule, other) && doMeet(rule, other),
  );
  const [first] = clashes.toSorted((a, b) => startOf(a) - startOf(b));
  return first ?? null;
}

/** Name the rule that clashes, and say what can be done. */
export function describeOverlap(clash: Placed): string {
  return `There is a rule for ${describeScope(clash.scope)} already, and it holds ${describeTimes(clash)}. Two rules for the same cannot hold at once: change the times, or change that rule.`;
}

function isSameScope({ scope: a }: Placed, { scope: b }: Placed): boolean {
  return a.kind === b.kind && a.id === b.id;
}

function doMeet(a: RuleTimes, b: RuleTimes): boolean {
  return startOf(a) < endOf(b) && startOf(b) < endOf(a);
}

function startOf({ validFrom }: RuleTimes): number {
  return validFrom?.getTime() ?? Number.NEGATIVE_INFINITY;
}

function endOf({ validUntil }: RuleTimes): number {
  return validUntil?.getTime() ?? Number.POSITIVE_INFINITY;
}
