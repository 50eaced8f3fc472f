import { Ban } from 'lucide-react';
import type { RefusedItem } from '#lib/features/appraisal/schema.ts';
import { Cell } from '#lib/ui/table/table.tsx';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import { Units } from '#lib/ui/trade/units.tsx';

/** An item that was read but is not bought; it is left out of the quote. */
export function RefusedRow({ refused }: { refused: RefusedItem }) {
  return (
    <tr data-plain="" className="text-ink-2">
      <Cell slot="lead">
        <span className="flex min-w-0 items-center gap-2">
          <Ban aria-hidden="true" className="icon mx-0.5 text-ink-3" />
          <span className="truncate">
            {refused.name}
            {refused.blueprintCopy && ' (copy)'}
          </span>
        </span>
      </Cell>
      <Cell numeric on="desk">
        <Units units={refused.quantity} />
      </Cell>
      <Cell on="phone" slot="lead-end" numeric>
        {formatUnits(refused.quantity)}
      </Cell>
      <Cell colSpan={5} slot="across" indent className="whitespace-normal!">
        {refused.sentence}
      </Cell>
    </tr>
  );
}
