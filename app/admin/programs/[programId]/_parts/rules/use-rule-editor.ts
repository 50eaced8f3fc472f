'use client';

import { useState, useTransition } from 'react';
import { reach } from '#app/_parts/reach.ts';
import { describeOverlap, findOverlap } from '#lib/core/pricing/rules/find-overlap.ts';
import type { PricingRule } from '#lib/core/pricing/rules/rule.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import {
  type RuleFormText,
  type RuleFormValues,
  ruleFormSchema,
} from '#lib/features/rules/schema.ts';
import { saveRuleAction } from '../../rule-actions.ts';
import type { RuleState } from '../../rule-state.ts';
import { toFieldErrors } from '../form-text.ts';
import { toRuleText } from './rule-text.ts';

export type RuleEditorState = {
  readonly text: RuleFormText;
  readonly set: <Name extends keyof RuleFormText>(name: Name, value: RuleFormText[Name]) => void;
  /** What is wrong with the fields that were touched, and with all after a try to save. */
  readonly errors: Readonly<Record<string, string>>;
  /** What the text means; null while it means nothing. */
  readonly values: RuleFormValues | null;
  /** The rule that this one would clash with, in a sentence; null: with none that is known here. */
  readonly overlap: string | null;
  readonly isSaving: boolean;
  readonly save: RuleState;
  readonly submit: () => void;
};

type Options = {
  /** The program as it is now: its version is the one that is changed. */
  readonly program: ProgramTerms;
  readonly rules: readonly PricingRule[];
  readonly onSaved: () => void;
};

/** One rule's text, checked at every keystroke, and kept when saving is refused. */
export function useRuleEditor(
  rule: PricingRule | null,
  { program, rules, onSaved }: Options,
): RuleEditorState {
  const [text, setText] = useState(() => toRuleText(rule, program));
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [hasTried, setHasTried] = useState(false);
  const [save, setSave] = useState<RuleState>({ status: 'idle' });
  const [isSaving, startSaving] = useTransition();

  const form = { ...text, scope: text.scope && { kind: text.scope.kind, id: text.scope.id } };
  const parsed = ruleFormSchema.safeParse(form);
  const all = parsed.success ? {} : toFieldErrors(parsed.error.issues);
  const shown = Object.entries(all).filter(([name]) => hasTried || touched.has(name));
  const refused = save.status === 'invalid' ? save.fields : {};
  const ruleId = rule?.ruleId ?? null;
  const clash =
    parsed.success && text.scope
      ? findOverlap({ ...parsed.data, scope: text.scope, ruleId: ruleId ?? '' }, rules)
      : null;

  return {
    text,
    set(name, value) {
      setText((before) => ({ ...before, [name]: value }));
      setTouched((before) => new Set(before).add(name));
      // What the server said was about the text before.
      setSave({ status: 'idle' });
    },
    errors: { ...refused, ...Object.fromEntries(shown) },
    values: parsed.success ? parsed.data : null,
    overlap: clash && describeOverlap(clash),
    isSaving,
    save,
    submit() {
      if (isSaving) return;
      setHasTried(true);
      if (!parsed.success) {
        setSave({ status: 'invalid', fields: all });
        return;
      }
      const { programId, programVersion: version } = program;
      startSaving(async () => {
        const outcome = await reach<RuleState>(
          () => saveRuleAction({ programId, version, ruleId, form }),
          (message) => ({ status: 'refused', message }),
        );
        setSave(outcome);
        if (outcome.status === 'saved') onSaved();
      });
    },
  };
}
