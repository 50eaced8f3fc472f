import { toIskText } from '#lib/core/isk.ts';
import type { LineEvidence, RuleEvidence } from './evidence.ts';
import type { Basis, HubPrice } from './hub-price.ts';
import type { PricingRule } from './rules/rule.ts';

type Made = {
  readonly basis: Basis;
  readonly rateBp: number;
  readonly basePrice: bigint;
  readonly unitPrice: bigint;
  readonly rule: PricingRule | null;
};

/** Keep what made a unit price. */
export function toLineEvidence(
  price: HubPrice,
  { basis, rateBp, basePrice, unitPrice, rule }: Made,
): LineEvidence {
  return {
    basis,
    bookAt: price.bookAt.toISOString(),
    buyBestIsk: textOrNull(price.buyBest),
    buyTop5Isk: textOrNull(price.buyTop5),
    sellBestIsk: textOrNull(price.sellBest),
    sellTop5Isk: textOrNull(price.sellTop5),
    buyVolume: price.buyVolume,
    sellVolume: price.sellVolume,
    buyOrders: price.buyOrders,
    sellOrders: price.sellOrders,
    basePriceIsk: toIskText(basePrice),
    rateBp,
    unitPriceIsk: toIskText(unitPrice),
    rule: rule && toRuleEvidence(rule),
  };
}

/** Keep the rule that decided. */
export function toRuleEvidence({ ruleId, scope, ...rule }: PricingRule): RuleEvidence {
  return {
    ruleId,
    scopeKind: scope.kind,
    scopeId: scope.id,
    scopeName: scope.name,
    validFrom: rule.validFrom?.toISOString() ?? null,
    validUntil: rule.validUntil?.toISOString() ?? null,
    note: rule.note,
  };
}

function textOrNull(amount: bigint | null): string | null {
  return amount === null ? null : toIskText(amount);
}
