'use client';

import { Check, Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { PricingRule } from '#lib/core/pricing/rules/rule.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { ProgramChoices } from '#lib/features/programs/schema.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { Empty } from '#lib/ui/primitives/empty.tsx';
import { Panel, PanelFoot, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { useIsAwake } from '../use-is-awake.ts';
import { RemoveRuleDialog } from './remove-rule-dialog.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { RulesTable } from './rules-table.tsx';

type RulesSectionProps = {
  readonly program: ProgramTerms;
  readonly rules: readonly PricingRule[];
  readonly hubs: ProgramChoices['hubs'];
  /** When the page was made: which rules hold counts from here. */
  readonly now: Date;
  /** Below manager: to read, not to change. */
  readonly isReadOnly: boolean;
};

/** What is paid for some items, or refused, in place of the program's own terms. */
export function RulesSection({ program, rules, hubs, now, isReadOnly }: RulesSectionProps) {
  /** The rule that is edited; `'new'`: one that is added; null: none. */
  const [edited, setEdited] = useState<PricingRule | 'new' | null>(null);
  const [removed, setRemoved] = useState<PricingRule | null>(null);
  const [done, setDone] = useState<'Saved' | 'Removed' | null>(null);
  const isAwake = useIsAwake();
  const add = useRef<HTMLButtonElement>(null);
  const hadEditor = useRef(false);

  // The editor has taken the focus with it.
  useEffect(() => {
    if (hadEditor.current && edited === null) add.current?.focus();
    hadEditor.current = edited !== null;
  }, [edited]);

  const edit = (rule: PricingRule | 'new') => {
    setDone(null);
    setEdited(rule);
  };

  return (
    <Panel aria-labelledby="rules" className="m-4 mt-0 max-desk:m-3 max-desk:mt-0">
      <PanelHead id="rules" title="Rules" note={rules.length > 0 && describeCount(rules.length)}>
        <span role="status">
          {done && (
            <span className="flex items-center gap-1 text-gain">
              <Check aria-hidden="true" className="icon-s" />
              {done}
            </span>
          )}
        </span>
        {!isReadOnly && (
          <Button
            ref={add}
            disabled={!isAwake}
            aria-expanded={edited === 'new'}
            onClick={() => edit('new')}
          >
            <Plus aria-hidden="true" className="icon-s" />
            Add rule
          </Button>
        )}
      </PanelHead>
      {edited !== null && (
        <RuleEditor
          key={edited === 'new' ? 'new' : edited.ruleId}
          rule={edited === 'new' ? null : edited}
          program={program}
          rules={rules}
          hubs={hubs}
          now={now}
          onCancel={() => setEdited(null)}
          onSaved={() => {
            setEdited(null);
            setDone('Saved');
          }}
        />
      )}
      {rules.length === 0 ? (
        edited === null && (
          <Empty>
            Every item has the price above. A rule changes that for some, for a time if you like.
          </Empty>
        )
      ) : (
        <RulesTable
          rules={rules}
          program={program}
          now={now}
          {...(isReadOnly ? {} : { onEdit: edit, onRemove: setRemoved })}
        />
      )}
      {rules.length > 0 && (
        <PanelFoot>
          An item’s own rule counts before its group’s, that before its nearest market group’s, that
          before its category’s. What has none has the price above.
        </PanelFoot>
      )}
      <RemoveRuleDialog
        rule={removed}
        program={program}
        onClose={() => setRemoved(null)}
        onRemoved={() => {
          setRemoved(null);
          setEdited((before) => (before === removed ? null : before));
          setDone('Removed');
          add.current?.focus();
        }}
      />
    </Panel>
  );
}

function describeCount(count: number): string {
  return count === 1 ? '1 rule' : `${count} rules`;
}
