'use client';

import { useEffect, useId, useRef } from 'react';
import type { PricingRule } from '#lib/core/pricing/rules/rule.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { ProgramChoices } from '#lib/features/programs/schema.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { Field } from '#lib/ui/primitives/field.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { Select } from '#lib/ui/primitives/select.tsx';
import { RefusedNotice } from '../refused-notice.tsx';
import { RulePriceFields } from './rule-price-fields.tsx';
import { RuleScopeField } from './rule-scope-field.tsx';
import { RuleTimeFields } from './rule-time-fields.tsx';
import { useRuleEditor } from './use-rule-editor.ts';

type RuleEditorProps = {
  /** Null: a new one. */
  readonly rule: PricingRule | null;
  readonly program: ProgramTerms;
  readonly rules: readonly PricingRule[];
  readonly hubs: ProgramChoices['hubs'];
  readonly now: Date;
  readonly onCancel: () => void;
  readonly onSaved: () => void;
};

/** One rule, as it is typed. What it clashes with is said at once. */
export function RuleEditor(props: RuleEditorProps) {
  const { rule, program, rules, hubs, now, onCancel, onSaved } = props;
  const editor = useRuleEditor(rule, { program, rules, onSaved });
  const { text, set, errors, save, overlap, isSaving } = editor;
  const titleId = useId();
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input, select')?.focus();
  }, []);
  useEffect(() => {
    if (save.status !== 'invalid') return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [save]);

  return (
    <form
      ref={form}
      noValidate
      aria-labelledby={titleId}
      onSubmit={(event) => {
        event.preventDefault();
        editor.submit();
      }}
      className="grid gap-3 border-line border-b bg-surface-2 p-3"
    >
      <h3 id={titleId} className="font-semibold">
        {rule ? `Rule for ${rule.scope.name}` : 'New rule'}
      </h3>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3 desk:grid-cols-2 wide:grid-cols-4">
        <RuleScopeField editor={editor} />
        <Field id="rule-action" label="What it does" error={errors.action}>
          {(ids) => (
            <Select
              {...ids}
              value={text.action}
              onChange={({ target: { value } }) => {
                if (value === 'accept' || value === 'refuse') set('action', value);
              }}
            >
              <option value="accept">Buys it</option>
              <option value="refuse">Refuses it</option>
            </Select>
          )}
        </Field>
        {text.action === 'accept' && (
          <RulePriceFields editor={editor} program={program} hubs={hubs} />
        )}
        <RuleTimeFields editor={editor} now={now} />
        <div className="desk:col-span-2">
          <Field
            id="rule-note"
            label="Note for pilots"
            hint="Shown with the price, or with the refusal."
            error={errors.note}
          >
            {(ids) => (
              <Input
                {...ids}
                maxLength={220}
                value={text.note}
                onChange={(event) => set('note', event.target.value)}
              />
            )}
          </Field>
        </div>
      </div>
      {overlap && save.status !== 'refused' && (
        <Notice kind="warn" className="p-0!" role="status" title="This clashes with another rule">
          {overlap}
        </Notice>
      )}
      {save.status === 'refused' && (
        <RefusedNotice title="Not saved" isSignedOut={save.isSignedOut}>
          {save.message}
        </RefusedNotice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" aria-disabled={isSaving || undefined}>
          {isSaving ? 'Saving…' : 'Save rule'}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
