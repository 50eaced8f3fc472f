import { clsx } from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OreColumn, OreSort } from '#lib/core/ores/ore-view.ts';
import { type CellPlace, Head } from '#lib/ui/table/table.tsx';

type SortHeadProps = {
  readonly column: OreColumn;
  readonly sort: OreSort | null;
  readonly onSort: (sort: OreSort | null) => void;
  readonly numeric?: boolean;
  readonly on?: CellPlace;
  readonly children: ReactNode;
};

/** Numbers begin with the largest, names with the first; the third press is no order of its own. */
export function SortHead({ column, sort, onSort, numeric = false, on, children }: SortHeadProps) {
  const own = sort?.column === column ? sort : null;
  const Arrow = own?.isDescending ? ArrowDown : ArrowUp;

  function press() {
    if (own === null) onSort({ column, isDescending: numeric });
    else if (own.isDescending === numeric) onSort({ column, isDescending: !numeric });
    else onSort(null);
  }

  return (
    <Head
      numeric={numeric}
      {...(on ? { on } : {})}
      {...(own ? { 'aria-sort': own.isDescending ? 'descending' : 'ascending' } : {})}
    >
      <button
        type="button"
        onClick={press}
        className={clsx(
          '-mx-1 inline-flex items-center gap-1 align-bottom rounded-control px-1 hover:text-ink max-desk:hidden',
          numeric && 'flex-row-reverse',
        )}
      >
        <span>{children}</span>
        <Arrow aria-hidden="true" className={clsx('icon-s', !own && 'invisible')} />
      </button>
      {/* Heads are out of sight on a phone, which sorts by a list. */}
      <span className="desk:hidden">{children}</span>
    </Head>
  );
}
