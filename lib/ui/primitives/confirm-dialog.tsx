'use client';

import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { Modal } from './modal.tsx';

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
export function ConfirmDialog({
  trigger,
  title,
  children,
  keepLabel,
  confirm,
}: ConfirmDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);

  return (
    <>
      <Button look="quiet" aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        {trigger}
      </Button>
      <Modal
        role="alertdialog"
        isOpen={isOpen}
        onClose={close}
        title={title}
        className="w-[min(420px,calc(100vw-24px))]"
      >
        <div className="text-ink-2">{children}</div>
        <div className="mt-4 flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{keepLabel}</Button>
          {confirm}
        </div>
      </Modal>
    </>
  );
}
