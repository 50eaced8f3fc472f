/**
 * A real table: caption, heads with scope, numbers right-aligned. `stacked` turns its rows into two
 * lines on a phone; each cell says by `slot` where it goes there, and by `on` where it exists.
 *
 * @module
 */
import type { ComponentProps, ReactNode } from 'react';

type TableProps = Omit<ComponentProps<'table'>, 'className'> & {
  /** Read out by screen readers in front of the table. */
  readonly caption: string;
  /** `true`: two-line rows on a phone; `'pairs'`: for findings, two values side by side. */
  readonly stacked?: boolean | 'pairs';
  /** No padding at the outer edges, for a table that stands in text. */
  readonly flush?: boolean;
  /** Cells of several lines, aligned at the top. */
  readonly tall?: boolean;
};

export function Table({ caption, stacked, flush, tall, children, ...rest }: TableProps) {
  return (
    <table
      className="table"
      data-stacked={stacked === 'pairs' ? 'pairs' : stacked ? '' : undefined}
      data-flush={flush ? '' : undefined}
      data-top={tall ? '' : undefined}
      {...rest}
    >
      <caption className="sr-only">{caption}</caption>
      {children}
    </table>
  );
}

/** Where a column exists: everywhere (default), not on phones, only where there is room, only on phones. */
export type CellPlace = 'desk' | 'wide' | 'phone';
export type CellSlot = 'lead' | 'lead-end' | 'sub' | 'sub-end' | 'across';

type HeadProps = Omit<ComponentProps<'th'>, 'scope'> & {
  readonly numeric?: boolean;
  readonly on?: CellPlace;
};

export function Head({ numeric, on, ...rest }: HeadProps) {
  return <th scope="col" data-numeric={numeric ? '' : undefined} data-on={on} {...rest} />;
}

type CellProps = ComponentProps<'td'> & {
  readonly numeric?: boolean;
  readonly on?: CellPlace;
  readonly slot?: CellSlot;
  /** On a phone: starts under the name, not under the icon. */
  readonly indent?: boolean;
  /** In a `pairs` table: the column's name, shown above the value on a phone. */
  readonly label?: string;
};

export function Cell({ numeric, on, slot, indent, label, ...rest }: CellProps) {
  return (
    <td
      data-numeric={numeric ? '' : undefined}
      data-on={on}
      data-slot={slot}
      data-indent={indent ? '' : undefined}
      data-label={label}
      {...rest}
    />
  );
}

/** Icon and name in one cell, the name cut where the column ends. */
export function NameInCell({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      {icon}
      <span className="min-w-0 truncate">{children}</span>
    </span>
  );
}
