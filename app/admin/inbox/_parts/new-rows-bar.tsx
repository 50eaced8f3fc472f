import { ArrowUp } from 'lucide-react';
import type { InboxRow } from '#lib/features/contracts/schema.ts';
import { Kbd } from '#lib/ui/primitives/kbd.tsx';
import { VERDICT_LOOKS } from '#lib/ui/trade/verdict-tag.tsx';
import { describeArrived } from './arrange-rows.ts';

type NewRowsBarProps = { readonly arrived: readonly InboxRow[]; readonly onShow: () => void };

/** What came while the trader was looking at a contract; it waits until asked for. */
export function NewRowsBar({ arrived, onShow }: NewRowsBarProps) {
  return (
    <div role="status">
      <button
        type="button"
        onClick={onShow}
        className="flex h-7 w-full flex-none items-center justify-center gap-2 border-line border-b bg-surface-2 font-medium text-meta hover:bg-surface-3 focus-visible:-outline-offset-2 max-desk:h-10"
      >
        <ArrowUp aria-hidden="true" className="icon text-accent" />
        {describeArrived(arrived, VERDICT_LOOKS)}
        <span className="max-desk:hidden">
          <Kbd>.</Kbd>
        </span>
      </button>
    </div>
  );
}
