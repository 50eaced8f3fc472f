import { Button } from '#lib/ui/primitives/button.tsx';
import { Empty } from '#lib/ui/primitives/empty.tsx';

type NothingHereProps = { readonly hasFilter: boolean; readonly onClear: () => void };

/** An inbox that is done, or a filter that leaves nothing. */
export function NothingHere({ hasFilter, onClear }: NothingHereProps) {
  return (
    <div className="flex-1">
      {hasFilter ? (
        <Empty action={<Button onClick={onClear}>Clear filters</Button>}>
          No contract fits these filters.
        </Empty>
      ) : (
        <Empty>No contract waits. The next one shows up here by itself.</Empty>
      )}
    </div>
  );
}
