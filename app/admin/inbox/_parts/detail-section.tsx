import type { ReactNode } from 'react';

type DetailSectionProps = {
  readonly id: string;
  readonly title: string;
  readonly note?: ReactNode;
  /** At the right end of the head. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
};

/** A part of the detail, split from the next by a rule. */
export function DetailSection({ id, title, note, aside, children }: DetailSectionProps) {
  return (
    <section aria-labelledby={id} className="border-line border-b pt-2 pb-1 last:border-b-0">
      <div className="flex min-h-6 items-center gap-2 px-4 py-1 max-desk:px-3">
        <h3 id={id} className="font-medium text-ink-2 text-meta">
          {title}
        </h3>
        {note && <span className="text-ink-3 text-meta">{note}</span>}
        {aside && <div className="ml-auto">{aside}</div>}
      </div>
      {children}
    </section>
  );
}
