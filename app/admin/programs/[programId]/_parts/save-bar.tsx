import { Check } from 'lucide-react';
import { Button } from '#lib/ui/primitives/button.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { Panel, PanelBody } from '#lib/ui/primitives/panel.tsx';
import { OvertakenNotice } from './overtaken-notice.tsx';
import { RefusedNotice } from './refused-notice.tsx';
import type { ProgramFormState } from './use-program-form.ts';

type SaveBarProps = {
  readonly form: ProgramFormState;
  readonly programId: string;
  readonly isReadOnly: boolean;
  readonly livingQuotes: number;
};

/** Save, and how it went, beside the button. */
export function SaveBar({ form, programId, isReadOnly, livingQuotes }: SaveBarProps) {
  if (isReadOnly) {
    return (
      <Panel>
        <Notice kind="info" title="To read only">
          Changing a program takes the role of manager.
        </Notice>
      </Panel>
    );
  }
  const { isDirty, isSaving, isOvertaken, save, submit, reset } = form;
  const canSave = isDirty && !isSaving && !isOvertaken;
  return (
    <Panel
      data-sticks-below
      className="z-[2] max-mid:sticky max-mid:bottom-4 max-mid:max-h-[40dvh] max-mid:overflow-y-auto max-desk:bottom-[calc(64px+env(safe-area-inset-bottom))]"
    >
      <PanelBody className="grid gap-2">
        <div className="flex flex-wrap items-center gap-2">
          <Button
            type="button"
            look="primary"
            className="aria-disabled:border-surface-3 aria-disabled:bg-surface-3"
            aria-disabled={!canSave}
            onClick={() => {
              if (canSave) submit();
            }}
          >
            {isSaving ? 'Saving…' : 'Save program'}
          </Button>
          {canSave && (
            <Button look="quiet" onClick={reset}>
              Undo changes
            </Button>
          )}
          <span role="status" className="text-meta">
            {save.status === 'saved' && !isDirty && (
              <span className="flex items-center gap-1 text-gain">
                <Check aria-hidden="true" className="icon-s" />
                Saved
              </span>
            )}
            {canSave && save.status === 'idle' && <span className="text-warn">Not saved yet</span>}
          </span>
        </div>
        {save.status === 'saved' && save.isUnread && (
          <Notice kind="warn" className="p-0!" title="Their contracts are not read">
            Nobody of this site reads the contracts of this receiver, so none would be seen.
          </Notice>
        )}
        {isOvertaken && <OvertakenNotice form={form} address={`/admin/programs/${programId}`} />}
        {save.status === 'refused' && !isOvertaken && (
          <RefusedNotice title="Not saved" isSignedOut={save.isSignedOut}>
            {save.message}
          </RefusedNotice>
        )}
        {save.status === 'invalid' && (
          <Notice kind="error" className="p-0!" role="alert" title="Not saved">
            Some fields are not right yet. See beside them.
          </Notice>
        )}
        <p className="text-ink-3 text-meta">{describeLivingQuotes(livingQuotes)}</p>
      </PanelBody>
    </Panel>
  );
}

function describeLivingQuotes(count: number): string {
  if (count === 0) return 'No quote is under way.';
  if (count === 1) return '1 quote is under way and keeps its terms.';
  return `${count} quotes are under way and keep their terms.`;
}
