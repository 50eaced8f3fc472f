import { Skeleton } from '#lib/ui/primitives/skeleton.tsx';

const WIDTHS = ['w-24', 'w-36', 'w-20', 'w-28', 'w-16'] as const;

/** Rows of the final height, in place of those still on their way. First column wide, the rest numeric. */
export function SkeletonRows({ rows, columns }: { rows: number; columns: number }) {
  return countTo(rows).map((row) => (
    <tr key={row} data-plain="">
      <td data-slot="lead">
        <Skeleton className={WIDTHS[row % WIDTHS.length] ?? 'w-24'} />
      </td>
      {countTo(columns - 1).map((column) => (
        <td
          key={column}
          data-numeric=""
          data-slot={column === columns - 1 ? 'lead-end' : undefined}
        >
          <Skeleton className="ml-auto w-14" />
        </td>
      ))}
    </tr>
  ));
}

function countTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
