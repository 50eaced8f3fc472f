import type { ReactNode } from 'react';

type AdminHeadProps = {
  readonly title: ReactNode;
  /** Beside the title, quiet. */
  readonly note?: ReactNode;
  /** At the right end. */
  readonly children?: ReactNode;
};

/** The head of a staff page: the h1, its age, and what belongs to the whole page. */
export function AdminHead({ title, note, children }: AdminHeadProps) {
  return (
    <header className="flex min-h-12 flex-none items-center gap-4 border-line border-b bg-canvas px-4 max-desk:sticky max-desk:top-0 max-desk:z-10 max-desk:px-3">
      <h1 className="min-w-0 truncate font-semibold text-title">{title}</h1>
      {note && <span className="min-w-0 text-ink-3 text-meta">{note}</span>}
      {children && (
        <div className="ml-auto flex flex-none items-center gap-4 text-ink-3 text-meta">
          {children}
        </div>
      )}
    </header>
  );
}
