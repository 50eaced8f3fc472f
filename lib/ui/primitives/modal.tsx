'use client';

import { clsx } from 'clsx';
import { type ReactNode, useEffect, useId, useRef } from 'react';

type ModalProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** An alert must be answered: it stays when the page behind it is pressed. */
  readonly role?: 'dialog' | 'alertdialog';
  readonly className?: string;
};

/** The browser's own dialog: it keeps the focus, gives it back, and closes at Escape. */
export function Modal({
  isOpen,
  onClose,
  title,
  children,
  role = 'dialog',
  className,
}: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const bodyId = useId();

  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: pressing beside it is the pointer's Escape
    <dialog
      ref={dialog}
      role={role}
      aria-labelledby={titleId}
      aria-describedby={role === 'alertdialog' ? bodyId : undefined}
      onClose={onClose}
      onClick={({ target, currentTarget }) => {
        // All that is inside lies in a box of its own, so this is the page behind.
        if (role === 'dialog' && target === currentTarget) onClose();
      }}
      className={clsx(
        'm-auto max-w-none rounded-panel border border-line bg-surface-2 shadow-[0_16px_48px_oklch(0_0_0/.5)] backdrop:bg-canvas/80',
        // It may stand in a cell.
        'whitespace-normal text-left font-normal text-body text-ink',
        className,
      )}
    >
      {isOpen && (
        <div className="p-4">
          <h2 id={titleId} className="mb-1 font-semibold text-title">
            {title}
          </h2>
          <div id={bodyId}>{children}</div>
        </div>
      )}
    </dialog>
  );
}
