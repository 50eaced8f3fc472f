'use client';

import { Button } from '#lib/ui/primitives/button.tsx';
import { Kbd } from '#lib/ui/primitives/kbd.tsx';
import { Modal } from '#lib/ui/primitives/modal.tsx';
import { INBOX_KEYS } from './keys.ts';

type KeysDialogProps = {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly canAct: boolean;
};

/** Every key of the inbox. */
export function KeysDialog({ isOpen, onOpenChange, canAct }: KeysDialogProps) {
  const close = () => onOpenChange(false);
  return (
    <Modal isOpen={isOpen} onClose={close} title="Keys" className="w-[min(360px,calc(100vw-24px))]">
      <p className="mb-2 pt-1 text-ink-3 text-meta">
        They work while the list or a contract has the focus.
      </p>
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
        <Button onClick={close}>Close</Button>
      </div>
    </Modal>
  );
}
