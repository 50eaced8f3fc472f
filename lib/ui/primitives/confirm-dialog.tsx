'use client';

import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { buttonClasses } from './button-classes.ts';

type ConfirmDialogProps = {
  /** The button that opens it. */
  readonly trigger: ReactNode;
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** What the safe button says: "Keep quote". It has the focus first. */
  readonly keepLabel: string;
  /** The button that does it; a submit button of a form, or one with its own `onClick`. */
  readonly confirm: ReactNode;
};

/** Asks once more, only where there is no undo. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { trigger, title, children, keepLabel, confirm } = props;
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger className={buttonClasses({ look: 'quiet' })}>
        {trigger}
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-canvas/80" />
        <AlertDialog.Popup className="fixed top-1/2 left-1/2 z-50 w-[min(420px,calc(100vw-24px))] -translate-x-1/2 -translate-y-1/2 rounded-panel border border-line bg-surface-2 p-4 shadow-[0_16px_48px_oklch(0_0_0/.5)]">
          <AlertDialog.Title className="mb-1 font-semibold text-title">{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />} className="text-ink-2">
            {children}
          </AlertDialog.Description>
          <div className="mt-4 flex flex-wrap justify-end gap-2">
            <AlertDialog.Close className={buttonClasses({ look: 'secondary' })}>
              {keepLabel}
            </AlertDialog.Close>
            {confirm}
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
