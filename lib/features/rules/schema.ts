import * as z from 'zod';
import { AS_IS, METHODS, REMAINDERS } from '#lib/core/pricing/method.ts';
import { SCOPE_KINDS } from '#lib/core/pricing/rules/rule.ts';
import { STATISTICS } from '#lib/core/pricing/statistic.ts';
import {
  idText,
  isKeepable,
  momentText,
  optionalText,
  percentText,
  shareText,
  UNKEEPABLE_TEXT,
} from '#lib/core/typed-text.ts';

/** The database keeps ids of static data, and versions, in four bytes. */
const HIGHEST_INT = 2_147_483_647;
const LONGEST_NOTE = 200;
/** More of them in one program nobody could keep in order. */
export const MOST_RULES = 500;

/** What a rule may be for, as the search finds it. */
export const ruleScopeSchema = z.object({
  kind: z.enum(SCOPE_KINDS),
  id: z.int(),
  name: z.string(),
  /** What it is a part of: "Ore › Veldspar"; empty for a category. */
  within: z.string(),
});
export type FoundScope = z.output<typeof ruleScopeSchema>;

const YIELD = 'Above 0 and at most 100, such as 90.63, or nothing for the program’s.';
const RATE = 'Between 0.01 and 100, with at most two decimals, or nothing for the program’s.';
const MOMENT = 'A day and a time, such as 2026-11-24 11:00, or nothing.';

/** The form of a rule: text as typed outside, values inside. Messages are for people. */
export const ruleFormSchema = z
  .strictObject({
    scope: z.strictObject(
      { kind: z.enum(SCOPE_KINDS), id: z.int().min(0).max(HIGHEST_INT) },
      'Choose what the rule is for.',
    ),
    action: z.enum(['accept', 'refuse']),
    /** Empty: the program's market, side and figure. */
    hubId: optionalText(idText('Choose a market.'), 'Choose a market.'),
    basisSide: z.enum(['buy', 'sell', 'split']),
    basisStatistic: z.enum(STATISTICS),
    ratePercent: optionalText(percentText(1, 10_000, RATE), RATE),
    method: z.enum(METHODS),
    yieldPercent: optionalText(shareText(YIELD), YIELD),
    remainder: z.enum(REMAINDERS),
    takesScrap: z.boolean(),
    validFrom: optionalText(momentText(MOMENT), MOMENT),
    validUntil: optionalText(momentText(MOMENT), MOMENT),
    note: z
      .string()
      .trim()
      .max(LONGEST_NOTE, `At most ${LONGEST_NOTE} letters.`)
      .refine(isKeepable, UNKEEPABLE_TEXT),
  })
  .check(({ value, issues }) => {
    const { validFrom, validUntil } = value;
    if (!validFrom || !validUntil || validFrom < validUntil) return;
    const message = 'It would end before it begins.';
    issues.push({ code: 'custom', path: ['validUntil'], message, input: validUntil });
  })
  .transform(({ hubId, basisSide: side, basisStatistic: statistic, ratePercent, ...rest }) => {
    const { method, yieldPercent: refineYield, remainder, takesScrap, ...form } = rest;
    // What is refused has no price, whatever was typed before.
    const isPriced = form.action === 'accept';
    return {
      ...form,
      basis: isPriced && hubId !== null ? { hubId, side, statistic } : null,
      rateBp: isPriced ? ratePercent : null,
      paying: isPriced ? { method, refineYield, remainder, takesScrap } : AS_IS,
    };
  });
/** What is typed; `scope` is null until something is chosen. */
export type RuleFormText = Omit<z.input<typeof ruleFormSchema>, 'scope'> & {
  readonly scope: FoundScope | null;
};
/** What it means. */
export type RuleFormValues = z.output<typeof ruleFormSchema>;

const aboutProgram = {
  programId: z.uuid(),
  /** The program's version that the rules were seen at. */
  version: z.int().min(1).max(HIGHEST_INT),
};

/** What the browser sends to add a rule (`ruleId` null) or to change one. */
export const saveRuleInputSchema = z.strictObject({
  ...aboutProgram,
  ruleId: z.uuid().nullable(),
  form: ruleFormSchema,
});
export type SaveRuleInput = z.output<typeof saveRuleInputSchema>;

export const removeRuleInputSchema = z.strictObject({ ...aboutProgram, ruleId: z.uuid() });
export type RemoveRuleInput = z.output<typeof removeRuleInputSchema>;
