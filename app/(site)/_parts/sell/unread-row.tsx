import { TriangleAlert } from 'lucide-react';
import type { UnreadItem } from '#lib/features/appraisal/schema.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { Cell } from '#lib/ui/table/table.tsx';
import { Units } from '#lib/ui/trade/units.tsx';

export type MendActions = {
  readonly onUse: (unread: UnreadItem, name: string) => void;
  readonly onDrop: (unread: UnreadItem) => void;
};

const MOST_SUGGESTED = 3;

/** A line that could not be read: which, why, and how to mend it in place. */
export function UnreadRow({ unread, onUse, onDrop }: MendActions & { unread: UnreadItem }) {
  const suggestions = unread.suggestions.slice(0, MOST_SUGGESTED);

  return (
    <tr data-plain="">
      <Cell slot="lead" className="align-top leading-7">
        <span className="flex min-w-0 items-center gap-2">
          <TriangleAlert aria-hidden="true" className="icon mx-0.5 text-warn" />
          {/* Whatever direction it is written in, and whatever turns it: beyond the cell nothing does. */}
          <bdi className="mono max-h-7 max-w-72 truncate">{unread.text.split('\t')[0]}</bdi>
        </span>
      </Cell>
      <Cell numeric on="desk" className="align-top leading-7">
        {unread.quantity !== null && <Units units={unread.quantity} />}
      </Cell>
      <Cell colSpan={5} slot="across" indent className="whitespace-normal!">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 py-0.5">
          <span className="min-w-0 flex-1 basis-64">
            Line {unread.line} not read. {unread.sentence}
          </span>
          <span className="flex flex-wrap items-center gap-1">
            {suggestions.map(({ typeId, name }) => (
              <Button key={typeId} size="small" onClick={() => onUse(unread, name)}>
                {suggestions.length === 1 ? 'Use it' : name}
                <span className="sr-only">
                  {suggestions.length === 1 ? ` ${name}` : ''} in line {unread.line}
                </span>
              </Button>
            ))}
            <Button size="small" look="quiet" onClick={() => onDrop(unread)}>
              Drop line<span className="sr-only"> {unread.line}</span>
            </Button>
          </span>
        </div>
      </Cell>
    </tr>
  );
}
