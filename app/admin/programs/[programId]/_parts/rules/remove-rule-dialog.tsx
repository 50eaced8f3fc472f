'use client';

import { useState, useTransition } from 'react';
import { reach } from '#app/_parts/reach.ts';
import { describeScope, describeTimes } from '#lib/core/pricing/rules/describe-rule.ts';
import type { PricingRule } from '#lib/core/pricing/rules/rule.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { Modal } from '#lib/ui/primitives/modal.tsx';
import { removeRuleAction } from '../../rule-actions.ts';
import type { RuleState } from '../../rule-state.ts';
import { RefusedNotice } from '../refused-notice.tsx';

type RemoveRuleDialogProps = {
  /** Null: nothing is asked. */
  readonly rule: PricingRule | null;
  readonly program: ProgramTerms;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
};

/** Asks once more: there is no undo. */
export function RemoveRuleDialog({ rule, program, onClose, onRemoved }: RemoveRuleDialogProps) {
  const [state, setState] = useState<RuleState>({ status: 'idle' });
  const [isRemoving, startRemoving] = useTransition();
  const close = () => {
    setState({ status: 'idle' });
    onClose();
  };
  const remove = () => {
    if (!rule || isRemoving) return;
    const { programId, programVersion: version } = program;
    startRemoving(async () => {
      const outcome = await reach<RuleState>(
        () => removeRuleAction({ programId, version, ruleId: rule.ruleId }),
        (message) => ({ status: 'refused', message }),
      );
      setState(outcome.status === 'saved' ? { status: 'idle' } : outcome);
      if (outcome.status === 'saved') onRemoved();
    });
  };

  return (
    <Modal
      role="alertdialog"
      isOpen={rule !== null}
      onClose={close}
      title="Remove this rule?"
      className="w-[min(420px,calc(100vw-24px))]"
    >
      <p className="text-ink-2">
        {rule && `It is for ${describeScope(rule.scope)} and holds ${describeTimes(rule)}. `}
        Quotes that were made by it keep it.
      </p>
      {state.status === 'refused' && (
        <RefusedNotice className="px-0! pb-0!" title="Not removed" isSignedOut={state.isSignedOut}>
          {state.message}
        </RefusedNotice>
      )}
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={close}>Keep</Button>
        <Button look="danger" aria-disabled={isRemoving || undefined} onClick={remove}>
          {isRemoving ? 'Removing…' : 'Remove'}
        </Button>
      </div>
    </Modal>
  );
}
