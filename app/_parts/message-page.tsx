import type { ReactNode } from 'react';

type MessagePageProps = {
  readonly title: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
};

/** A page that has only something to say: not found, failed, nothing here. */
export function MessagePage({ title, children, actions }: MessagePageProps) {
  return (
    <main id="main" className="mx-auto max-w-[560px] px-6 py-16 max-desk:px-3 max-desk:py-8">
      <h1 className="mb-1 font-semibold text-figure">{title}</h1>
      <div className="text-ink-2">{children}</div>
      {actions && <div className="mt-4 flex flex-wrap gap-2">{actions}</div>}
    </main>
  );
}
