/**
 * A panel is a title row, what it is about, and a foot. No panels in panels.
 *
 * @module
 */
import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

export function Panel({ className, ...rest }: ComponentProps<'section'>) {
  return (
    <section
      className={clsx('min-w-0 rounded-panel border border-line bg-surface-1', className)}
      {...rest}
    />
  );
}

type PanelHeadProps = {
  readonly title: ReactNode;
  /** Beside the title, quiet: a count, "2 of 18 checks". */
  readonly note?: ReactNode;
  /** At the right end: meta text or buttons. */
  readonly children?: ReactNode;
  /** Ties `aria-labelledby` of the panel to the title. */
  readonly id?: string;
};

export function PanelHead({ title, note, children, id }: PanelHeadProps) {
  return (
    <div className="flex min-h-10 items-center gap-3 border-line border-b px-3 py-1">
      <h2 id={id} className="font-semibold">
        {title}
      </h2>
      {note && <span className="text-ink-3 text-meta">{note}</span>}
      {children && (
        <div className="ml-auto flex items-center gap-2 text-ink-3 text-meta">{children}</div>
      )}
    </div>
  );
}

export function PanelBody({ className, ...rest }: ComponentProps<'div'>) {
  return <div className={clsx('p-3', className)} {...rest} />;
}

export function PanelFoot({ className, ...rest }: ComponentProps<'div'>) {
  return (
    <div
      className={clsx(
        'flex min-h-9 items-center gap-3 border-line border-t px-3 py-1 text-ink-3 text-meta',
        className,
      )}
      {...rest}
    />
  );
}
