'use server';

import { refresh } from 'next/cache';
import type * as z from 'zod';
import { removeRule } from '#lib/features/rules/remove-rule.ts';
import { type SaveRuleOutcome, saveRule } from '#lib/features/rules/save-rule.ts';
import {
  MOST_RULES,
  removeRuleInputSchema,
  saveRuleInputSchema,
} from '#lib/features/rules/schema.ts';
import { act } from '#lib/server/act.ts';
import { getCaller } from '#lib/server/caller.ts';
import { getContainer } from '#lib/server/container.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { demandRole } from '#lib/server/session.ts';
import type { RuleState } from './rule-state.ts';

type Refused = Extract<SaveRuleOutcome, { ok: false }>;

const REFUSALS: {
  readonly [Reason in Refused['reason']]: (
    outcome: Extract<Refused, { reason: Reason }>,
  ) => RuleState;
} = {
  'no-such-program': () => refuse('This program is gone. Go back to the list.'),
  'no-such-rule': () => refuse('Somebody has removed this rule. Cancel, and look at the list.'),
  'too-many-rules': () =>
    refuse(`A program has at most ${MOST_RULES} rules. Remove one, or make one rule for a group.`),
  'unknown-hub': () => invalid('hubId', 'We read no market there.'),
  'unknown-scope': () => invalid('scope', 'EVE has no such thing any more. Choose another.'),
  'no-yield': () => invalid('yieldPercent', 'Say a yield here, or in the program’s price above.'),
  overlap: ({ sentence }) => refuse(sentence),
  'changed-meanwhile': ({ by }) =>
    refuse(
      `${by ?? 'Somebody else'} changed this program meanwhile, so nothing of yours was saved. The list shows its rules as they are now; look, and save again.`,
    ),
};

/** Add a rule, or change one. Everything is checked again here: a browser's checks are a courtesy. */
export async function saveRuleAction(input: unknown): Promise<RuleState> {
  return act(() => save(input), refuseSignedOut);
}

/** Remove a rule. Quotes that were made by it keep it. */
export async function removeRuleAction(input: unknown): Promise<RuleState> {
  return act(() => remove(input), refuseSignedOut);
}

async function save(input: unknown): Promise<RuleState> {
  const { accountId } = await demandManager();
  const parsed = saveRuleInputSchema.safeParse(input);
  if (!parsed.success) return { status: 'invalid', fields: toFields(parsed.error) };
  const container = getContainer();
  return toState(await saveRule(container, accountId, parsed.data, container.clock()));
}

async function remove(input: unknown): Promise<RuleState> {
  const { accountId } = await demandManager();
  const parsed = removeRuleInputSchema.safeParse(input);
  if (!parsed.success) return refuse('This rule is not known. Reload the page.');
  const container = getContainer();
  return toState(await removeRule(container, accountId, parsed.data, container.clock()));
}

async function demandManager() {
  const viewer = await demandRole('manager');
  await spend(getContainer(), BUDGETS.programSaves, await getCaller());
  return viewer;
}

function toState(outcome: SaveRuleOutcome): RuleState {
  // The list is shown as it is now, also where it was somebody else, or another tab, who changed it.
  refresh();
  if (outcome.ok) return { status: 'saved' };
  // Each is called with its own outcome, which the compiler cannot follow through the record.
  const toRefusal = REFUSALS[outcome.reason] as (refused: Refused) => RuleState;
  return toRefusal(outcome);
}

function refuse(message: string): RuleState {
  return { status: 'refused', message };
}

function refuseSignedOut(message: string, status: number): RuleState {
  return { status: 'refused', message, isSignedOut: status === 401 };
}

function invalid(field: string, message: string): RuleState {
  return { status: 'invalid', fields: { [field]: message } };
}

function toFields(error: z.ZodError): Record<string, string> {
  const issues = error.issues.map(({ path, message }) => [String(path[1] ?? ''), message]);
  return Object.fromEntries(issues.toReversed());
}
