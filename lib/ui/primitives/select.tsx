import { clsx } from 'clsx';
import { ChevronsUpDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { controlClasses } from './control-classes.ts';

/** The platform's own select: it works without script and on every phone. */
export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return (
    <span className="relative block">
      <select className={clsx(controlClasses, 'appearance-none pr-8', className)} {...rest} />
      <ChevronsUpDown
        aria-hidden="true"
        className="icon pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-ink-3"
      />
    </span>
  );
}
