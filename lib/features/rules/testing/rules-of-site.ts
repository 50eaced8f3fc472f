/**
 * Rules of the program of a trade site, saved and removed by its managers.
 *
 * @module
 */
import type { PricingRule } from '#lib/core/pricing/rules/rule.ts';
import {
  AMARR,
  createTradeSite,
  type Pilot,
  SCORDITE,
  type TradeSite,
  VELDSPAR,
} from '#tests/support/trade-site.ts';
import { listRules } from '../list-rules.ts';
import { type RemoveRuleOutcome, removeRule } from '../remove-rule.ts';
import { type SaveRuleOutcome, saveRule } from '../save-rule.ts';
import type { RuleFormText } from '../schema.ts';
import { fillRule } from './fill-rule.ts';

type SaveOptions = {
  /** The rule that is changed; without it one is added. */
  readonly ruleId?: string;
  /** The program's version that is changed; by default the present one. */
  readonly seen?: number;
  readonly by?: Pilot;
};

/** What is not given is the program's; without a scope, the rule is for Veldspar. */
export type RulesOfSite = AsyncDisposable & {
  readonly site: TradeSite;
  readonly manager: Pilot;
  readonly other: Pilot;
  rules(): Promise<PricingRule[]>;
  version(): Promise<number>;
  save(change: Partial<RuleFormText>, options?: SaveOptions): Promise<SaveRuleOutcome>;
  remove(ruleId: string, seen?: number): Promise<RemoveRuleOutcome>;
  /** No rules, and books of this moment: Veldspar and Scordite at Jita, Veldspar twice as dear at Amarr. */
  reset(): Promise<void>;
};

export async function createRulesOfSite(): Promise<RulesOfSite> {
  const site = await createTradeSite();
  const manager = await site.addPilot(9000000000001, 'Maren Tessidari', 'manager');
  const other = await site.addPilot(9000000000002, 'Ilya Torvanen', 'manager');
  await site.addAmarr();
  const { container, programId } = site;
  const rules = () => listRules(container, programId);
  const version = async () =>
    (await container.db.program.findUniqueOrThrow({ where: { id: programId } })).version;
  const remove = async (ruleId: string, seen?: number) => {
    const input = { programId, version: seen ?? (await version()), ruleId };
    return removeRule(container, manager.accountId, input, site.now());
  };

  return {
    site,
    manager,
    other,
    rules,
    version,
    remove,
    async save(change, { ruleId, seen, by = manager } = {}) {
      const form = fillRule(change);
      const input = { programId, version: seen ?? (await version()), ruleId: ruleId ?? null, form };
      return saveRule(container, by.accountId, input, site.now());
    },
    async reset() {
      for (const { ruleId } of await rules()) await remove(ruleId);
      await site.setPrice(VELDSPAR, 1_000n, 1_200n);
      await site.setPrice(SCORDITE, 1_000n, 1_200n);
      await site.setPrice(VELDSPAR, 2_000n, 3_000n, site.now(), AMARR);
    },
    [Symbol.asyncDispose]: () => site[Symbol.asyncDispose](),
  };
}
