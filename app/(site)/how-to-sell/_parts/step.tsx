import type { ReactNode } from 'react';

type StepProps = {
  readonly number: number;
  readonly title: string;
  readonly picture: ReactNode;
  readonly children: ReactNode;
};

/** One part of the way: what to do, and how that looks. On a phone the picture stands below its words. */
export function Step({ number, title, picture, children }: StepProps) {
  return (
    <section
      aria-labelledby={`step-${number}`}
      className="grid grid-cols-[minmax(0,1fr)_minmax(0,440px)] items-start gap-x-10 gap-y-3 border-line-soft border-t pt-6 pb-8 max-desk:grid-cols-1 max-desk:pt-5 max-desk:pb-6"
    >
      <div>
        <h2 id={`step-${number}`} className="flex gap-2.5 mt-0!">
          <span aria-hidden="true" className="text-ink-3">
            {number}
          </span>
          {title}
        </h2>
        {children}
      </div>
      {picture}
    </section>
  );
}
