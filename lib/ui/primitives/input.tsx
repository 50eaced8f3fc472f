import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { controlClasses } from './control-classes.ts';

type InputProps = ComponentProps<'input'> & {
  /** A unit that stands inside at the right: `%`, `ISK`. */
  readonly unit?: ReactNode;
};

export function Input({ unit, className, ...rest }: InputProps) {
  if (!unit) return <input className={clsx(controlClasses, className)} {...rest} />;
  return (
    <span className="relative block">
      <input className={clsx(controlClasses, 'pr-12', className)} {...rest} />
      <span
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-2 flex items-center text-ink-3 text-meta"
      >
        {unit}
      </span>
    </span>
  );
}
