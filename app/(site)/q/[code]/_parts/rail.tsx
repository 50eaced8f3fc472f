import { clsx } from 'clsx';
import type { ReactNode } from 'react';

type RailSectionProps = {
  readonly title: string;
  readonly note?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
};

/** Margin notes on the canvas; on a phone each becomes a panel of its own. */
export function RailSection({ title, note, className, children }: RailSectionProps) {
  return (
    <section
      className={clsx(
        'min-w-0 max-desk:rounded-panel max-desk:border max-desk:border-line max-desk:bg-surface-1 max-desk:p-3',
        className,
      )}
    >
      <div className="mb-2 flex items-center justify-between gap-2">
        <h2 className="font-semibold">{title}</h2>
        {note}
      </div>
      {children}
    </section>
  );
}

/** A rule between two notes; panels need none. */
export function RailRule() {
  return <hr className="my-4 border-line max-desk:hidden" />;
}
