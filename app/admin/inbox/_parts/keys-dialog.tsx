'use client';

import { Dialog } from '@base-ui/react/dialog';
import { buttonClasses } from '#lib/ui/primitives/button-classes.ts';
import { Kbd } from '#lib/ui/primitives/kbd.tsx';
import { INBOX_KEYS } from './keys.ts';

type KeysDialogProps = {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly canAct: boolean;
};

/** Every key of the inbox. */
export function KeysDialog({ isOpen, onOpenChange, canAct }: KeysDialogProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-canvas/80" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-50 w-[min(360px,calc(100vw-24px))] -translate-x-1/2 -translate-y-1/2 rounded-panel border border-line bg-surface-2 p-4 shadow-[0_16px_48px_oklch(0_0_0/.5)]">
          <Dialog.Title className="mb-2 font-semibold text-title">Keys</Dialog.Title>
          <Dialog.Description className="mb-2 text-ink-3 text-meta">
            They work while the list or a contract has the focus.
          </Dialog.Description>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
            {INBOX_KEYS.filter(({ isAct }) => canAct || !isAct).map(({ keys, does }) => (
              <div key={does} className="contents">
                <dt className="flex gap-1">
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dt>
                <dd className="text-ink-2">{does}</dd>
              </div>
            ))}
          </dl>
          <div className="mt-4 flex justify-end">
            <Dialog.Close className={buttonClasses({})}>Close</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
