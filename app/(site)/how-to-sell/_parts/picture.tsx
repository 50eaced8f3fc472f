import type { ReactNode } from 'react';

type PictureProps = {
  /** What is to be seen, for who does not see it. */
  readonly says: string;
  /** The window's name in its title row. */
  readonly title: string;
  readonly children: ReactNode;
};

/** A drawing of a window of the game or of a page. Drawn with words and tokens: sharp at every size. */
export function Picture({ says, title, children }: PictureProps) {
  return (
    <div
      role="img"
      aria-label={says}
      className="min-w-0 select-none overflow-hidden rounded-panel border border-line bg-surface-1 text-ink"
    >
      <div className="flex min-h-8 items-center border-line border-b bg-surface-2 px-3 font-medium text-ink-2 text-meta">
        {title}
      </div>
      {children}
    </div>
  );
}

/** The number of a thing that the words beside the picture speak of. */
export function Mark({ number }: { number: number }) {
  return (
    <i className="inline-grid size-[18px] shrink-0 place-content-center rounded-full bg-accent font-semibold text-head text-on-accent not-italic">
      {number}
    </i>
  );
}
