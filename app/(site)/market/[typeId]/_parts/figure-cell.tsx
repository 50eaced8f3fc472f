import { clsx } from 'clsx';
import type { ReactNode } from 'react';

type FigureCellProps = {
  readonly label: ReactNode;
  readonly children: ReactNode;
  readonly note?: ReactNode;
  readonly className?: string;
};

/** One of several figures that share a panel, split by rules. Three lines high in every state. */
export function FigureCell({ label, children, note, className }: FigureCellProps) {
  return (
    <div
      className={clsx(
        '-mb-px -ml-px min-h-[74px] min-w-0 border-line border-b border-l px-3 py-2.5',
        className,
      )}
    >
      <p className="text-ink-2 text-meta">{label}</p>
      <p className="numeric truncate font-semibold text-title leading-5">{children}</p>
      {note && <p className="truncate text-ink-3 text-meta">{note}</p>}
    </div>
  );
}
