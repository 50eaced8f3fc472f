import { clsx } from 'clsx';
import type { ReactNode } from 'react';

/** A page of text: one heading, short lines, sections with space between. */
export function Prose({
  title,
  lead,
  isWide = false,
  children,
}: {
  title: string;
  lead: ReactNode;
  /** Something stands beside the text, which keeps its lines short itself. */
  isWide?: boolean;
  children: ReactNode;
}) {
  return (
    <article
      className={clsx(
        !isWide && 'max-w-[68ch]',
        'text-ink-2 [&_b]:font-medium [&_b]:text-ink [&_dt]:font-medium [&_dt]:text-ink [&_h2]:mt-7 [&_h2]:mb-1 [&_h2]:font-semibold [&_h2]:text-ink [&_h2]:text-title [&_li]:pl-1 [&_li::marker]:text-ink-3 [&_ol]:mt-1 [&_ol]:grid [&_ol]:list-decimal [&_ol]:gap-1.5 [&_ol]:pl-5 [&_ol+p]:mt-2 [&_p+p]:mt-2 [&_ul+p]:mt-2 [&_ul]:mt-1 [&_ul]:grid [&_ul]:list-disc [&_ul]:gap-1.5 [&_ul]:pl-5',
      )}
    >
      <h1 className="font-semibold text-figure text-ink">{title}</h1>
      <p className="mt-1">{lead}</p>
      {children}
    </article>
  );
}
