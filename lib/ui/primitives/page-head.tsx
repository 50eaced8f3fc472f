import type { ReactNode } from 'react';

type PageHeadProps = {
  readonly title: ReactNode;
  readonly note?: ReactNode;
  readonly children?: ReactNode;
};

/** The page's one h1, with a quiet note beside it and actions at the right. */
export function PageHead({ title, note, children }: PageHeadProps) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1 max-desk:mb-3">
      <h1 className="font-semibold text-title">{title}</h1>
      {note && <p className="text-ink-3 text-meta max-desk:order-last max-desk:w-full">{note}</p>}
      {children && <div className="ml-auto flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}
